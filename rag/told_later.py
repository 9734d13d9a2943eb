"""What was spent in a year, where that year's own report is only its budget: the next one tells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from figures.naming import role_of
from figures.statements import statements
from rag.records import EvidenceSentence, Found, Understood
from vectorstore.records import Kind, Report

_EXECUTED = re.compile(
    r"执行(?!率|情况)|决算|实际(?:支出|执行|完成|使用|花)|花了|用了|支出了"
    r"|\bexecuted|\bspent\b|\bactual",
    re.I,
)


def told_later(
    asked: Understood, about: Iterable[Report], reports: Iterable[Report]
) -> list[Report]:
    """A question and the reports it is about → those of the years after, that tell what was spent.

    None where it does not ask for that, or one of its own reports is more than a budget.
    """
    own = list(about)
    if not own or not _EXECUTED.search(asked.searched):
        return []
    if not asked.scope.years or any(r.identity.kind is not Kind.BUDGET for r in own):
        return []
    next_years = {
        (r.identity.department, r.identity.year + 1) for r in own if r.identity.year is not None
    }
    return [
        r
        for r in reports
        if (r.identity.department, r.identity.year) in next_years and r not in own
    ]


def with_what_was_spent_first(
    asked: Understood, found: Sequence[Found], evidence: Sequence[EvidenceSentence]
) -> list[EvidenceSentence]:
    """Evidence, best first → what states the spending of the years asked about, then the rest.

    Of the reports of other years nothing else is left.
    """
    by_number = {f.n: f for f in found}
    spent = [s for s in evidence if _tells_spending(asked, by_number[s.n], s)]
    rest = [
        s
        for s in evidence
        if s not in spent and by_number[s.n].report.identity.year in (*asked.scope.years, None)
    ]
    return [*spent, *rest]


def _tells_spending(asked: Understood, found: Found, sentence: EvidenceSentence) -> bool:
    return any(
        s.year in asked.scope.years and role_of(s.inherited + s.own) == "executed"
        for s in statements(sentence.text, found.report.identity.year)
    )
