"""Answers in code's own words: verified figures put into sentences, and quotations as they are."""

from __future__ import annotations

from collections.abc import Sequence

from figures.quantities import Quantity, QuantityKind, quantities
from rag.basis import Basis
from rag.records import AnswerSentence, Intent, Standing, Understood, Verdict

_QUOTED = {Intent.FIGURE: 3, Intent.OTHER: 4, Intent.GOAL: 5, Intent.PROBLEM: 5, Intent.LIST: 8}
_MOST_QUOTED = 8


def quoted(understood: Understood, evidence: Sequence[Basis]) -> tuple[Basis, ...]:
    """Evidence, best first → as much of it as answers this kind of question."""
    return tuple(evidence[: _QUOTED.get(understood.intent, _MOST_QUOTED)])


def quotation_sentences(evidence: Sequence[Basis]) -> tuple[AnswerSentence, ...]:
    """Quoted evidence → the answer's sentences: what is verbatim stands in its source."""
    return tuple(
        AnswerSentence(
            basis.text,
            (basis.citation,),
            supported=True,
            verdicts=tuple(
                Verdict(
                    "year" if q.kind is QuantityKind.DATE else "number",
                    q.as_written,
                    Standing.FOUND,
                    basis.citation,
                )
                for q in quantities(basis.text)
            ),
        )
        for basis in evidence
    )


def in_english(evidence: Sequence[Basis]) -> tuple[AnswerSentence, ...]:
    """Chinese evidence → one English sentence with its figures; none where it has no figures.

    Only figures are put into English: the words around them stay as the report has them.
    """
    for basis in evidence:
        figures = [q for q in quantities(basis.evidence.text) if q.kind is not QuantityKind.DATE]
        if figures:
            identity = basis.found.report.identity
            year = f"{identity.year} " if identity.year else ""
            said = "; ".join(_figure_in_english(q) for q in figures[:4])
            verdicts = tuple(
                Verdict("number", _value_in_english(q), Standing.FOUND, basis.citation)
                for q in figures[:4]
            )
            text = f"The {year}report of {identity.department} states: {said}."
            return (AnswerSentence(text, (basis.citation,), supported=True, verdicts=verdicts),)
    return ()


def _figure_in_english(quantity: Quantity) -> str:
    value = _value_in_english(quantity)
    return f"{value} (“{quantity.subject}”)" if quantity.subject else value


def _value_in_english(quantity: Quantity) -> str:
    """8,318.83万元 → 8,318.83 × 10,000 yuan: the digits as written, the unit in English."""
    return money_in_english(quantity.as_written)


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


def money_in_english(written: str) -> str:
    """A figure as written in Chinese → the same digits with its unit in English."""
    for unit, english in _UNITS.items():
        if written.endswith(unit):
            return written.removesuffix(unit).strip() + english
    return written
