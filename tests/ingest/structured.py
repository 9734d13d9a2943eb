"""Pages as a reader gives them, written short, and their structure."""

from collections.abc import Sequence
from pathlib import Path

from ingest.load.text import read_text
from ingest.loaded import Cell, Line, Loaded, Page, RawTable
from ingest.structure import structure
from records import ReportText


def read(*pages: Sequence[str | Line | RawTable], parser: str = "text") -> ReportText:
    return structure(
        Loaded(
            parser,
            tuple(
                Page(n, tuple(Line(b) if isinstance(b, str) else b for b in blocks))
                for n, blocks in enumerate(pages, start=1)
            ),
        )
    )


def pasted(text: str) -> ReportText:
    return structure(read_text(Path("report.txt"), text))


def paths(report: ReportText) -> list[str]:
    return [" › ".join(section.headings) for section in report.sections]


def table(*rows: Sequence[str], edges: Sequence[float] = ()) -> RawTable:
    return RawTable(
        tuple(Cell(text, r, c) for r, row in enumerate(rows) for c, text in enumerate(row)),
        tuple(edges),
    )
