"""An answer → text for a terminal."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from rag.records import Answer, Citation, FigureTable
from rag.saying import say, verdict_lines

# A report's text must not be able to move the cursor or change colours.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def as_text(answer: Answer) -> str:
    """An answer → what `python -m rag` prints: answer, verdicts, sources, record."""
    return printable(_lines(answer))


def printable(lines: Iterable[str]) -> str:
    """Lines that may hold data → text that a terminal can show as it is."""
    return _CONTROL.sub("", "\n".join(lines))


def _lines(answer: Answer) -> Iterator[str]:
    language = answer.understood.language
    if answer.refusal:
        yield answer.refusal
        yield from (f"  [{q.n}] {' '.join(q.text.split())}" for q in answer.quotation)
    for sentence in answer.sentences:
        unsupported = "" if sentence.supported else say(language, "unsupported")
        yield f"{sentence.text.replace(chr(9), '  ')} {_marks(sentence.citations)}{unsupported}"
    if answer.table:
        yield from _table(answer.table)
    yield from verdict_lines(answer)
    yield from (*answer.elsewhere, *answer.notes)
    if answer.wording_problem:
        yield say(language, "folded", problem=answer.wording_problem)
    yield ""
    cited = _cited(answer)
    for found in answer.passages:
        if found.n in cited:
            passage = found.passage
            path = " › ".join(passage.headings)
            page = say(language, "page", first=passage.first_page, last=passage.last_page)
            yield f"[{found.n}] {found.report.identity.title} · {path} · {page}"
    yield answer.id


def _marks(citations: tuple[Citation, ...]) -> str:
    return "".join(f"[{n}]" for n in dict.fromkeys(c.n for c in citations))


def _cited(answer: Answer) -> set[int]:
    cited = {c.n for s in answer.sentences for c in s.citations} | {q.n for q in answer.quotation}
    if answer.table:
        cited |= {c.citation.n for row in answer.table.rows for c in row if c.citation}
    return cited


def _table(table: FigureTable) -> Iterator[str]:
    yield " | ".join(table.columns)
    for row in table.rows:
        yield " | ".join(
            cell.text
            + (f" [{cell.citation.n}]" if cell.citation else "")
            + (f" ({cell.calculation})" if cell.calculation else "")
            for cell in row
        )
