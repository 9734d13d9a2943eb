"""One wrong figure in a report where all adds up is found; the right report raises nothing."""

import pytest

from figures.audit import audit
from tests.figures.checks.audit_reports import (
    BUDGET,
    FINAL_ACCOUNTS,
    SELF_EVALUATION,
    report,
)
from tests.figures.checks.other_wordings import PLAIN_ACCOUNTS, SCORED_PROJECTS
from tests.figures.checks.planted import slips
from tests.figures.checks.scored_reports import SCORED

UNTIED = {
    "self-evaluation": ("38.6公里", "126个", "4,318件", "98.75%", "26个", "3.4万件", "5,240平方米"),
    # The bounds of grades, and outcomes whose target is in another unit.
    "Hunan": ("100分为优", "90分为良", "80分为中", "60分以下"),
    "a table of indicators": ("3.2万人",),
}
GIVEN = {
    "self-evaluation": SELF_EVALUATION,
    "budget": BUDGET,
    "final accounts": FINAL_ACCOUNTS,
    "accounts in plain words": PLAIN_ACCOUNTS,
    "projects with scores": SCORED_PROJECTS,
    **SCORED,
}


@pytest.mark.parametrize("name", GIVEN)
def test_a_report_that_adds_up_raises_nothing_at_all(name):
    identity, pieces = GIVEN[name]
    assert audit(report(*pieces), identity) == ()


@pytest.mark.parametrize("name", GIVEN)
def test_nineteen_wrong_figures_of_twenty_are_found_and_told_with_their_places(name):
    identity, pieces = GIVEN[name]
    planted = list(slips(pieces, UNTIED.get(name, ())))
    planted = planted[:: 9 if len(planted) > 120 else 3]
    missed = []
    for slip in planted:
        changed = report(*slip.pieces)
        found = audit(changed, identity)
        missed += [] if found else [slip]
        for finding in found:
            assert finding.calculation_zh
            assert finding.calculation_en
            quotes = finding.evidence
            assert [changed.text[q.start : q.end] for q in quotes] == [q.text for q in quotes]
    assert len(planted) > 12
    assert len(missed) <= 0.05 * len(planted), [f"{s.where} → {s.written}" for s in missed]
