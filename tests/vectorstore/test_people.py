"""What people did stays: corrections, reviews, answers, feedback, conversations."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError

from records import SIDES, Coverage
from tests.vectorstore.conftest import BOTH
from tests.vectorstore.made import made
from vectorstore import conversations, schema
from vectorstore.conversations import Pending
from vectorstore.errors import StoreError
from vectorstore.reviews import Mark
from vectorstore.rules import DuplicateReportError

pytestmark = BOTH

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def said(library, kept, **sides):
    """A person says some sides of what a report is."""
    confirmed = tuple(name for name in SIDES if name in {*kept.report.confirmed, *sides})
    return library.set_identity(
        kept.report.id,
        replace(kept.report.identity, **sides),
        confirmed,
        "curator@example.org",
        kept.indicators,
        kept.findings,
    )


def test_a_corrected_identity_is_what_the_report_is_from_then_on(library):
    water = made(year=2023)
    water.onto(library)
    report = said(library, water, year=2022)
    assert report.corrected
    assert report.confirmed == ("year",)
    assert library.report(water.report.id) == report
    assert library.reports(years=[2022]) == [report]
    assert library.reports(years=[2023]) == []


def test_a_correction_outlives_removing_the_report(library):
    water = made(year=2023)
    water.onto(library)
    report = said(library, water, year=2022)
    library.remove(water.report.id)
    assert library.corrected(water.report) == report


def test_a_correction_outlives_a_reading_that_reads_more_sides(library):
    water = made(year=2023)
    water.onto(library)
    said(library, water, year=2022)
    library.remove(water.report.id)
    more = replace(
        water.report.as_read, place=("某省", "某市", "某区"), coverage=Coverage.UNIT, higher="某市"
    )
    read_again = replace(water.report, identity=more, as_read=more)
    assert library.corrected(read_again).identity == replace(more, year=2022)


def test_a_side_that_was_confirmed_as_it_was_read_stays_so(library):
    water = made()
    water.onto(library)
    report = said(library, water, department="水务局")
    assert (report.corrected, report.confirmed) == (False, ("department",))
    otherwise = replace(water.report.as_read, department="水务局河道所")
    read_again = replace(water.report, identity=otherwise, as_read=otherwise)
    assert library.corrected(read_again).identity.department == "水务局"


def test_a_correction_outlives_a_change_of_the_file(library):
    water = made(year=2023)
    water.onto(library)
    said(library, water, department="水利局")
    changed = made(year=2023, sentences=("改过的一稿。",)).called(water.report.source)
    report = library.corrected(changed.report)
    assert report.identity == replace(changed.report.as_read, department="水利局")
    assert report.confirmed == ("department",)


@pytest.mark.parametrize("otherwise", [{"department": "教育局"}, {"title": "2024年自评报告"}])
def test_a_correction_is_not_that_of_another_report_under_the_same_name(library, otherwise):
    water = made(year=2023)
    water.onto(library)
    said(library, water, department="水利局")
    changed = made(year=2023, sentences=("另一份。",)).called(water.report.source)
    read = replace(changed.report.as_read, **otherwise)
    other = replace(changed.report, identity=read, as_read=read)
    assert library.corrected(other) == other


def test_the_last_correction_counts(library):
    water = made(year=2023)
    water.onto(library)
    said(library, water, year=2022)
    said(library, water, year=2021)
    assert library.corrected(water.report).identity.year == 2021


def test_a_correction_into_a_report_that_is_there_is_refused(library):
    water, school = made(), made("教育局")
    water.onto(library)
    school.onto(library)
    with pytest.raises(DuplicateReportError):
        said(library, school, department="水务局")
    assert library.report(school.report.id) == school.report


def test_a_correction_of_what_is_not_there_is_told(library):
    water = made()
    with pytest.raises(StoreError, match="no report"):
        said(library, water, year=2021)


def test_a_review_stays_with_its_finding_when_the_report_is_read_again(library):
    water = made()
    water.onto(library)
    (finding,) = library.findings()[water.report.id]
    review = library.reviews.mark(finding.id, Mark.CONFIRMED, "已核对", "auditor@example.org")
    water.onto(library, replaces=water.report.id)
    (again,) = library.findings()[water.report.id]
    assert library.reviews.current([again.id]) == {finding.id: review}


def test_the_last_review_counts_and_the_earlier_ones_stay_on_record(library):
    reviews = library.reviews
    first = reviews.mark("f1", Mark.CONFIRMED, "", "a")
    second = reviews.mark("f1", Mark.EXPLAINED, "四舍五入", "b")
    assert reviews.current() == {"f1": second}
    withdrawn = reviews.mark("f1", Mark.OPEN, "", "a")
    assert reviews.current() == {}
    assert reviews.history("f1") == [first, second, withdrawn]


def test_the_same_statement_found_twice_has_two_ids(library):
    water = made()
    twice = replace(water, findings=water.findings * 2)
    twice.onto(library)
    first, second = library.findings()[water.report.id]
    assert first.id != second.id


def test_an_answer_is_kept_as_it_was(library):
    document = {"sentences": [{"text": "执行率为99.47%。", "citations": [1]}], "seconds": 1.5}
    answer_id = library.answers.save("me", NOON, "执行率？", 1, document)
    kept = library.answers.get(answer_id)
    assert kept.document == document
    assert (kept.user, kept.asked_at, kept.question, kept.version) == ("me", NOON, "执行率？", 1)
    assert library.answers.recent("me") == [kept]
    assert library.answers.recent("you") == []


@pytest.mark.parametrize("change", [update(schema.answers).values(question="?"), delete])
def test_an_answer_cannot_be_changed_even_by_hand(library, change):
    answer_id = library.answers.save("me", NOON, "执行率？", 1, {})
    statement = change(schema.answers) if change is delete else change
    with (
        pytest.raises(IntegrityError, match="never changed"),
        library._catalogue.writing() as connection,
    ):
        connection.execute(statement)
    assert library.answers.get(answer_id).question == "执行率？"


def test_an_answer_outlives_the_report_it_was_about(library):
    water = made()
    water.onto(library)
    answer_id = library.answers.save("me", NOON, "?", 1, {"report": water.report.id})
    library.remove(water.report.id)
    assert library.answers.get(answer_id).document == {"report": water.report.id}


def test_an_answer_that_is_not_there_is_told(library):
    with pytest.raises(StoreError, match="no answer"):
        library.answers.get("nothing")


def test_feedback_is_one_a_user_and_can_be_changed(library):
    answer_id = library.answers.save("me", NOON, "?", 1, {})
    library.answers.judge(answer_id, "me", True, "")
    library.answers.judge(answer_id, "you", False, "单位不对")
    library.answers.judge(answer_id, "me", False, "少了一项")
    found = {f.user: (f.good, f.words) for f in library.answers.feedback(answer_id)}
    assert found == {"me": (False, "少了一项"), "you": (False, "单位不对")}


def test_a_conversation_is_kept_with_its_turns(library):
    conversation = library.conversations.begin("me", "水务局")
    library.conversations.add_turn("me", conversation.id, "执行率？", "a1")
    library.conversations.add_turn("me", conversation.id, "那2021年呢？", "a2")
    turns = library.conversations.turns("me", conversation.id)
    assert [(turn.question, turn.answer_id) for turn in turns] == [
        ("执行率？", "a1"),
        ("那2021年呢？", "a2"),
    ]


def test_conversations_are_found_by_title_and_by_question_last_used_first(library):
    talks = library.conversations
    water = talks.begin("me", "水务局")
    school = talks.begin("me", "教育局")
    talks.add_turn("me", water.id, "100%的执行率", "a1")
    assert [c.id for c in talks.find("me")] == [water.id, school.id]
    assert [c.id for c in talks.find("me", most=1)] == [water.id]
    assert [c.id for c in talks.find("me", "教育")] == [school.id]
    assert [c.id for c in talks.find("me", "0%的")] == [water.id]
    assert talks.find("me", "%") == [talks.find("me")[0]]
    talks.rename("me", school.id, "学校")
    assert [c.title for c in talks.find("me", "学校")] == ["学校"]
    talks.delete("me", water.id)
    assert [c.id for c in talks.find("me")] == [school.id]


def test_nobody_sees_or_changes_the_conversation_of_another(library):
    talks = library.conversations
    mine = talks.begin("me", "水务局")
    assert talks.find("you") == []
    for attempt in (
        lambda: talks.turns("you", mine.id),
        lambda: talks.add_turn("you", mine.id, "?", "a"),
        lambda: talks.rename("you", mine.id, "!"),
        lambda: talks.delete("you", mine.id),
    ):
        with pytest.raises(StoreError, match="no such conversation"):
            attempt()
    assert talks.find("me") == [mine]


def test_a_question_at_work_is_on_record_until_it_is_answered(library):
    talks = library.conversations
    mine = talks.begin("me", "水务局")
    assert talks.pending("me", mine.id) is None
    assert talks.ask("me", mine.id, "执行率？", "server 1")
    assert talks.pending("me", mine.id) == Pending("执行率？", alive=True)
    assert not talks.ask("me", mine.id, "那2021年呢？", "server 2")
    talks.given_up(mine.id, "server 2")
    talks.still_answering("server 1")
    assert talks.pending("me", mine.id) == Pending("执行率？", alive=True)
    talks.add_turn("me", mine.id, "执行率？", "a1")
    assert talks.pending("me", mine.id) is None
    with pytest.raises(StoreError, match="no such conversation"):
        talks.ask("you", mine.id, "?", "server 1")


def test_what_a_question_is_asked_instead_of_outlives_its_server(library, monkeypatch):
    talks = library.conversations
    mine = talks.begin("me", "水务局")
    monkeypatch.setattr(conversations, "_SILENT", timedelta(0))
    assert talks.ask("me", mine.id, "执行率？", "server 1", "a1")
    assert talks.pending("me", mine.id) == Pending("执行率？", alive=False, instead_of="a1")


def test_a_question_whose_server_is_silent_was_cut_off_and_gives_way(library, monkeypatch):
    talks = library.conversations
    mine = talks.begin("me", "水务局")
    assert talks.ask("me", mine.id, "执行率？", "server 1")
    monkeypatch.setattr(conversations, "_SILENT", timedelta(0))
    assert talks.pending("me", mine.id) == Pending("执行率？", alive=False)
    assert talks.ask("me", mine.id, "那2021年呢？", "server 2")
    talks.given_up(mine.id, "server 2")
    assert talks.pending("me", mine.id) is None
