"""A line of a plain text → its fields, in each way that people set columns apart."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ingest.load.text_columns import Cells

_PIPE = re.compile(r"(?<!\\)[|｜]")
_FIELD = re.compile(r"\S+(?: \S+)*")
_BOX = str.maketrans(
    dict.fromkeys("│┃║", "|")
    | dict.fromkeys("─━═", "-")
    | dict.fromkeys("┌┬┐├┼┤└┴┘┏┳┓┣╋┫┗┻┛╔╦╗╠╬╣╚╩╝", "+")
)
_STROKE = re.compile(r"\s*[-=_—]{5,}[-=_—\s]*")
_SPREAD = re.compile(
    r"(?<!\S)(?:项\s+目|序\s+号|金\s+额|单\s+位|科\s+目|名\s+称|备\s+注|[合小总共]\s+计)(?!\S)"
)
"""Words of two characters are set apart to fill a cell: 合　计 is one field, not two."""


@dataclass(frozen=True, slots=True)
class Style:
    """A way to set columns apart.

    `drawn` where the marks alone make a table; else figures have to. `fewest` columns it takes to
    be one, and more than `share` of a row's cells have to be figures.
    """

    split: Callable[[str], Cells]
    drawn: bool = False
    fewest: int = 2
    share: float = 0.0


def styles(header: str, ruled: bool) -> tuple[Style, ...]:
    """A header and whether a rule stands under it → the styles it may be in, likeliest first."""
    if _PIPE.search(header):
        boxed = _PIPE.match(header.strip()) is not None
        return (Style(_between_pipes if boxed else _beside_pipes, drawn=boxed or ruled),)
    if "," in header:
        return (Style(_between_commas), Style(_between_gaps))
    if "\t" in header:
        return (Style(_between_tabs), Style(_between_gaps))
    return (Style(_between_gaps), Style(_between_blanks, fewest=3, share=0.5))


def _between_pipes(line: str) -> Cells:
    """| 甲 | 乙 | → 甲, 乙."""
    cells = _beside_pipes(line)
    if not cells or cells[0]:
        return ()
    return cells[1:] if cells[-1] or len(cells) == 2 else cells[1:-1]


def _beside_pipes(line: str) -> Cells:
    """甲 | 乙 → 甲, 乙."""
    cells = tuple(cell.strip() for cell in _PIPE.split(line))
    return cells if len(cells) > 1 else ()


def _between_commas(line: str) -> Cells:
    """甲,"1,250.00" → 甲, 1,250.00; as programs write tables into texts."""
    return tuple(cell.strip() for cell in next(csv.reader([line])))


def _between_tabs(line: str) -> Cells:
    return tuple(cell.strip() for cell in line.split("\t"))


def _between_gaps(line: str) -> Cells:
    """Fields apart by two blanks, by an ideographic one or by tabs; one blank is inside a field."""

    def mark(gap: re.Match[str]) -> str:
        return "\t" if len(gap[0]) > 1 or gap[0] in "\u3000\t" else gap[0]

    return tuple(re.sub(r"\s+", mark, _closed_up(line)).split("\t"))


def _between_blanks(line: str) -> Cells:
    return tuple(_closed_up(line).split())


def words(line: str) -> Iterator[tuple[int, str]]:
    """A line → its fields apart by wide gaps, each with where it begins."""
    closed = _SPREAD.sub(lambda w: re.sub(r"\s", "", w[0]).ljust(len(w[0])), line)
    yield from ((found.start(), found[0]) for found in _FIELD.finditer(closed))


def _closed_up(line: str) -> str:
    return _SPREAD.sub(lambda word: re.sub(r"\s", "", word[0]), line.strip())


def is_rule(line: str) -> bool:
    """Whether a line is |---|---|, which stands under a header."""
    drawn = set(line.strip()) <= set("|｜-: ") and re.search("--|:-|-:", line) is not None
    return drawn and _PIPE.search(line) is not None


def drawn_plainly(line: str) -> str:
    """A line → with the strokes that a keyboard has for those of boxes."""
    return line.translate(_BOX)


def is_stroke(line: str) -> bool:
    """Whether a line only draws a rule from left to right."""
    return _STROKE.fullmatch(line) is not None


def is_border(line: str) -> bool:
    """Whether a line is +-----+-----+, which some programs draw between all rows."""
    bare = line.strip()
    return bare.startswith("+") and set(bare) <= set("+-= ") and len(bare) > 2
