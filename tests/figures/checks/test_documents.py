"""Whole documents of many kinds, by several hands: right as they are, and with a slip in each."""

import pytest

from bench.audit import documents, findings, is_found

DOCUMENTS = documents()
FLOOR = 0.7
"""Of every fourth slip; all of them are counted by `make bench-audit`. It may rise, not fall."""


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda d: d.name)
def test_a_document_in_which_all_agrees_raises_nothing(document):
    assert [finding.calculation_zh for finding in findings(document.text)] == []


def test_most_planted_slips_are_found():
    tried = [(document, slip) for document in DOCUMENTS for slip in document.slips[::4]]
    found = sum(is_found(document, slip) for document, slip in tried)
    assert found >= FLOOR * len(tried), f"{found} of {len(tried)}"
