"""What may stand on the shelf beside what."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath, PureWindowsPath
from typing import ClassVar

from languages import N_
from records import Identity, Kind, Report
from vectorstore.errors import StoreError, StoreMismatchError


class DuplicateReportError(StoreError):
    """The shelf already has a version of this report, or one from this file."""

    without_content: ClassVar[bool] = False  # it names both titles

    def __init__(self, new: Report, existing: Report) -> None:
        super().__init__(
            N_(
                "“{title}” ({source}) is a version of “{other}” ({other_source}), which is on the "
                "shelf. Choose to replace it (--replace), or correct the place, department, year, "
                "kind, coverage or project of one of them."
            ),
            title=new.identity.title,
            source=new.source,
            other=existing.identity.title,
            other_source=existing.source,
        )
        self.new = new
        self.existing = existing


def check_source(source: str) -> None:
    """Raise StoreError where a file's name is no plain one inside the corpus folder."""
    path = PurePosixPath(source)
    odd = (
        not path.name
        or path.is_absolute()
        or ".." in path.parts
        or "\\" in source
        or PureWindowsPath(source).drive
        or any(ord(character) < 32 or "\ud800" <= character <= "\udfff" for character in source)
    )
    if odd:
        raise StoreError(
            N_(
                "The file name {source!r} cannot be used: it is not a plain name inside "
                "the corpus folder. Rename the file, then add it."
            ),
            source=source,
        )


def check_unlike(report: Report, shelf: Iterable[Report], replaces: str | None) -> None:
    """Raise DuplicateReportError where another report on the shelf is the same and stays."""
    for other in shelf:
        if other.id not in (report.id, replaces) and same_report(report, other):
            raise DuplicateReportError(report, other)


def same_report(one: Report, other: Report) -> bool:
    """Whether two files are versions of one report, or one file."""
    return one.source == other.source or versions(one.identity, other.identity)


def versions(a: Identity, b: Identity) -> bool:
    """Whether two identities are one report's: all that tells reports apart is the same.

    A department's budget and its unit's, two projects of one body and year, a city's own level and
    the whole of it stand side by side. Where it is not known whose it is, of when or what, nothing
    is the same.
    """
    known = a.year is not None and a.kind is not Kind.OTHER and (a.department or a.place)
    return bool(known) and _told_by(a) == _told_by(b) and _same_place(a, b)


def _told_by(identity: Identity) -> tuple[object, ...]:
    i = identity
    return i.year, i.kind, i.department, i.coverage, i.project


def _same_place(a: Identity, b: Identity) -> bool:
    """Whether nothing tells two places apart: 青禾县 may be 云岭市青禾县.

    A place that is not known is that of the department that bears the same name.
    """
    if a.place_code and b.place_code:
        return a.place_code == b.place_code
    if not (a.place and b.place):
        return bool(a.department) or a.place == b.place
    shared = min(len(a.place), len(b.place))
    return a.place[-shared:] == b.place[-shared:]


def check_models(made_with: Iterable[str], embedding_model: str) -> None:
    """Raise StoreMismatchError where vectors were made with another model than this process has."""
    for other in made_with:
        if other != embedding_model:
            raise StoreMismatchError(
                N_(
                    "The shelf's vectors are of the embedding model {other}, and this "
                    "process has {embedding_model}. Start Jiwen again: it makes them again "
                    "with the model that is set; set EMBEDDING_MODEL back if no other was "
                    "meant."
                ),
                other=other,
                embedding_model=embedding_model,
            )
