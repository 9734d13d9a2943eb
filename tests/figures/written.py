"""Reports written by hand: prose and tables put together as the reader of files would."""

from collections.abc import Sequence
from dataclasses import dataclass

from records import ReportText, Row, Section, Table


@dataclass(frozen=True)
class Sheet:
    """A table to be written: its title, unit, columns and rows of cells."""

    title: str
    unit: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]


def report(*parts: str | Sheet, page_starts: Sequence[int] = (0,)) -> ReportText:
    """Paragraphs and tables, in order → the report's text with its tables.

    A paragraph that begins with 一、 or （一） is a heading over what follows.
    """
    text = ""
    tables: list[Table] = []
    headings: list[tuple[str, int]] = []
    for part in parts:
        if isinstance(part, str):
            if part[:2] in ("一、", "二、", "三、", "四、"):
                headings.append((part, len(text)))
            text += part + "\n"
            continue
        start = len(text)
        text += part.title + "\n"
        rows = []
        for cells in part.rows:
            line = "\t".join(cells)
            rows.append(Row(tuple(cells), len(text), len(text) + len(line)))
            text += line + "\n"
        tables.append(
            Table(part.title, part.unit, tuple(part.columns), tuple(rows), start, len(text))
        )
    ends = [start for _, start in headings[1:]] + [len(text)]
    sections = [Section((h,), s, e) for (h, s), e in zip(headings, ends, strict=False)]
    if headings and headings[0][1] > 0:
        sections.insert(0, Section((), 0, headings[0][1]))
    return ReportText(text, tuple(page_starts), tuple(sections), tuple(tables))
