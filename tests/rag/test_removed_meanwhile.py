"""A report that is removed while a question is being answered stays in that answer, whole."""

from __future__ import annotations

import pytest

from rag.evidence.evidence import evidence
from rag.evidence.retrieval import query_of, retrieve
from rag.figures_stated import figures_for
from rag.question.understanding import understand
from tests.fakes import predictable_reader
from tests.rag.conftest import asking, shelf_of
from tests.rag.shelf import TODAY
from tests.rag.written import MANY

QUESTION = "2022年各部门全年预算数分别是多少？"


@pytest.fixture
def library(tmp_path):
    opened = shelf_of(MANY, tmp_path)
    yield opened
    opened.close()


def test_the_passages_that_were_found_still_have_their_vectors(library):
    embedder = asking(library).embedder
    with library.snapshot() as shelf:
        reports = shelf.reports()
        query = query_of(understand(QUESTION, (), reports, TODAY), embedder, reports)
        found = retrieve(shelf, query)
        before = evidence(shelf, query, found, predictable_reader())
        gone = found[0].report.id
        library.remove(gone)
        assert evidence(shelf, query, found, predictable_reader()) == before
        assert any(f.report.id == gone for f in found if f.n in {s.n for s in before})


def departments(shelf, understood):
    return [row.department for row in figures_for(shelf, understood, ()).rows]


def test_the_figures_that_were_stated_still_have_their_passages(library):
    with library.snapshot() as shelf:
        understood = understand(QUESTION, (), shelf.reports(), TODAY)
        (gone,) = (r.id for r in shelf.reports() if "民政局" in r.identity.department)
        library.remove(gone)
        assert departments(shelf, understood) == ["江岸市临河区民政局", "江岸市临河区水务局"]
    with library.snapshot() as shelf:
        assert departments(shelf, understood) == ["江岸市临河区水务局"]
