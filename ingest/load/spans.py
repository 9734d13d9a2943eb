"""Cells laid out row by row, some over several rows or columns → a raw table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

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
