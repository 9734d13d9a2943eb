"""A figure that a report states → how it is worded, and a composed sentence checked against it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from figures.indicators import NAMES
from rag.records import AnswerSentence, Standing, Verdict
from rag.structured import Figure
from rag.verify import verdicts_on

_TEN_THOUSAND = Decimal(10_000)


def shown(figure: Figure, language: str) -> str:
    """A figure as it is written in an answer; in English, money in yuan beside it."""
    indicator = figure.indicator
    if language != "en":
        return figure.written
    if indicator.unit == "万元":
        return f"{_plain(indicator.value * _TEN_THOUSAND)} yuan ({indicator.value:,f}万元)"
    return f"{indicator.value:,f}" + {"分": " points", "个": ""}.get(indicator.unit, indicator.unit)


def label(name: str, language: str) -> str:
    """An indicator's name → what it is called inside a sentence."""
    if language != "en":
        return NAMES[name].zh
    subject, _, role = NAMES[name].en.partition(": ")
    subject = subject[0].lower() + subject[1:]
    subject = subject.removeprefix("the ")
    return f"the {subject} ({role})" if role else f"the {subject}"


def sentence(text: str, used: Sequence[Figure], language: str) -> AnswerSentence:
    """A composed sentence and the figures in it → the sentence with its verdicts."""
    evidence = list({(f.citation.n, f.citation.start): f.basis for f in used}.values())
    verdicts = verdicts_on(text, evidence, language)
    supported = all(v.standing is not Standing.MISSING for v in verdicts)
    return AnswerSentence(text, tuple(b.citation for b in evidence), supported, verdicts)


def computed(
    text: str, addends: str, used: Sequence[Figure], result: str, calculation: str, language: str
) -> AnswerSentence:
    """A sentence with a number that code worked out, `result`, and the words of it that are not.

    Those, `addends`, are checked against the places that the figures stand in.
    """
    stated = sentence(addends, used, language)
    derived = Verdict("number", result, Standing.DERIVED, stated.citations[0], calculation)
    return AnswerSentence(text, stated.citations, stated.supported, (derived, *stated.verdicts))


def _plain(value: Decimal) -> str:
    whole = value.to_integral_value()
    return f"{whole:,f}" if whole == value else f"{value.normalize():,f}"
