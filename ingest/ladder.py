"""Headings → the path over every part of a report: the report's own ladder."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.headings import Heading, heading_text
from ingest.markers import Marker
from ingest.tables import Item, WholeTable

Path = tuple[str, ...]

_AHEAD = 300
"""Paragraphs and tables within which the next number of a ladder is looked for."""


def heading_paths(
    items: Sequence[Item], headings: Sequence[Heading | None]
) -> list[tuple[Path, bool]]:
    """Items and their headings → for each the path over it, and whether a section begins there.

    A table whose title is no heading of the report has it as its path's end, for itself only.
    """
    paths: list[tuple[Path, bool]] = []
    ladder: list[Heading] = []
    for n, (item, heading) in enumerate(zip(items, headings, strict=True)):
        inside = heading is not None and _stands_inside(
            ladder, heading, headings[n + 1 : n + _AHEAD]
        )
        own: Path = ()
        if heading is not None and not (inside and isinstance(item, WholeTable)):
            ladder = [*(ladder if inside else _above(ladder, heading)), heading]
        elif isinstance(item, WholeTable) and item.title is not None:
            own = (heading_text(item.title.text),)
        subject = form_subject(item)
        begins = heading is not None or bool(own or subject)
        paths.append(((*(rung.text for rung in ladder), *own, *subject), begins))
    return paths


def form_subject(item: Item) -> tuple[str, ...]:
    """What a form is about, as its first row says: its other rows do not name the project."""
    if not isinstance(item, WholeTable) or not item.rows or any(item.columns):
        return ()
    first = item.rows[0][1]
    return (first[1],) if re.fullmatch("(?:项目|政策)名称[:：]?", first[0]) and first[1] else ()


def _stands_inside(
    ladder: Sequence[Heading], heading: Heading, following: Sequence[Heading | None]
) -> bool:
    """Whether the numbers after a title without a number count on where they were before it:
    then the title stands inside the open headings and does not close them.
    """
    if heading.marker is not None or heading.level:
        return False
    counted: dict[tuple[Marker | None, int], int] = {
        (rung.marker, rung.depth): rung.number for rung in ladder if rung.marker is not None
    }
    for after in following:
        if after is not None and (after.marker, after.depth) in counted:
            return after.number > counted[after.marker, after.depth]
    return False


def _above(ladder: Sequence[Heading], rung: Heading) -> list[Heading]:
    """The open headings that stay open over a new one."""
    kept = list(ladder)
    for depth, open_rung in enumerate(kept):
        same = (open_rung.marker, open_rung.depth) == (rung.marker, rung.depth)
        if same and (rung.marker is not None or open_rung.level == rung.level):
            return kept[:depth]
    while kept and _closes(kept[-1], rung):
        kept.pop()
    return kept


def _closes(open_rung: Heading, rung: Heading) -> bool:
    if open_rung.level and rung.level:
        return open_rung.level >= rung.level
    if rung.marker is None:
        if open_rung.marker is None:
            return open_rung.depth >= rung.depth
        return open_rung.marker > Marker.PART
    if open_rung.marker is None:
        return rung.marker <= Marker.PART
    return (open_rung.marker, open_rung.depth) > (rung.marker, rung.depth)
