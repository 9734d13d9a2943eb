"""The shelf: what is put on it is found, what is taken off it is not."""

from __future__ import annotations

from tests.vectorstore.made import made


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


def test_a_removed_report_is_found_nowhere(library, embedder):
    water = made()
    water.onto(library)
    library.remove(water.report.id)
    assert library.reports() == []
    assert library.dense(embedder.question("预算执行率"), 5) == []
    assert library.keywords("预算执行率", 5) == []
    assert library.passages_of(water.report.id) == []
    assert library.verify() == []
