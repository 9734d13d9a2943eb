"""The note 本表为空表 against the table it stands under."""

from __future__ import annotations

import re
from collections.abc import Iterator

from figures.checks.figure import Figure
from figures.checks.findings import finding
from figures.checks.reading import Reading
from records import Finding, Severity, Table

_NOTE = re.compile(
    r"[^\n。]*(?:(?:本|此|该|上|故)表(?:为|是)?空表?(?!格)|空表列示|空表公开)[^\n。]*"
)
_NEAR = 200
"""Characters between a table and a note that is still its own."""


def empty_tables(reading: Reading) -> Iterator[Finding]:
    """本表为空表 under a table with figures; a table without figures and without the note."""
    noted: set[int] = set()
    for match in _NOTE.finditer(reading.text):
        table = _owner(reading.report.tables, match.start())
        if table is None:
            continue
        noted.add(table.start)
        filled = _figures(reading, table)
        if filled:
            yield _filled(reading, table, match, filled)
    if noted:
        yield from _unnoted(reading, noted)


def _owner(tables: tuple[Table, ...], note: int) -> Table | None:
    before = [t for t in tables if t.start <= note and note - t.end < _NEAR]
    return max(before, key=lambda t: t.start, default=None)


def _figures(reading: Reading, table: Table) -> list[Figure]:
    lines = [ln for p in reading.panels if p.table == table for ln in p.lines]
    return [f for ln in lines for f in ln.cells if f is not None and f.value != 0]


def _filled(reading: Reading, table: Table, note: re.Match[str], figures: list[Figure]) -> Finding:
    some = "、".join(f.as_written for f in figures[:5])
    return finding(
        reading.report,
        "empty-table",
        Severity.ERROR,
        note[0].strip(),
        some,
        (
            f"注释说《{table.title}》是空表，但表中有{len(figures)}个不为零的数：{some}。",
            f"The note says that “{table.title}” is empty, but it has {len(figures)} figures "
            f"other than zero: {some}.",
        ),
        note.span(),
        *((r.start, r.end) for r in table.rows if any(r.start <= f.start < r.end for f in figures)),
    )


def _unnoted(reading: Reading, noted: set[int]) -> Iterator[Finding]:
    for table in reading.report.tables:
        if table.start in noted or not table.rows or _figures(reading, table):
            continue
        if not any(p.table == table and p.columns for p in reading.panels):
            continue
        yield finding(
            reading.report,
            "empty-table",
            Severity.NOTE,
            table.title,
            "",
            (
                f"《{table.title}》没有任何数，却没有像其他空表那样注明“本表为空表”。",
                f"“{table.title}” has no figures, yet lacks the note that other empty tables have.",
            ),
            (table.start, table.end),
        )
