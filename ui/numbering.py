"""Evidence numbered in the order in which an answer comes to speak of it, from [1]."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from rag.records import (
    Answer,
    AnswerSentence,
    Citation,
    Event,
    EvidenceSentence,
    FigureTable,
    Finished,
    Found,
    Phrasing,
    Quoted,
)


def numbered(answer: Answer) -> Answer:
    """An answer → the same, its passages numbered as they are cited on the page."""
    said = [c.n for sentence in answer.sentences for c in sentence.citations]
    quoted = [item.n for item in answer.quotation]
    first, then = (said, quoted) if answer.phrased_by is Phrasing.CODE else (quoted, said)
    new = _numbers(answer.passages, [*first, *then, *_in_table(answer.table)])
    return replace(
        answer,
        passages=_passages(answer.passages, new),
        quotation=_quotation(answer.quotation, new),
        sentences=tuple(_sentence(sentence, new) for sentence in answer.sentences),
        table=_table(answer.table, new),
    )


def numbered_events(events: Iterable[Event]) -> Iterator[Event]:
    """What happens while a question is answered → the same, numbered as `numbered`."""
    for event in events:
        match event:
            case Finished(answer):
                yield replace(event, answer=numbered(answer))
            case Quoted(passages, quotation, table):
                quoted = [item.n for item in quotation]
                new = _numbers(passages, [*quoted, *_in_table(table)])
                yield Quoted(
                    _passages(passages, new), _quotation(quotation, new), _table(table, new)
                )
            case _:
                yield event


def _in_table(table: FigureTable | None) -> list[int]:
    rows = table.rows if table else ()
    return [cell.citation.n for row in rows for cell in row if cell.citation]


def _numbers(passages: Sequence[Found], cited: Iterable[int]) -> dict[int, int]:
    """By their numbers of before, those now: the cited in order, then the others."""
    there = {item.n for item in passages}
    order = dict.fromkeys(n for n in [*cited, *sorted(there)] if n in there)
    return {before: now for now, before in enumerate(order, start=1)}


def _passages(passages: Sequence[Found], new: Mapping[int, int]) -> tuple[Found, ...]:
    return tuple(
        sorted((replace(item, n=new[item.n]) for item in passages), key=lambda item: item.n)
    )


def _quotation(
    quotation: Sequence[EvidenceSentence], new: Mapping[int, int]
) -> tuple[EvidenceSentence, ...]:
    return tuple(replace(item, n=new.get(item.n, item.n)) for item in quotation)


def _citation(citation: Citation, new: Mapping[int, int]) -> Citation:
    return replace(citation, n=new.get(citation.n, citation.n))


def _sentence(sentence: AnswerSentence, new: Mapping[int, int]) -> AnswerSentence:
    verdicts = tuple(
        replace(v, citation=_citation(v.citation, new)) if v.citation else v
        for v in sentence.verdicts
    )
    citations = tuple(_citation(citation, new) for citation in sentence.citations)
    return replace(sentence, citations=citations, verdicts=verdicts)


def _table(table: FigureTable | None, new: Mapping[int, int]) -> FigureTable | None:
    if table is None:
        return None
    rows = tuple(
        tuple(
            replace(cell, citation=_citation(cell.citation, new)) if cell.citation else cell
            for cell in row
        )
        for row in table.rows
    )
    return replace(table, rows=rows)
