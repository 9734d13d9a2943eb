"""One report on the shelf, and how its file was read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from records.identity import ASKED_ABOUT, Identity, Trait, undecided


@dataclass(frozen=True, slots=True)
class Provenance:
    """How a report was read, so that it is read again where it would be read otherwise now.

    `reading` is the number of the reading (`ingest.version`); 0 before readings had numbers.
    """

    parser: str
    passage_limit: int
    embedding_model: str
    reading: int = 0


class HowRead(StrEnum):
    """What a page's text was taken from."""

    TEXT = "text"
    OCR = "ocr"
    MIXED = "mixed"
    """The file's own text, and pictures on the page read by OCR."""


class Unsure(StrEnum):
    """Why a place of a file was not read, or may be read wrongly."""

    PICTURE = "picture"
    """A picture that may hold text, and was not read."""
    PICTURE_READ = "picture read"
    """A picture's text, read by OCR."""
    NO_VALUE = "no value"
    """A formula that the file keeps no value of, and that was not computed."""
    COMPUTED = "computed"
    """A formula that the file keeps no value of; its value was computed here."""
    HIDDEN = "hidden"
    """What the file hides (text, rows, columns, sheets): left out."""
    INVISIBLE = "invisible"
    """Text that is there and cannot be seen: left out."""
    FONT = "font"
    """A font whose characters the file does not say: the page was read by OCR, or not."""
    STAMP = "stamp"
    """A stamp or watermark that lies over lines."""
    TURNED = "turned"
    """A page or block that is not upright: turned before it was read."""
    FAINT = "faint"
    """OCR was not sure of what stands here."""
    REPLACED = "replaced"
    """Bytes that are no characters: each stands as U+FFFD."""
    CHANGES = "changes"
    """Text that a tracked change inserted: read."""
    DELETED = "deleted"
    """Text that a tracked change deleted, or that is struck out: left out."""
    OTHER = "other"
    """Something the file holds that is not read here."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A place of a file that was not read, or not surely.

    `page` counts from 1. `place` says where in the file's own terms (Sheet1!C7), '' where the page
    is all there is to say. `text` is what was read there, or was left out; '' where nothing was.
    `start` and `end` are where what was read there stands in the report's text; None where it was
    left out, or is not found there.
    """

    why: Unsure
    page: int
    place: str
    text: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """One report on the shelf; `id` is the sha256 of the file's bytes, in hex.

    `as_read` is what code read it to be, and `traits` why. `identity` is that, but for the sides
    that a person set or `confirmed` (of `SIDES`), and what follows from them. `notices` are the
    places of its file that were not read, or not surely, `pages` how each page was read, and
    `table_count` how many tables there are; all blank in reports read before they were told.
    """

    id: str
    identity: Identity
    as_read: Identity
    traits: tuple[Trait, ...]
    confirmed: tuple[str, ...]
    source: str
    page_count: int
    ingested_at: datetime
    ingested_by: str
    provenance: Provenance
    notices: tuple[Notice, ...] = ()
    pages: tuple[HowRead, ...] = ()
    table_count: int = 0

    @property
    def corrected(self) -> bool:
        """Whether a person said it is something else than was read."""
        return self.identity != self.as_read

    @property
    def asked_about(self) -> tuple[Trait, ...]:
        """The sides for which a person is needed: who, where, when and what it is."""
        return tuple(t for t in undecided(self.traits, self.confirmed) if t.name in ASKED_ABOUT)


def uncertain_at(report: Report, start: int, end: int) -> tuple[Notice, ...]:
    """A report and a span of its text → what makes uncertain what was read there."""
    return tuple(
        notice
        for notice in report.notices
        if notice.start is not None
        and notice.end is not None
        and notice.start < end
        and start < notice.end
    )
