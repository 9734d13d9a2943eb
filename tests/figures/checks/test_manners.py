"""Reports in six provinces' manners: each slip is found once, the right ones raise nothing."""

import pytest

from figures.audit import audit
from tests.figures.checks.audit_reports import report
from tests.figures.checks.manners import MANNERS


@pytest.mark.parametrize("name", MANNERS)
def test_a_right_report_raises_nothing(name):
    manner = MANNERS[name]
    assert audit(report(*manner.pieces), manner.identity) == ()


@pytest.mark.parametrize("name", MANNERS)
def test_eight_slips_in_one_report_are_eight_findings(name):
    manner = MANNERS[name]
    found = audit(report(*manner.with_slips(*manner.slips)), manner.identity)
    assert len(found) == len(manner.slips), [f.calculation_zh for f in found]
    text = "\n".join(quote.text for finding in found for quote in finding.evidence)
    told = text.replace("\t", "|")
    assert [wrong for _, wrong in manner.slips if wrong not in told] == []
