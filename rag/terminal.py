"""An answer → text for a terminal."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from languages import translate
from rag.messages import pages, verdict_lines
from rag.records import Answer, Citation, FigureTable

# A report's text must not be able to move the cursor or change colours.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def as_text(answer: Answer) -> str:
    """An answer → what `python -m rag` prints: answer, verdicts, sources, record."""
    return printable(_text_lines(answer))


def printable(lines: Iterable[str]) -> str:
    """Lines that may hold data → text that a terminal can show as it is."""
    return _CONTROL.sub("", "\n".join(lines))


def _text_lines(answer: Answer) -> Iterator[str]:
    language = answer.understood.language
    if answer.refusal:
        yield answer.refusal
        yield from (f"  [{q.n}] {' '.join(q.text.split())}" for q in answer.quotation)
    for sentence in answer.sentences:
        unsupported = (
            "" if sentence.supported else translate(language, "(not supported by the reports)")
        )
        text = sentence.text.replace("\t", "  ")
        yield f"{text} {_text_marks(sentence.citations)}{unsupported}"
    if answer.table:
        yield from _text_table(answer.table)
    yield from verdict_lines(answer)
    yield from (*answer.elsewhere, *answer.notes)
    if answer.wording_problem:
        yield translate(
            language, "The model's wording was not used: {problem}", problem=answer.wording_problem
        )
    yield ""
    cited = _text_cited(answer)
    for found in answer.passages:
        if found.n in cited:
            passage = found.passage
            path = " › ".join(passage.headings)
            page = pages(language, passage.first_page, passage.last_page)
            yield f"[{found.n}] {found.report.identity.title} · {path} · {page}"
    yield answer.id


def _text_marks(citations: tuple[Citation, ...]) -> str:
    return "".join(f"[{n}]" for n in dict.fromkeys(c.n for c in citations))


def _text_cited(answer: Answer) -> set[int]:
    cited = {c.n for s in answer.sentences for c in s.citations} | {q.n for q in answer.quotation}
    if answer.table:
        cited |= {c.citation.n for row in answer.table.rows for c in row if c.citation}
    return cited


def _text_table(table: FigureTable) -> Iterator[str]:
    yield " | ".join(table.columns)
    for row in table.rows:
        yield " | ".join(
            cell.text
            + (f" [{cell.citation.n}]" if cell.citation else "")
            + (f" ({cell.calculation})" if cell.calculation else "")
            for cell in row
        )
