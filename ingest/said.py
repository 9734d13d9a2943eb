"""What a person says a report is: as it is written, and what follows from it."""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.identity.called import with_derived
from places.divisions import whole
from places.spoken import beginning
from records import SIDES, Coverage, Kind, Report
from vectorstore.sides import Said, Side, with_said

_BETWEEN = re.compile(r"[\s、,，;；/›>·]+")


def value_of(name: str, text: str) -> Side:
    """A side as a person or a candidate writes it → its value; '' leaves a side open.

    Raises ValueError where it is no such thing: a year that is no number, an unknown kind.
    """
    words = text.strip()
    match name:
        case "year":
            return _year(words) if words else None
        case "figure_years":
            return tuple(sorted({_year(each) for each in _BETWEEN.split(words) if each}))
        case "place":
            return _place(words)
        case "kind":
            return Kind(words) if words else Kind.OTHER
        case "coverage":
            return Coverage(words) if words else Coverage.UNKNOWN
    return words


def text_of(value: Side) -> str:
    """A side's value → the text that `value_of` reads as it."""
    if isinstance(value, tuple):
        return " ".join(map(str, value))
    return "" if value is None else str(value)


def as_said(report: Report, said: Said, text: str) -> Report:
    """A report and its text, with the sides that a person says now, and what follows from them.

    Figures that were read to be of the report's own year are of the year that a person says. A
    place that a person said counts for more than the one that the body's name begins with.
    """
    confirmed = tuple(name for name in SIDES if name in said or name in report.confirmed)
    if not confirmed:
        return report
    wanted, read = with_said(report.identity, said), report.as_read
    if "figure_years" not in confirmed and read.figure_years == (read.year,):
        wanted = replace(wanted, figure_years=() if wanted.year is None else (wanted.year,))
    identity = with_derived(wanted, text)
    if "place" in confirmed:
        place, code = whole(wanted.place)
        identity = replace(identity, place=place, place_code=code)
    return replace(report, identity=identity, confirmed=confirmed)


def _year(words: str) -> int:
    if not (year := re.fullmatch(r"(\d{4})(?:年度?)?", words)):
        raise ValueError(f"{words!r} is no year")
    return int(year[1])


def _place(words: str) -> tuple[str, ...]:
    """广东省 广州市 增城区, or 广州市增城区 → its divisions, with those above that the list has."""
    path = tuple(part for part in _BETWEEN.split(words) if part)
    if len(path) == 1:
        divisions, end = beginning(words)
        path = divisions if end == len(words) else path
    return whole(path)[0]
