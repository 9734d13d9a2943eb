"""Answers in code's own words: verified figures put into sentences, and quotations as they are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from figures.quantities import Quantity, QuantityKind, quantities
from rag.basis import Basis
from rag.records import AnswerSentence, Intent, Standing, Understood, Verdict
from rag.wording import evened, pairs, share_of

_QUOTED = {Intent.FIGURE: 3, Intent.OTHER: 4, Intent.GOAL: 5, Intent.PROBLEM: 5, Intent.LIST: 8}
_MOST_QUOTED = 8
_MOST_FIGURES = 4
_MOST_SIBLINGS = 12
_NEAR = 0.87
"""The share of the best piece's score from which another is quoted beside it."""

_LISTED = {Intent.LIST, Intent.GOAL, Intent.PROBLEM, Intent.SUMMARY}
_ITEM = re.compile(
    r"\s*(?:(?P<is>[一二三四五六七八九十]{1,3}是)|(?P<box>[（(]\d{1,2}[）)])"
    r"|(?P<han>[（(][一二三四五六七八九十]{1,3}[）)])|(?P<dot>\d{1,2}[.．、])|(?P<ring>[①-⑳]))"
)
_TITLE = 10
"""Characters from which a piece that is in the report's title is that title."""
_LONGEST = 400
"""Characters from which a table row is cut where it is shown as an answer."""


def quoted(understood: Understood, evidence: Sequence[Basis]) -> tuple[Basis, ...]:
    """Evidence, best first → as much of it as answers this kind of question.

    Bare headings are left out, and what is far worse than the best. Where one item of a list
    answers, its whole list is quoted, in its order.
    """
    bodies = [b for b in evidence if not is_heading(b)]
    most = _QUOTED.get(understood.intent, _MOST_QUOTED)
    near = [b for b in bodies[:most] if b.evidence.score >= _NEAR * bodies[0].evidence.score]
    if understood.intent not in _LISTED:
        return tuple(near)
    kept: dict[tuple[int, int], Basis] = {}
    for basis in near:
        for piece in siblings(basis) if not kept else (basis,):
            kept.setdefault((piece.evidence.n, piece.evidence.start), piece)
    return tuple(kept.values())


def is_heading(basis: Basis) -> bool:
    """Whether a piece is only a heading, without a figure in it."""
    if any(q.kind is not QuantityKind.DATE for q in quantities(basis.evidence.text)):
        return False
    said = evened(basis.evidence.text).rstrip("。：:")
    if len(said) >= _TITLE and said in evened(basis.found.report.identity.title):
        return True
    return said in {evened(heading).rstrip("。：:") for heading in basis.found.passage.headings}


def siblings(basis: Basis) -> tuple[Basis, ...]:
    """An item of a list (一是 …, 1. …) → the list, as far as its passage holds it; else itself."""
    kind = _item_kind(basis.evidence.text)
    passage = basis.found.passage
    if not kind or basis.table is not None:
        return (basis,)
    pieces = [_piece(basis, start, end) for start, end in passage.sentences]
    kinds = [_item_kind(p.evidence.text) for p in pieces]
    at = next((i for i, p in enumerate(pieces) if p.evidence.start == basis.evidence.start), None)
    if at is None:
        return (basis,)
    first = last = at
    for i in range(at, -1, -1):
        if kinds[i] == kind:
            first = i
        if kinds[i] == kind and _is_first(pieces[i].evidence.text):
            break
    for i in range(at + 1, len(pieces)):
        if kinds[i] == kind and _is_first(pieces[i].evidence.text):
            break
        if kinds[i] == kind:
            last = i
    return tuple(p for p in pieces[first : last + 1] if not is_heading(p))[:_MOST_SIBLINGS]


def _item_kind(text: str) -> str:
    m = _ITEM.match(text)
    return (m.lastgroup or "") if m else ""


def _is_first(text: str) -> bool:
    return re.match(r"\s*(?:[（(]?[1一][）)]|1[.．、]|一是|①)", text) is not None


def _piece(basis: Basis, start: int, end: int) -> Basis:
    passage = basis.found.passage
    text = passage.text[start - passage.start : end - passage.start]
    return replace(basis, evidence=replace(basis.evidence, start=start, end=end, text=text))


def quotation_sentences(evidence: Sequence[Basis]) -> tuple[AnswerSentence, ...]:
    """Quoted evidence → the answer's sentences: what is verbatim stands in its source."""
    return tuple(_quotation_sentence(basis) for basis in evidence)


def _quotation_sentence(basis: Basis) -> AnswerSentence:
    text = basis.text
    if basis.row is not None and len(text) > _LONGEST:
        text = text[: _LONGEST - 1] + "…"
    verdicts = tuple(
        Verdict(
            "year" if q.kind is QuantityKind.DATE else "number",
            q.as_written,
            Standing.FOUND,
            basis.citation,
        )
        for q in quantities(text)
    )
    return AnswerSentence(text, (basis.citation,), supported=True, verdicts=verdicts)


def in_english(understood: Understood, evidence: Sequence[Basis]) -> tuple[AnswerSentence, ...]:
    """Chinese evidence → one English sentence with the figures asked for; none without such.

    Only figures are put into English: the words around them stay as the report has them.
    """
    asked = pairs(understood.translation or " ".join(understood.search_terms))
    if understood.intent not in (Intent.FIGURE, Intent.COMPARISON):
        return ()
    for basis in evidence:
        figures = [q for q in quantities(basis.evidence.text) if q.kind is not QuantityKind.DATE]
        figures.sort(key=lambda q: -_named(q, asked))
        named = [
            q
            for q in figures
            if q.kind in _kinds_asked(understood.standalone)
            and _is_change_if_asked(q, understood.standalone)
            and (not asked or _named(q, asked) >= _ENOUGH_ASKED)
        ]
        if named and _leaves_open(named[0], figures, basis.text, understood.standalone):
            return ()
        if named:
            said = "; ".join(_figure_in_english(q) for q in named[:_MOST_FIGURES])
            identity = basis.found.report.identity
            year = f"{identity.year} " if identity.year else ""
            verdicts = tuple(
                Verdict("number", in_english_units(q), Standing.FOUND, basis.citation)
                for q in named[:_MOST_FIGURES]
            )
            text = f"The {year}report of {identity.department} states: {said}."
            return (AnswerSentence(text, (basis.citation,), supported=True, verdicts=verdicts),)
    return ()


def _is_change_if_asked(quantity: Quantity, asked: str) -> bool:
    """By how much was it cut? is answered by 核减666.60万元 and not by what it was before."""
    return not _OF_CHANGE.search(asked) or _CHANGE.search(quantity.subject) is not None


def _leaves_open(one: Quantity, figures: Sequence[Quantity], text: str, asked: str) -> bool:
    """Whether another figure there may be meant: 执行率：100% / 96.21%, the lowest of…."""
    others = (q for q in figures if q is not one and q.kind is one.kind)
    bare = any(not q.subject for q in others)
    return bare or (_SUPERLATIVE.search(asked) is not None and "最" not in text)


def _named(quantity: Quantity, asked: frozenset[str]) -> float:
    """The share of a figure's own words that are asked about; 节 of 节约 says nothing."""
    words = pairs(quantity.subject)
    return share_of(words, asked) if words else 0.0


def _kinds_asked(question: str) -> frozenset[QuantityKind]:
    """An English question → the kinds of figure that can answer it."""
    if _OF_NO_FIGURE.match(question.strip()):
        return frozenset()
    if re.search(r"\bscores?\b", question, re.I):
        return frozenset({QuantityKind.SCORE})
    if re.search(r"\bpercentage points?\b", question, re.I):
        return frozenset({QuantityKind.POINTS})
    if _OF_RATE.search(question):
        return frozenset({QuantityKind.RATE, QuantityKind.POINTS})
    if re.search(r"\bhow many\b", question, re.I):
        return frozenset({QuantityKind.COUNT, QuantityKind.NUMBER})
    if _OF_MONEY.search(question):
        return frozenset({QuantityKind.MONEY})
    return frozenset(QuantityKind)


def _figure_in_english(quantity: Quantity) -> str:
    value = in_english_units(quantity)
    return f"{value} (“{quantity.subject}”)" if quantity.subject else value


_ENOUGH_ASKED = 0.3
_OF_MONEY = re.compile(
    r"\bhow much\b(?! (?:higher|lower|more|less|area|time|longer))"
    r"|\bbudget\b|\bspen[dt]\b|\bcost|\bprice|\bpaid\b|\bmoney\b",
    re.I,
)
# Which firm, who, when and why are not told by a figure.
_OF_NO_FIGURE = re.compile(
    r"(?:in \d{4}, )?(?:(?:on|by|at|for|to) )?(?:who|whom|whose|when|where|why|what date|which)\b",
    re.I,
)
_SUPERLATIVE = re.compile(
    r"\b(?:lowest|highest|largest|smallest|biggest|most|least|fewest|best|worst|maximum|minimum)\b",
    re.I,
)
_OF_CHANGE = re.compile(
    r"\bby (?:how|what) (?:much|many|percent)"
    r"|\bhow (?:much|many) (?:more|less|fewer|higher|lower|longer|shorter)\b",
    re.I,
)
_CHANGE = re.compile("[增减升降涨跌超差缺多少高低长短]|节约|结余|压缩|提前|翻")
_OF_RATE = re.compile(r"\brates?\b|\bshare\b|\bpercentage\b|\bproportion\b|\bsatisf", re.I)

_UNITS = {
    "亿元": " hundred million yuan",
    "万元": " ten thousand yuan",
    "千元": " thousand yuan",
    "元": " yuan",
    "个百分点": " percentage points",
    "平方米": " square metres",
    "人次": " person-times",
    "分": " points",
}


def in_english_units(quantity: Quantity) -> str:
    """A figure as written in Chinese → the same digits with its unit in English."""
    written = "".join(quantity.as_written.split())
    for unit, english in _UNITS.items():
        if written.endswith(unit):
            return written.removesuffix(unit) + english
    return written
