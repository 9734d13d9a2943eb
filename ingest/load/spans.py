"""Cells laid out row by row, some over several rows or columns → a raw table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile

from ingest.load.text_columns import is_value
from ingest.loaded import Block, Cell, Line, RawTable


@dataclass(frozen=True, slots=True)
class Span:
    """A cell as HTML writes it: its text and how many rows and columns it takes."""

    text: str
    rows: int = 1
    columns: int = 1


def spans_to_cells(rows: Iterable[Sequence[Span]]) -> tuple[Cell, ...]:
    """Rows of spans → cells with their places: a span takes the first places still free."""
    taken: set[tuple[int, int]] = set()
    cells = []
    for r, row in enumerate(rows):
        c = 0
        for span in row:
            while (r, c) in taken:
                c += 1
            down, across = max(1, min(span.rows, 500)), max(1, min(span.columns, 200))
            cells.append(Cell(span.text, r, c, down, across))
            taken |= {(r + i, c + j) for i in range(down) for j in range(across)}
            c += across
    return tuple(cells)


def is_grid(cells: Sequence[Cell]) -> bool:
    """Whether cells make a table; one column, or one row, is only a frame around lines."""
    filled = [cell for cell in cells if cell.text.strip()]
    return len({c.column for c in filled}) > 1 and len({c.row for c in filled}) > 1


def table_blocks(cells: Sequence[Cell]) -> list[Block]:
    """Cells → a raw table, or the lines in them where they are only a frame."""
    if is_grid(cells):
        return [RawTable(tuple(cells))]
    lines = [line.strip() for cell in cells for line in cell.text.split("\n")]
    return [Line(line) for line in lines if line]


def parted(blocks: Sequence[Block]) -> tuple[str, list[Block]]:
    """What stands in a cell → its text; and, where a table stands in it, what is to go below: all
    but the cell's own figure.
    """
    if any(isinstance(block, RawTable) for block in blocks):
        above = list(takewhile(lambda b: isinstance(b, Line) and is_value(b.text), blocks))
        return _text(above), list(blocks[len(above) :])
    return _text(blocks), []


def _text(blocks: Sequence[Block]) -> str:
    return "\n".join(b.text for b in blocks if isinstance(b, Line))


def titled(nested: Sequence[Block], before: Sequence[Span]) -> list[Block]:
    """A table from a cell → the same under the words that stand in front of it in its row."""
    label = next((span.text for span in reversed(before) if span.text), "")
    title = [Line(" ".join(label.split()))] if label and nested else []
    return [*title, *nested]


def without_title(row: Sequence[Span]) -> list[Span]:
    """A row that held a table → the same without its only words, which are that table's title."""
    filled = [span for span in row if span.text]
    alone = len(filled) == 1 and filled[0].rows == 1
    return [Span("", span.rows, span.columns) if alone else span for span in row]
