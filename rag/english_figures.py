"""Chinese evidence → an English sentence with the figures asked for; the words stay Chinese."""

from __future__ import annotations

import re
from collections.abc import Sequence

from figures.quantities import Quantity, QuantityKind, quantities
from rag.basis import Basis
from rag.records import AnswerSentence, Intent, Standing, Understood, Verdict
from rag.wanted import strange_words, wanted_of
from rag.wording import pairs, share_of

_MOST_FIGURES = 4
_MOST_OF_THEM = 2 / 3
_SAYS_LITTLE = frozenset(("支出", "预算", "得分", "率"))
"""Of the glossary: words of what is asked for rather than of what it is asked about."""


def in_english(understood: Understood, evidence: Sequence[Basis]) -> tuple[AnswerSentence, ...]:
    """Chinese evidence → one English sentence with the figures asked for; none without such.

    Only figures are put into English: the words around them stay as the report has them.
    """
    asked = pairs(understood.translation or " ".join(understood.search_terms))
    if understood.intent not in (Intent.FIGURE, Intent.COMPARISON):
        return ()
    shelf = [basis.found.report.identity for basis in evidence]
    if not understood.translation and strange_words(understood, shelf):
        return ()
    for basis in evidence:
        if not understood.translation and not _speaks_of(understood, basis):
            continue
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


def _speaks_of(understood: Understood, basis: Basis) -> bool:
    """Whether most of the things that the question names, in the glossary's words, are there."""
    wanted = wanted_of(understood, [basis.found.report.identity])
    named = [one.words for one in wanted if _SAYS_LITTLE.isdisjoint(one.words)]
    around = f"{basis.text}\n{basis.before}\n{basis.context}"
    there = sum(any(word in around for word in words) for words in named)
    return there >= _MOST_OF_THEM * len(named)


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
    if re.search(r"\bhow many\b(?! percent)", question, re.I):
        return frozenset({QuantityKind.COUNT, QuantityKind.NUMBER})
    if _OF_RATE.search(question):
        return frozenset({QuantityKind.RATE, QuantityKind.POINTS})
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
_CHANGE = re.compile("[增减降涨跌超缺]|上升|提升|提高|差(?!旅)|节约|结余|压缩|提前|翻番")
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
