from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from rag.records import State
from tests.ui.pretend import services_in
from tests.vectorstore.made import Made, made
from ui import questions, series
from ui.access import LOCAL
from ui.examples import examples, follow_ups, short_names
from ui.selection import keyed


def undated(whole: Made) -> Made:
    identity = replace(whole.report.identity, year=None)
    report = replace(whole.report, identity=identity, as_read=identity)
    return replace(
        whole, report=report, indicators=[replace(i, year=None) for i in whole.indicators]
    )


def test_a_report_without_a_year_gives_no_question(tmp_path: Path) -> None:
    services = services_in(tmp_path)
    library = services.library
    undated(made()).onto(library)
    sections = {r.id: library.text(r.id).sections for r in library.reports()}
    assert examples(library.reports(), library.indicators(), sections, {}) == []
    place = questions.ask(services, LOCAL, None, "执行率？", None)
    services.desk.of(place).wait(20)
    (turn,) = library.conversations.turns(LOCAL.id, place)
    answer = services.answer(turn.answer_id)
    assert follow_ups(answer, library.reports(), library.indicators()) == []


def test_departments_are_asked_for_by_names_that_only_they_have(tmp_path: Path) -> None:
    library = services_in(tmp_path).library
    shelf = {
        "甲县教育局": ("教育局",),
        "乙县教育局": ("乙教育局", "教育局"),
        "甲县水务局": ("水务局",),
    }
    for department, names in shelf.items():
        whole = made(department)
        identity = replace(whole.report.identity, short_names=names)
        replace(whole, report=replace(whole.report, identity=identity)).onto(library)
    names = short_names(library.reports())
    asked = {"甲县教育局": "甲县教育局", "乙县教育局": "乙教育局", "甲县水务局": "水务局"}
    assert names == asked
    questions = examples(library.reports(), library.indicators(), {}, names)
    assert {q.split("2022年")[0] for q in questions} == set(asked.values())


def test_nothing_else_is_suggested_where_the_question_was_not_answered(tmp_path: Path) -> None:
    services = services_in(tmp_path)
    library = services.library
    made().onto(library)
    made(year=2021).onto(library)
    place = questions.ask(services, LOCAL, None, "自评得分？", None)
    services.desk.of(place).wait(20)
    (turn,) = library.conversations.turns(LOCAL.id, place)
    answer = services.answer(turn.answer_id)
    assert follow_ups(answer, library.reports(), library.indicators())
    near = replace(answer, state=State.NEAR)
    assert follow_ups(near, library.reports(), library.indicators()) == []


def test_figures_of_no_known_year_are_counted(tmp_path: Path) -> None:
    library = services_in(tmp_path).library
    undated(made()).onto(library)
    made(year=2021).onto(library)
    reports, stated = library.reports(), library.years_stated()
    assert series.undated(reports, stated, ["水务局"]) == 1
    assert series.undated(reports, stated, ["教育局"]) == 0
    assert len(series.points(reports, library.indicators(), [2021])) == 1


def test_a_selection_holds_for_the_same_rows_only() -> None:
    assert keyed("table", ["a", "b"]) == keyed("table", iter(["a", "b"]))
    assert len({keyed("table", ids) for ids in (["a", "b"], ["b", "a"], ["a"], [])}) == 4
