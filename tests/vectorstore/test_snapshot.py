"""A snapshot stays as it is, whatever others do to the shelf meanwhile."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Event
from time import sleep

import pytest

from records import Kind
from tests.vectorstore.made import made
from vectorstore.errors import StoreError
from vectorstore.library import Library

WATER = made()
SCHOOL = made("教育局", sentences=("新建学校3所。", "预算执行率为95%。"))
WATER_AGAIN = made(
    sentences=("全年预算执行率为98.00%。", "完成河道整治30公里。", "新建学校1所。")
).called("new.txt")


@pytest.fixture
def shelf(library):
    WATER.onto(library)
    SCHOOL.onto(library)
    return library


@pytest.fixture
def another(settings, shelf, embedder):
    """The same shelf as another process has it."""
    opened = Library.open(settings, embedder)
    yield opened
    opened.close()


def everything(embedder):
    """Each way to read the shelf, as a function of whoever reads."""
    question, ids = "预算执行率", [p.id for p in (*WATER.passages, *SCHOOL.passages)]
    vector = embedder.question(question)
    return {
        "reports": lambda s: s.reports(),
        "reports of a year": lambda s: s.reports(years=[2022], kinds=[Kind.SELF_EVALUATION]),
        "report": lambda s: s.report(WATER.report.id),
        "passage_counts": lambda s: s.passage_counts(),
        "text": lambda s: s.text(WATER.report.id),
        "passages": lambda s: s.passages(ids),
        "passages_of": lambda s: s.passages_of(WATER.report.id),
        "sentence_vectors": lambda s: {
            i: vectors.tolist() for i, vectors in s.sentence_vectors(ids).items()
        },
        "indicators": lambda s: s.indicators(),
        "indicators of some": lambda s: s.indicators([WATER.report.id]),
        "findings": lambda s: s.findings(),
        "findings of some": lambda s: s.findings([WATER.report.id]),
        "dense": lambda s: s.dense(vector, 10),
        "dense in some": lambda s: s.dense(vector, 10, [WATER.report.id]),
        "keywords": lambda s: s.keywords(question, 10),
        "keywords in some": lambda s: s.keywords(question, 10, [WATER.report.id]),
    }


def replaced(library):
    WATER_AGAIN.onto(library, replaces=WATER.report.id)


def replaced_by_itself(library):
    new = replace(WATER, passages=WATER.passages[1:], indicators=[], findings=[])
    new.onto(library, replaces=WATER.report.id)


def removed(library):
    library.remove(WATER.report.id)


def all_removed(library):
    for report in library.reports():
        library.remove(report.id)


def corrected(library):
    identity = replace(WATER.report.identity, year=2019)
    library.set_identity(WATER.report.id, identity, ["year"], "curator", [], [])


CHANGES = [replaced, replaced_by_itself, removed, all_removed, corrected]


@pytest.mark.parametrize("change", CHANGES)
def test_what_others_do_is_not_seen_before_the_next_snapshot(shelf, another, embedder, change):
    with shelf.snapshot() as before:
        whole = {name: read(before) for name, read in everything(embedder).items()}
    with shelf.snapshot() as now:
        change(another)
        assert {name: read(now) for name, read in everything(embedder).items()} == whole
    with shelf.snapshot() as later, another.snapshot() as theirs:
        assert later.generation == theirs.generation > before.generation
        for name, read in everything(embedder).items():
            if name != "text":  # Of a report that is not there, there is none.
                assert read(later) == read(theirs), name
        assert any(
            read(later) != whole[n] for n, read in everything(embedder).items() if n != "text"
        )


@pytest.mark.parametrize("name", ["dense", "dense in some", "keywords", "keywords in some"])
@pytest.mark.parametrize("change", CHANGES)
def test_what_is_first_read_after_a_change_is_of_before_it(
    settings, shelf, another, embedder, change, name
):
    """Nothing of it is in memory yet: the vectors and the keywords come from the disk."""
    read = everything(embedder)[name]
    with shelf.snapshot() as before:
        whole = read(before)
    fresh = Library.open(settings, embedder)
    with fresh.snapshot() as now:
        change(another)
        with shelf.snapshot() as later:
            later.dense(embedder.question("预算"), 1)
        assert read(now) == whole
    fresh.close()


def test_what_was_added_meanwhile_is_found_by_the_next(shelf, another, embedder):
    with shelf.snapshot() as now:
        WATER_AGAIN.onto(another, replaces=WATER.report.id)
        assert WATER_AGAIN.report.id not in {hit.report_id for hit in now.keywords("新建学校", 9)}
    with shelf.snapshot() as later:
        assert WATER_AGAIN.report.id in {hit.report_id for hit in later.keywords("新建学校", 9)}


def test_a_shelf_too_large_for_every_vector_finds_nothing_that_is_not_on_the_snapshot(
    shelf, settings, another, embedder
):
    large = Library.open(
        settings.model_copy(update={"exact_at_most": 0, "quantised_at_most": 0}), embedder
    )
    with large.snapshot() as now:
        WATER_AGAIN.onto(another, replaces=WATER.report.id)
        found = {hit.report_id for hit in now.dense(embedder.question("预算执行率"), 9)}
        assert found <= {WATER.report.id, SCHOOL.report.id}
    large.close()


def test_keywords_that_cannot_be_read_are_told_to_who_searches_only(settings, shelf, embedder):
    shelf.close()
    (settings.home / "keywords" / "meta.json").write_text("{")
    damaged = Library.open(settings, embedder)
    with damaged.snapshot() as now:
        assert len(now.reports()) == len(now.dense(embedder.question("预算"), 9)) // 2 == 2
        with pytest.raises(StoreError, match="delete that folder"):
            now.keywords("预算", 5)
    damaged.close()


def test_many_at_once_wait_their_turn_and_none_is_refused(shelf, monkeypatch):
    # Who waits longer than that for a connection is refused, at once instead of half a minute on.
    monkeypatch.setattr(shelf._catalogue._engine.pool, "_timeout", 0.05)

    def look(_):
        with shelf.snapshot() as now:
            there = now.reports()
            sleep(0.1)
            return there, now.passages_of(WATER.report.id)

    with ThreadPoolExecutor(30) as threads:
        seen = list(threads.map(look, range(30)))
    assert seen == [(shelf.reports(), WATER.passages)] * 30


def test_threads_that_look_while_reports_come_and_go_see_whole_shelves(shelf, another, embedder):
    """The first report and its next version take turns; each look sees one of them, whole."""
    over = Event()
    versions = {WATER.report.id: WATER.passages, WATER_AGAIN.report.id: WATER_AGAIN.passages}

    def look(_):
        looks = 0
        while not over.is_set() or not looks:
            with shelf.snapshot() as now:
                (there,) = {report.id for report in now.reports()} & versions.keys()
                for hits in (
                    now.dense(embedder.question("预算执行率"), 9),
                    now.keywords("预算执行率", 9),
                ):
                    assert {hit.report_id for hit in hits} == {there, SCHOOL.report.id}
                assert now.passages_of(there) == versions[there]
                assert set(now.sentence_vectors([p.id for p in versions[there]])) == {
                    p.id for p in versions[there]
                }
            looks += 1
        return looks

    with ThreadPoolExecutor(30) as threads:
        looking = [threads.submit(look, n) for n in range(30)]
        try:
            for _ in range(4):
                WATER_AGAIN.onto(another, replaces=WATER.report.id)
                WATER.onto(another, replaces=WATER_AGAIN.report.id)
        finally:
            over.set()
        assert all(each.result() for each in looking)
