"""The pages as Streamlit runs them, without a browser."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from streamlit.testing.v1 import AppTest

import ui.services
import vectorstore.conversations
from languages import translate
from rag import store
from rag.errors import RecordError
from rag.export import FORMATS
from rag.records import Choice, Scope
from records import Kind
from tests.ui.drawn import APP, asked, drawn, listed, opened, site, until, words
from tests.vectorstore.made import made
from ui import questions
from ui.access import LOCAL, Role, User
from ui.names import person_name
from ui.plain import plain
from ui.services import Services
from ui.site import PAGES

HOSTILE = "<script>alert(1)</script> ![x](http://evil.test/x.png) $x$ :red[y] **z**"


def test_an_empty_shelf_says_what_to_do(services: Services) -> None:
    at = site()
    assert "报告库还是空的" in words(at)
    assert "报告库还是空的" in words(opened("reports"))


LACKING = [(page.path, role) for page in PAGES for role in Role if role < page.role]


@pytest.mark.parametrize(("path", "role"), LACKING)
def test_a_page_refuses_whoever_lacks_its_role(services: Services, path: str, role: Role) -> None:
    at = opened(path, role)
    assert [error.value for error in at.error] == [words(at)], "nothing else is drawn"
    assert "您现在是" in words(at)


def test_the_theme_is_worn_on_every_page(services: Services) -> None:
    (aids,) = [data for data in drawn(site()) if "themes" in data]
    assert aids["addresses"] == ["", *(page.path for page in PAGES)]


def test_examples_ask_for_what_is_on_the_shelf(services: Services) -> None:
    made().onto(services.library)
    at = site()
    examples = [button.label for button in at.button if button.key.startswith("example-")]
    assert examples == ["水务局2022年执行率是多少？"]
    at.button(key="example-0").click().run()
    until(at, lambda: bool(services.library.conversations.find(LOCAL.id)))
    (conversation,) = services.library.conversations.find(LOCAL.id)
    assert conversation.title == "水务局2022年执行率是多少？"
    assert at.query_params["c"] == conversation.id


def test_a_session_keeps_nothing_of_what_it_draws_no_more(services: Services) -> None:
    """Streamlit would: 3 KB a button, of every conversation and answer that the page ever showed,
    which made a server with fifty people at work grow by 8 MB a minute."""
    made().onto(services.library)
    at, kept = site(), list[tuple[int, int]]()
    for _ in range(2):
        place = at.query_params["c"] = asked(services, "执行率？")
        at.run()
        assert any(button.key.startswith("export-") for button in at.button), "an answer is shown"
        services.library.conversations.delete(LOCAL.id, place)
        at.query_params.clear()
        at.run().run()
        state = at._session_state._state
        widgets, keys = state._new_widget_state.widget_metadata, state._key_id_mapper
        assert "example-0" in keys, "what is drawn is kept"
        kept.append((len(widgets), len(keys.id_key_mapping)))
    assert len(set(kept)) == 1, kept


def test_a_conversation_is_renamed_and_deleted(services: Services) -> None:
    made().onto(services.library)
    other, place = asked(services, "河道整治多少公里？"), asked(services, "执行率？")
    at = site()
    at.query_params["c"] = other
    (rows,) = [data["rows"] for data in drawn(at.run()) if "manage" in data]
    assert [(row["id"], row["title"], row["here"]) for row in rows] == [
        (place, "执行率？", False),
        (other, "河道整治多少公里？", True),
    ], "what is not open is in reach"
    at = managed(place)
    at.text_input(key=f"title-{place}").set_value("执行率的事")
    at.button(key=f"FormSubmitter:rename-{place}-重命名").click().run()
    titles = {c.id: c.title for c in services.library.conversations.find(LOCAL.id)}
    assert titles[place] == "执行率的事"
    at.button(key=f"delete-{place}").click().run()
    assert [c.id for c in services.library.conversations.find(LOCAL.id)] == [other]


def test_an_answer_that_cannot_be_read_is_told_where_its_conversation_is_exported(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    made().onto(services.library)
    place = asked(services, "执行率？")
    reading = replace(services, answer=partial(store.kept, services.library))
    monkeypatch.setattr(ui.services, "open_services", lambda environ, told: reading)
    assert len(managed(place).get("download_button")) == len(FORMATS)
    newer = services.library.answers.save(LOCAL.id, datetime.now(UTC), "？", store.VERSION + 1, {})
    services.library.conversations.add_turn(LOCAL.id, place, "？", newer)
    at = managed(place)
    (error,) = at.error
    assert error.value == plain(read_error(services, newer))
    assert not at.get("download_button")
    assert at.button(key=f"delete-{place}"), "it can still be deleted"


def read_error(services: Services, answer_id: str) -> str:
    with pytest.raises(RecordError) as caught:
        store.kept(services.library, answer_id)
    return caught.value.worded("zh")


def managed(place: str) -> AppTest:
    """What the dialog of a conversation has: AppTest opens no dialogs."""
    lines = [
        "import ui.services",
        "from ui import conversations",
        "from ui.access import LOCAL",
        "services = ui.services.opening({}).services",
        "for conversation in services.library.conversations.find(LOCAL.id):",
        f"    if conversation.id == {place!r}:",
        "        conversations.manage(services, LOCAL, conversation)",
    ]
    ui.services.opening({}).wait(60)
    return AppTest.from_string("\n".join(lines), default_timeout=60).run()


def test_a_question_is_answered_again_and_a_changed_one_takes_its_place(
    services: Services,
) -> None:
    made().onto(services.library)
    place = asked(services, "执行率？")
    asked_again = services.library.conversations.turns
    (first,) = asked_again(LOCAL.id, place)
    at = AppTest.from_file(APP, default_timeout=60)
    at.query_params["c"] = place
    at.run().button(key=f"again-{first.answer_id}").click().run()
    until(at, lambda: asked_again(LOCAL.id, place)[0].answer_id != first.answer_id)
    (second,) = asked_again(LOCAL.id, place)
    assert second.question == "执行率？"
    assert services.ask.questions[-1].earlier == (), "what it replaces is not what came before it"
    at.run().text_area(key=f"edited-words-{second.answer_id}").set_value("河道整治多少公里？")
    at.button(key=f"FormSubmitter:edited-{second.answer_id}-提问").click().run()
    until(at, lambda: asked_again(LOCAL.id, place)[0].answer_id != second.answer_id)
    assert [turn.question for turn in asked_again(LOCAL.id, place)] == ["河道整治多少公里？"]
    assert services.answer(first.answer_id).question == "执行率？"  # it stays on record


def test_where_another_answer_fails_the_one_before_stays(services: Services) -> None:
    made().onto(services.library)
    place = asked(services, "执行率？")
    (turn,) = services.library.conversations.turns(LOCAL.id, place)
    failing = replace(services, ask=lambda question, stop: iter([1 / 0]))
    questions.ask(failing, LOCAL, place, "执行率？", instead_of=turn.answer_id)
    failing.desk.of(place).wait(20)
    _asking, _busy, before = questions.so_far(failing, LOCAL, place)
    assert before == [turn]


def test_who_did_something_goes_by_name_where_it_is_known(services: Services) -> None:
    services.people["ann@example.org"] = "Ann"
    assert person_name(services, "ann@example.org") == "Ann"
    assert person_name(services, "bob@example.org") == "bob@example.org"
    assert person_name(services, LOCAL.id) == "本机用户"


def test_a_question_whose_server_was_stopped_says_so_and_is_asked_again(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    made().onto(services.library)
    place = asked(services, "执行率？")
    kept = services.library.conversations
    assert kept.ask(LOCAL.id, place, "河道整治多少公里？", "another server")
    at = AppTest.from_file(APP, default_timeout=60)
    at.query_params["c"] = place
    assert "另一台服务器正在回答" in words(at.run())
    monkeypatch.setattr(vectorstore.conversations, "_SILENT", timedelta(0))
    assert "正在回答这个问题的服务器停止了" in words(at.run())
    at.button(key="ask-again").click().run()
    until(at, lambda: len(kept.turns(LOCAL.id, place)) == 2)
    assert [turn.question for turn in kept.turns(LOCAL.id, place)][1] == "河道整治多少公里？"
    assert kept.pending(LOCAL.id, place) is None


def test_a_changed_question_whose_server_was_stopped_takes_the_place_all_the_same(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    made().onto(services.library)
    place = asked(services, "执行率？")
    kept = services.library.conversations
    (turn,) = kept.turns(LOCAL.id, place)
    assert kept.ask(LOCAL.id, place, "河道整治多少公里？", "another server", turn.answer_id)
    monkeypatch.setattr(vectorstore.conversations, "_SILENT", timedelta(0))
    at = AppTest.from_file(APP, default_timeout=60)
    at.query_params["c"] = place
    at.run().button(key="ask-again").click().run()
    until(at, lambda: kept.turns(LOCAL.id, place)[0].answer_id != turn.answer_id)
    assert [t.question for t in kept.turns(LOCAL.id, place)] == ["河道整治多少公里？"]


def test_a_question_that_cannot_be_asked_says_why_on_the_page(services: Services) -> None:
    made().onto(services.library)
    place = asked(services, "执行率？")
    at = AppTest.from_file(APP, default_timeout=60)
    at.query_params["c"] = place
    at.run()
    assert services.library.conversations.ask(LOCAL.id, place, "得分？", "another server")
    at.chat_input(key="question").set_value("河道整治多少公里？").run()
    (error,) = at.error
    assert "河道整治多少公里？" in error.value
    assert not at.run().error, "it is said once"


def test_ids_with_two_underlines_are_drawn_as_any_other(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    made().onto(services.library)
    monkeypatch.setattr(vectorstore.conversations.secrets, "token_urlsafe", lambda n: "ab__cd")
    place = asked(services, "执行率？")
    assert place == "ab__cd"
    at = site()
    at.query_params["c"] = place
    at.run()
    assert not at.exception
    assert "出了意外" not in words(at)


def test_taking_a_chip_away_asks_again_without_it(services: Services) -> None:
    made().onto(services.library)
    place = asked(services, "执行率？")
    (turn,) = services.library.conversations.turns(LOCAL.id, place)
    at = site()
    at.query_params["c"] = place
    at.run()
    chips = at.button_group(key=f"scope-{turn.answer_id}")
    assert len(chips.value) == 2
    chips.set_value([chips.value[1]]).run()
    until(at, lambda: len(services.library.conversations.turns(LOCAL.id, place)) == 2)
    scope = services.ask.questions[-1].scope
    assert (scope.years, scope.departments) == ((), ("水务局",))


def test_a_follow_up_is_asked_again_as_it_was_understood(services: Services) -> None:
    made().onto(services.library)
    place = asked(services, "那2021年呢？")
    (turn,) = services.library.conversations.turns(LOCAL.id, place)
    answer = services.answer(turn.answer_id)
    whole = "水务局2021年执行率是多少？"
    understood = replace(answer.understood, standalone=whole)
    following = services.ask.kept(
        services.ask.questions[-1], understood, answer.passages, answer.quotation, ""
    )
    services.library.conversations.add_turn(LOCAL.id, place, "那2021年呢？", following.id)
    at = site()
    at.query_params["c"] = place
    at.run()
    chips = at.button_group(key=f"scope-{following.id}")
    chips.set_value([chips.value[1]]).run()
    assert services.ask.questions[-1].words == whole


def test_who_may_be_meant_is_a_click_that_asks_again_about_them(services: Services) -> None:
    made().onto(services.library)
    place = asked(services, "那执行率呢？")
    (turn,) = services.library.conversations.turns(LOCAL.id, place)
    answer = services.answer(turn.answer_id)
    schools = (
        Choice("甲县**教育局**", Scope(departments=("甲县教育局",))),
        Choice("乙县教育局", Scope(departments=("乙县教育局",))),
    )
    whole = "教育局2022年执行率是多少？"
    understood = replace(answer.understood, standalone=whole, scope=Scope(), choices=schools)
    which = services.ask.kept(services.ask.questions[-1], understood, (), (), "")
    services.library.conversations.add_turn(LOCAL.id, place, "那执行率呢？", which.id)
    at = site()
    at.query_params["c"] = place
    at.run()
    choices = [b for b in at.button if b.key.startswith(f"choice-{which.id}")]
    assert [choice.label for choice in choices] == [plain(s.label) for s in schools]
    choices[1].click().run()
    question = services.ask.questions[-1]
    assert (question.words, question.scope, question.filters) == (whole, None, schools[1].scope)
    until(at, lambda: len(services.library.conversations.turns(LOCAL.id, place)) == 3)


def test_filters_stand_beside_what_a_typed_question_says(services: Services) -> None:
    made().onto(services.library)
    at = site()
    at.multiselect(key="filter-kind").set_value([Kind.SELF_EVALUATION]).run()
    at.chat_input(key="question").set_value("2019年的三公经费是多少？").run()
    question = services.ask.questions[-1]
    assert question.scope is None
    assert question.filters == Scope(kinds=(Kind.SELF_EVALUATION,))


def test_nothing_more_is_asked_while_a_question_is_being_answered(services: Services) -> None:
    made().onto(services.library)
    services.ask.wording, services.ask.pace = "很长" * 500, 0.05
    place = questions.ask(services, LOCAL, None, "执行率？")
    at = AppTest.from_file(APP, default_timeout=60)
    at.query_params["c"] = place
    at.run()
    assert at.chat_input(key="question").disabled
    at.button(key="stop").click().run()
    until(at, lambda: not at.chat_input(key="question").disabled)


def test_the_question_of_another_is_not_shown(services: Services) -> None:
    made().onto(services.library)
    services.ask.wording, services.ask.pace = "很长" * 500, 0.05
    other = User("other@example.org", "Other", Role.READER)
    place = questions.ask(services, other, None, "机密的问题？")
    at = AppTest.from_file(APP, default_timeout=60)
    at.query_params["c"] = place
    at.run()
    assert len(at.error) == 1
    assert "stop" not in {button.key for button in at.button}
    assert "机密" not in str(at.main)
    services.desk.of(place).stop()
    services.desk.of(place).wait(20)
    at.run()
    assert services.desk.of(place) is not None


def test_a_judgement_of_an_answer_is_kept_with_its_words(services: Services) -> None:
    made().onto(services.library)
    place = asked(services, "执行率？")
    (turn,) = services.library.conversations.turns(LOCAL.id, place)
    at = site()
    at.query_params["c"] = place
    at.run()
    at.feedback(key=f"thumbs-{turn.answer_id}").set_value(0).run()
    at.text_input(key=f"words-{turn.answer_id}").set_value("年份不对").run()
    (feedback,) = services.library.answers.feedback(turn.answer_id)
    assert (feedback.good, feedback.words) == (False, "年份不对")


def test_the_pages_are_in_english_for_who_wants_it(services: Services) -> None:
    made().onto(services.library)
    at = AppTest.from_file(APP, default_timeout=60)
    at.query_params["lang"] = "en"
    at.run()
    assert "Ask the performance reports" in words(at)
    label = at.button(key="example-0").label
    assert label == plain('What was "Execution rate" of 水务局 in 2022?')


def test_a_link_to_an_answer_that_is_not_there_says_so(services: Services) -> None:
    at = AppTest.from_file(APP, default_timeout=60)
    at.query_params["answer"] = "gone"
    at.run()
    assert "没有编号为 gone 的回答记录" in words(at)
    assert not at.exception


def test_what_a_document_says_is_never_markdown_or_html(services: Services) -> None:
    made(department=HOSTILE, sentences=(HOSTILE,), source="a.txt").onto(services.library)
    place = asked(services, HOSTILE)
    at = site()
    for label in [button.label for button in at.button]:
        assert "<script>" not in label
        assert "](http" not in label
        assert ":red[" not in label
    at.query_params["c"] = place
    at.run()
    for page in ("reports", "figures", "audit"):
        at = opened(page)
        assert not at.exception
        shown = [*at.markdown, *at.caption, *at.error, *at.info, *at.warning, *at.header]
        for element in [*shown, *at.subheader]:
            assert "<script>" not in element.value
            assert "](http" not in element.value
        assert all("evil.test" not in str(html.value) for html in at.get("html"))


def test_an_error_nobody_foresaw_shows_no_trace(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(ui.services, "open_services", lambda environ, told: broken())
    ui.services.opening.clear()
    at = site()
    assert "No space left on device" in words(at).replace("\\", "")
    assert "Traceback" not in words(at)


def test_the_records_stand_beside_one_that_cannot_be_read(services: Services) -> None:
    made().onto(services.library)
    asked(services, "执行率？")
    services.library.answers.save("ann", datetime(2020, 1, 1, tzinfo=UTC), "旧问题", 99, {})
    at = opened("records")
    assert not at.exception
    (table,) = at.dataframe
    assert list(table.value["question"]) == ["执行率？", "旧问题"]
    assert list(table.value["verdict"])[1] == "–"


def test_chosen_records_are_taken_away_as_any_kind_of_file(services, monkeypatch) -> None:
    made().onto(services.library)
    asked(services, "执行率？")
    # Rows cannot be chosen without a browser.
    monkeypatch.setattr("ui.records._table", lambda services, kept: kept)
    at = opened("records")
    at.button(key="export-records").click().run()
    assert not at.exception
    labels = [translate("zh", kind.label) for kind in FORMATS.values()]
    assert [button.label for button in at.get("download_button")] == labels


def test_figures_and_findings_are_listed(services: Services) -> None:
    made().onto(services.library)
    made(year=2021).onto(services.library)
    (table,) = opened("figures").dataframe
    assert list(table.value["indicator"]) == ["执行率"]
    assert list(table.value["2022"]) == ["99.47"]
    rows = listed(opened("audit"))
    assert rows
    assert all("99.43%" in row["lines"][0] for row in rows)
