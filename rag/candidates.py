"""A question that does not say whose or which year → what other reports say of it."""

from __future__ import annotations

from collections.abc import Sequence

from rag.basis import Basis
from rag.records import EvidenceSentence, Found, Understood
from rag.saying import say
from rag.whose import report_name
from rag.wording import evened
from records import Report

_AS_GOOD = 0.7
"""The share of the best sentence's probability from which another report's may as well be meant."""
_MOST = 3
_LONGEST = 60
"""Characters of a sentence told in a note; the whole of it is among the passages."""


def candidates(
    understood: Understood, evidence: Sequence[Basis], cited: Sequence[Report]
) -> tuple[str, ...]:
    """Evidence and the reports an answer cites → what others say that may as well be meant.

    () where department and year are named, or where nothing is cited: a refusal says what is near.
    """
    scope = understood.scope
    if (scope.years and scope.whose) or not cited or not evidence:
        return ()
    best = max(basis.evidence.probability or 0.0 for basis in evidence)
    told = {evened(basis.text) for basis in evidence if basis.found.report in cited}
    others: dict[str, str] = {}
    for basis in evidence:
        report, probability = basis.found.report, basis.evidence.probability
        if (
            probability is not None
            and probability >= _AS_GOOD * best
            and report not in cited
            and evened(basis.text) not in told
        ):
            others.setdefault(report_name(report, understood.language), basis.text)
    return tuple(
        say(understood.language, "candidate", report=name, text=_short(text))
        for name, text in list(others.items())[:_MOST]
    )


def spoken_of(
    understood: Understood, found: Sequence[Found], evidence: Sequence[EvidenceSentence]
) -> tuple[str, ...]:
    """Evidence for a question about somebody who is not there → what others' reports say of them.

    Each is marked as what it is: another's report that mentions the name.
    """
    reports = {f.n: f.report for f in found}
    told = dict.fromkeys(
        say(
            understood.language,
            "spoken_of",
            report=report_name(reports[sentence.n], understood.language),
            name=name,
            text=_short(sentence.text),
        )
        for name in understood.absent_departments
        for sentence in evidence
        if name in sentence.text
    )
    return tuple(told)[:_MOST]


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"
