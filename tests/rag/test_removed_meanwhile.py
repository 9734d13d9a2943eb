"""A report that is removed while a question is being answered costs its part of the answer only."""

from __future__ import annotations

import pytest

from rag.evidence import evidence
from rag.query import query_of
from rag.retrieve import retrieve
from rag.structured import figures_for
from rag.understand import understand
from tests.rag.conftest import asking, shelf_of
from tests.rag.written import MANY

QUESTION = "2022年各部门全年预算数分别是多少？"


@pytest.fixture
def library(tmp_path):
    opened = shelf_of(MANY, tmp_path)
    yield opened
    opened.close()


def test_passages_whose_vectors_are_gone_are_no_evidence(library):
    reports = library.reports()
    embedder = asking(library).embedder
    query = query_of(understand(QUESTION, (), reports), embedder, reports)
    found = retrieve(library, query)
    gone = found[0].report.id
    library.remove(gone)
    kept = {s.n for s in evidence(library, query, found)}
    assert kept
    assert not kept & {f.n for f in found if f.report.id == gone}


def test_figures_whose_passages_are_gone_are_left_out(library, monkeypatch):
    reports = library.reports()
    understood = understand(QUESTION, (), reports)
    passages_of = library.passages_of
    (gone,) = (r.id for r in reports if "民政局" in r.identity.department)
    monkeypatch.setattr(library, "passages_of", lambda i: [] if i == gone else passages_of(i))
    figures = figures_for(library, understood, ())
    assert [row.department for row in figures.rows] == ["江岸市临河区水务局"]
