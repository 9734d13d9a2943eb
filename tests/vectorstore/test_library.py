"""The shelf: what is put on it is found, what is taken off it is not."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace

import pytest

from records import Kind
from tests.vectorstore.conftest import BOTH
from tests.vectorstore.made import made
from tests.vectorstore.writing import (
    add_many,
    add_when_told,
    long_report,
    processes,
    remove_one,
    report,
)
from vectorstore.errors import StoreError
from vectorstore.library import Library
from vectorstore.vectors import sentence_texts


@BOTH
def test_a_report_on_the_shelf_is_as_it_was_put_there(library):
    water = made()
    assert water.onto(library) == water.report
    assert library.reports() == [water.report]
    assert library.report(water.report.id) == water.report
    assert library.text(water.report.id) == water.text
    assert library.passages_of(water.report.id) == water.passages
    assert library.passages([water.passages[1].id]) == {water.passages[1].id: water.passages[1]}
    assert library.indicators() == {water.report.id: tuple(water.indicators)}
    (kept,) = library.findings()[water.report.id]
    assert kept.finding == water.findings[0]
    assert library.verify() == []


def test_a_report_is_found_by_meaning_and_by_keywords(library, embedder):
    water = made()
    water.onto(library)
    made("教育局", sentences=("新建学校3所。",)).onto(library)
    question = "预算执行率是多少？"
    assert library.dense(embedder.question(question), 1)[0].passage_id == water.passages[0].id
    assert library.keywords(question, 1)[0].passage_id == water.passages[0].id


@BOTH
def test_a_removed_report_is_found_nowhere(library, embedder):
    water = made()
    water.onto(library)
    library.remove(water.report.id)
    assert library.reports() == []
    assert library.dense(embedder.question("预算执行率"), 5) == []
    assert library.keywords("预算执行率", 5) == []
    assert library.passages_of(water.report.id) == []
    assert library.verify() == []


SCHOOL = made("教育局", 2023, ("新建学校3所。", "全年预算执行率为97.10%。"))


def test_a_search_in_some_reports_finds_only_theirs(library, embedder):
    water = made()
    water.onto(library)
    SCHOOL.onto(library)
    for found in (
        library.dense(embedder.question("预算执行率"), 10, [SCHOOL.report.id]),
        library.keywords("预算执行率", 10, [SCHOOL.report.id]),
    ):
        assert found[0].passage_id == SCHOOL.passages[1].id
        assert {hit.report_id for hit in found} == {SCHOOL.report.id}


def test_a_search_in_no_report_or_in_unknown_ones_finds_nothing(library, embedder):
    made().onto(library)
    for scope in ([], ["unknown"]):
        assert library.dense(embedder.question("预算执行率"), 10, scope) == []
        assert library.keywords("预算执行率", 10, scope) == []


def test_both_ways_of_searching_by_meaning_agree(library, settings, embedder):
    made().onto(library)
    SCHOOL.onto(library)
    question = embedder.question("预算执行率是多少？")
    looked = library.dense(question, 4)
    with closing(Library.open(by_chroma(settings), embedder)) as other:
        asked = other.dense(question, 4)
    assert [hit.passage_id for hit in looked] == [hit.passage_id for hit in asked]
    assert [hit.score for hit in looked] == pytest.approx([hit.score for hit in asked], abs=2e-3)


def test_the_best_comes_first_and_no_more_than_asked_for(library, embedder):
    made().onto(library)
    SCHOOL.onto(library)
    for found in (
        library.dense(embedder.question("新建学校"), 3),
        library.dense(embedder.question("新建学校"), 3, [r.id for r in library.reports()]),
        library.keywords("新建学校3所，预算执行率", 3),
    ):
        assert len(found) == 3
        assert found[0].passage_id == SCHOOL.passages[0].id
        assert [hit.score for hit in found] == sorted((hit.score for hit in found), reverse=True)


def test_a_question_without_any_word_has_no_keywords(library):
    made().onto(library)
    assert library.keywords("？？！", 5) == []


@BOTH
def test_reports_are_chosen_by_year_department_and_kind(library):
    water, budget = made(), made(kind=Kind.BUDGET)
    for each in (water, SCHOOL, budget):
        each.onto(library)
    assert library.reports() == [water.report, SCHOOL.report, budget.report]
    assert library.reports(years=[2022]) == [water.report, budget.report]
    assert library.reports(departments=["教育局"]) == [SCHOOL.report]
    assert library.reports(years=[2022], kinds=[Kind.BUDGET]) == [budget.report]
    assert library.reports(years=[]) == []


def test_the_same_report_twice_is_embedded_and_kept_once(library, embedder):
    water = made()
    water.onto(library)
    embedded = embedder.texts
    assert water.onto(library) == water.report
    assert embedder.texts == embedded
    assert library.verify() == []


def test_progress_is_told_to_the_end_of_each_stage(library):
    told = []
    made().onto(library, on_progress=lambda *step: told.append(step))
    assert told[-1] == ("store", 2, 2)
    stages = [stage for stage, _, _ in told]
    assert stages == sorted(stages)
    assert all(done <= total for _, done, total in told)


@BOTH
def test_what_is_not_there_is_told(library):
    for attempt in (library.remove, library.text):
        with pytest.raises(StoreError, match="no report"):
            attempt("unknown")
    with pytest.raises(StoreError, match="no report"):
        made().onto(library, replaces="unknown")
    assert library.passages(["unknown"]) == {}
    assert library.sentence_vectors(["unknown"]) == {}
    assert library.passages_of("unknown") == []


@BOTH
def test_each_sentence_has_a_vector_of_its_own(library, embedder):
    water = made()
    water.onto(library)
    vectors = library.sentence_vectors([passage.id for passage in water.passages])
    for passage in water.passages:
        (expected,) = embedder.passages(sentence_texts(passage))
        assert vectors[passage.id][0] @ expected == pytest.approx(1, abs=1e-3)


def test_a_report_without_passages_is_kept(library, embedder):
    empty = replace(made(), passages=[], indicators=[], findings=[])
    empty.onto(library)
    assert library.reports() == [empty.report]
    assert library.dense(embedder.question("预算"), 5) == []
    assert library.dense(embedder.question("预算"), 5, [empty.report.id]) == []
    assert library.verify() == []


def by_chroma(settings):
    """The settings of a shelf that is searched as very large ones are."""
    return settings.model_copy(update={"exact_at_most": 0, "quantised_at_most": 0})


@pytest.fixture(params=["every vector", "every vector in bytes", "asking Chroma"])
def either_way(request, settings, embedder):
    """A shelf that is searched by meaning in one of the three ways."""
    if request.param != "every vector":
        settings = settings.model_copy(update={"exact_at_most": 0})
    if request.param == "asking Chroma":
        settings = by_chroma(settings)
    with closing(Library.open(settings, embedder)) as library:
        yield library


@BOTH
def test_a_shelf_opened_earlier_sees_what_another_process_does(either_way, settings, embedder):
    library = either_way
    report(1, 0).onto(library)
    new = report(2, 0)
    vector = embedder.question(new.text.text)
    assert new.report.id not in {hit.report_id for hit in library.dense(vector, 20)}
    other = processes.Process(target=add_many, args=(settings, [2]))
    other.start()
    other.join()
    for scope in (None, [new.report.id]):
        assert new.report.id in {hit.report_id for hit in library.dense(vector, 20, scope)}
        assert new.report.id in {hit.report_id for hit in library.keywords("14万元", 20, scope)}
    other = processes.Process(target=remove_one, args=(settings, new.report.id))
    other.start()
    other.join()
    for scope in (None, [new.report.id]):
        assert new.report.id not in {hit.report_id for hit in library.dense(vector, 20, scope)}
        assert library.keywords("第2局", 20, [new.report.id]) == []
    assert library.report(new.report.id) is None


@BOTH
def test_two_processes_that_write_by_turns_lose_nothing_of_each_other(library, settings, embedder):
    ours, theirs = processes.Pipe()
    other = processes.Process(target=add_when_told, args=(settings, theirs))
    other.start()
    for number in range(1, 9):
        if number % 2:
            long_report(number).onto(library)
        else:
            ours.send(number)
            assert ours.recv() == "done"
        if number > 4:
            library.remove(long_report(number - 4).report.id)
    ours.send(0)
    other.join()
    assert other.exitcode == 0
    assert library.verify() == []
    for each in (long_report(number) for number in range(5, 9)):
        near = library._indexes.passages.search(embedder.question("支出"), 4000)
        assert each.report.id in {hit.report_id for hit in near}
        assert len(library.keywords("支出", 4000, [each.report.id])) == 400


@pytest.mark.parametrize("lost", ["chroma", "keywords"])
def test_a_lost_index_is_made_again_without_embedding(settings, embedder, lost):
    library = Library.open(settings, embedder)
    water = made()
    water.onto(library)
    library.close()
    shutil.rmtree(settings.home / lost)
    embedded = embedder.texts
    library = Library.open(settings, embedder)
    assert library.dense(embedder.question("执行率"), 1)[0].passage_id == water.passages[0].id
    assert library.keywords("执行率", 1)[0].passage_id == water.passages[0].id
    assert embedder.texts == embedded
    SCHOOL.onto(library)
    assert library.verify() == []
    library.close()


@BOTH
def test_readers_in_other_threads_never_see_half_a_replacement(either_way, embedder):
    library = either_way
    library_now = [report(1, 0)]
    report(1, 0).onto(library)
    question, seen, going = embedder.question("支出"), set(), True

    def read():
        while going:
            seen.add(len(library.reports()))
            ids = [hit.passage_id for hit in library.dense(question, 20)]
            library.passages(ids)
            library.keywords("支出", 20)

    with ThreadPoolExecutor(3) as threads:
        readers = [threads.submit(read) for _ in range(3)]
        for version in range(1, 6):
            new = report(1, version)
            new.onto(library, replaces=library_now[-1].report.id)
            library_now.append(new)
        going = False
        for reader in readers:
            reader.result()
    assert seen == {1}


def test_a_text_that_stays_in_memory_is_that_of_the_version_on_the_shelf(library):
    report = made().onto(library)
    before = library.text(report.id)
    assert library.text(report.id) is before, "it is read once"
    again = made(sentences=("全年预算执行率为98.00%。",))
    same_file = replace(again, report=replace(again.report, id=report.id), passages=[])
    same_file.onto(library, replaces=report.id)
    assert library.text(report.id) == again.text
    library.remove(report.id)
    with pytest.raises(StoreError, match="no report"):
        library.text(report.id)
