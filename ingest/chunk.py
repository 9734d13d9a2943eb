"""A report's text → passages: slices of it that are found, shown and cited as one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from figures.sentences import sentence_spans
from ingest.cuts import Span, cut_into_groups
from ingest.settings import USUAL
from records import Passage, ReportText, Section, Table

PASSAGE_LIMIT: int = USUAL.passage_limit
"""Most characters of a passage: some 420 tokens, with its headings inside the embedding model's
512. Shorter ones cut long answers in two and are found less often (`bench/README.md`)."""


def text_to_passages(
    report_text: ReportText, report_id: str, limit: int = PASSAGE_LIMIT
) -> tuple[Passage, ...]:
    """A report's text → its passages, in order.

    They do not overlap, and every character that is no white space is in one. None is longer
    than `limit` characters, and none reaches over a section (a heading without a body goes with
    what follows under it) or into or out of a table.
    """
    passages: list[Passage] = []
    for section in _with_their_bodies(report_text):
        for start, end, table in _stretches(section, report_text.tables):
            pieces = _pieces(report_text.text, start, end, table, limit)
            for group in cut_into_groups(report_text.text, pieces, limit):
                passages.append(
                    _passage(report_text, report_id, len(passages), section, group, table)
                )
    return tuple(passages)


def _passage(
    report_text: ReportText,
    report_id: str,
    ordinal: int,
    section: Section,
    sentences: Sequence[Span],
    table: int | None,
) -> Passage:
    start, end = sentences[0][0], sentences[-1][1]
    return Passage(
        id=f"{report_id[:24]}-{ordinal:05d}",
        report_id=report_id,
        ordinal=ordinal,
        headings=section.headings,
        context="" if table is None else table_context(report_text.tables[table]),
        first_page=report_text.page_at(start),
        last_page=report_text.page_at(end - 1),
        start=start,
        end=end,
        text=report_text.text[start:end],
        sentences=tuple(sentences),
        table=table,
    )


def table_context(table: Table) -> str:
    """What a row needs in front to be understood: title, unit, and each column label once."""
    unit = f"（单位：{table.unit}）" if table.unit else ""
    columns = "、".join(dict.fromkeys(part for c in table.columns for part in c.split("›") if part))
    return " ".join(part for part in (table.title + unit, columns) if part)


def _with_their_bodies(report_text: ReportText) -> Iterator[Section]:
    """The sections, each heading that has no body of its own joined to the first one under it."""
    waiting: Section | None = None
    for section in report_text.sections:
        lines = report_text.text[section.start : section.end].strip().count("\n")
        bare = lines == 0 and section.headings != ()
        if waiting and section.headings[: len(waiting.headings)] == waiting.headings:
            section = Section(section.headings, waiting.start, section.end)
        elif waiting:
            yield waiting
        waiting = section if bare else None
        if not bare:
            yield section
    if waiting:
        yield waiting


def _stretches(section: Section, tables: Sequence[Table]) -> Iterator[tuple[int, int, int | None]]:
    """A section → (start, end, table index or None) of its prose and its tables, in order."""
    at = section.start
    for index, table in enumerate(tables):
        if table.end <= section.start or table.start >= section.end:
            continue
        if at < table.start:
            yield at, table.start, None
        yield max(at, table.start), min(table.end, section.end), index
        at = min(table.end, section.end)
    if at < section.end:
        yield at, section.end, None


def _pieces(text: str, start: int, end: int, table: int | None, limit: int) -> list[Span]:
    """A stretch → its sentences, or its lines in a table; those over the limit are cut."""
    part = text[start:end]
    spans = sentence_spans(part) if table is None else _line_spans(part)
    return [(start + a, start + b) for s in spans for a, b in _cut_to_limit(part, s, limit)]


def _line_spans(text: str) -> Iterator[Span]:
    at = 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            yield at + len(line) - len(line.lstrip()), at + len(line.rstrip())
        at += len(line)


def _cut_to_limit(text: str, span: Span, limit: int) -> Iterator[Span]:
    """A sentence → parts within the limit, cut after the last ，；、 or tab that lets them be."""
    start, end = span
    while end - start > limit:
        window = text[start : start + limit]
        at = max(window.rfind(mark) for mark in "；;，,、\t ") + 1
        cut = start + (at if at > limit // 2 else limit)
        yield start, start + len(text[start:cut].rstrip())
        start = cut + len(text[cut:end]) - len(text[cut:end].lstrip())
    if start < end:
        yield start, end
