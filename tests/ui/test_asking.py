from __future__ import annotations

import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.batch import Failure
from ingest.renewal import Renewal
from languages import Message
from rag.records import Answer, Quoted, Scope, Token, Trouble, Waiting
from tests.ui.pretend import services_in
from tests.vectorstore.made import made
from ui import chat, questions
from ui.access import LOCAL
from ui.asking import Asking, Desk, Progress, StillAnswering, advanced
from ui.pending import seconds_between_looks
from ui.services import Opening, Question
from vectorstore.errors import StoreError, StoreMismatchError


def nothing(answer: object) -> None:
    return None


def test_what_happens_adds_up_to_the_progress() -> None:
    progress = Progress()
    for event in (Waiting(2), Waiting(0), Token("预算"), Token("执行率")):
        progress = advanced(progress, event)
    assert (progress.wording, progress.waiting) == ("预算执行率", None)
    assert advanced(progress, Trouble("模型没有回答")).trouble == "模型没有回答"


def test_an_answer_is_kept_as_a_turn_and_the_next_question_knows_it(tmp_path: Path) -> None:
    services = services_in(tmp_path)
    made().onto(services.library)
    place = questions.ask(services, LOCAL, None, "预算执行率是多少？", None)
    services.desk.of(place).wait(20)
    assert services.desk.of(place).progress.answer is not None
    questions.ask(services, LOCAL, place, "那上年呢？", None)
    services.desk.of(place).wait(20)
    turns = services.library.conversations.turns(LOCAL.id, place)
    assert [turn.question for turn in turns] == ["预算执行率是多少？", "那上年呢？"]
    earlier = services.ask.questions[-1].earlier
    assert [turn.question for turn in earlier] == ["预算执行率是多少？"]
    assert "99.47%" in earlier[0].answer


def test_an_answer_is_a_turn_or_on_the_desk_and_never_both(tmp_path: Path) -> None:
    services = services_in(tmp_path)
    made().onto(services.library)
    kept = services.library.conversations
    place = kept.begin(LOCAL.id, "预算").id
    question = Question("预算执行率是多少？", (), None, Scope(), LOCAL.id)
    stored, go_on = threading.Event(), threading.Event()

    def finished(answer: Answer) -> None:
        kept.add_turn(LOCAL.id, place, question.words, answer.id)
        stored.set()
        assert go_on.wait(20)

    begun = services.desk.begin(
        place, lambda: Asking(question.words, lambda stop: services.ask(question, stop), finished)
    )
    assert stored.wait(20)
    assert questions.so_far(services, LOCAL, place) == (begun, True, [])
    go_on.set()
    begun.wait(20)
    asking, busy, turns = questions.so_far(services, LOCAL, place)
    assert (asking, busy, [turn.question for turn in turns]) == (None, False, [question.words])


def test_a_page_waits_for_an_answer_of_code_and_not_for_a_model_at_work() -> None:
    held, slow = threading.Event(), threading.Event()

    def by_code(stop: threading.Event):
        yield Quoted((), (), None)
        slow.wait(0.2)

    def by_model(stop: threading.Event):
        yield Quoted((), (), None)
        yield Token("")
        held.wait(20)

    answered = Asking("？", by_code, nothing)
    answered.wait_for_first_look(20)
    assert answered.progress.over
    phrased = Asking("？", by_model, nothing)
    phrased.wait_for_first_look(20)
    assert (phrased.progress.over, phrased.progress.quoted is not None) == (False, True)
    held.set()


def test_stopping_ends_the_answer_with_what_there_is(tmp_path: Path) -> None:
    services = services_in(tmp_path, wording="很长" * 500, pace=0.02)
    made().onto(services.library)
    place = questions.ask(services, LOCAL, None, "预算执行率是多少？", None)
    asking = services.desk.of(place)
    asking.stop()
    asking.wait(20)
    assert asking.progress.over
    assert len(asking.progress.wording or "") < 500
    assert asking.progress.answer.quotation


def test_a_failure_is_on_the_progress_with_the_quotation() -> None:
    def failing(stop: threading.Event):
        yield Quoted((), (), None)
        raise RuntimeError("the disk is gone")

    asking = Asking("？", failing, nothing)
    asking.wait(20)
    assert asking.progress.over
    assert str(asking.progress.failure) == "the disk is gone"
    assert asking.progress.quoted is not None


def test_a_conversation_has_one_question_at_a_time() -> None:
    desk, held = Desk(), threading.Event()

    def slow(stop: threading.Event):
        held.wait(20)
        yield Token("")

    first = desk.begin("c", lambda: Asking("一", slow, nothing))
    second_begun = desk.begin("c", lambda: Asking("二", slow, nothing))
    elsewhere = desk.begin("d", lambda: Asking("三", slow, nothing))
    assert second_begun is None
    assert desk.of("c") is first
    assert elsewhere is not None
    held.set()
    first.wait(20)
    after = desk.begin("c", lambda: Asking("四", slow, nothing))
    assert after.question == "四"
    desk.clear("c")
    assert desk.of("c") is None


def test_a_question_that_is_not_asked_says_so(tmp_path: Path) -> None:
    services = services_in(tmp_path, wording="很长" * 500, pace=0.02)
    made().onto(services.library)
    place = questions.ask(services, LOCAL, None, "预算执行率是多少？")
    with pytest.raises(StillAnswering, match="那上年呢？"):
        questions.ask(services, LOCAL, place, "那上年呢？")
    services.desk.of(place).stop()
    services.desk.of(place).wait(20)
    questions.ask(services, LOCAL, place, "那上年呢？")
    services.desk.of(place).stop()
    services.desk.of(place).wait(20)
    turns = services.library.conversations.turns(LOCAL.id, place)
    assert [turn.question for turn in turns] == ["预算执行率是多少？", "那上年呢？"]


def test_the_second_of_a_double_click_asks_nothing(tmp_path: Path) -> None:
    services = services_in(tmp_path)
    made().onto(services.library)
    drawn = (None, None, False)
    place = questions.ask(services, LOCAL, None, "预算执行率是多少？")
    assert chat._is_asked(services, LOCAL, place, "预算执行率是多少？", drawn)
    assert not chat._is_asked(services, LOCAL, place, "完成了哪些工作？", drawn)
    services.desk.of(place).wait(20)
    questions.so_far(services, LOCAL, place)
    [turn] = services.library.conversations.turns(LOCAL.id, place)
    assert not chat._is_asked(services, LOCAL, place, turn.question, (place, turn.answer_id, False))


def test_what_nobody_came_back_for_is_forgotten() -> None:
    desk = Desk(keep=0)
    desk.begin("left", lambda: Asking("一", lambda stop: iter(()), nothing)).wait(20)
    held = threading.Event()

    def slow(stop: threading.Event):
        held.wait(20)
        yield Token("")

    desk.begin("c", lambda: Asking("二", slow, nothing))
    assert desk.of("left") is None
    desk.begin("d", lambda: Asking("三", slow, nothing))
    assert desk.of("c") is not None
    held.set()


def test_what_could_not_be_opened_can_be_tried_again(tmp_path: Path) -> None:
    there = services_in(tmp_path)
    tries = []

    def opened(_: object):
        tries.append(1)
        if len(tries) == 1:
            raise OSError("the disk is away")
        return there

    opening = Opening(opened)
    opening.wait(20)
    assert str(opening.failure) == "the disk is away"
    opening.again()
    opening.wait(20)
    assert (opening.failure, opening.services) == (None, there)
    opening.again()
    assert len(tries) == 2


def test_a_shelf_that_is_away_is_tried_again_by_itself(tmp_path: Path) -> None:
    there = services_in(tmp_path)
    tries: list[int] = []

    def opened(_: object):
        tries.append(1)
        if len(tries) < 3:
            raise StoreError("the database is away")
        return there

    opening = Opening(opened, away=0.01)
    assert there.searching.wait(20)
    assert (len(tries), opening.failure) == (3, None)


def test_a_shelf_of_another_model_waits_for_people() -> None:
    tries: list[int] = []

    def opened(_: object):
        tries.append(1)
        raise StoreMismatchError("made with another model")

    opening = Opening(opened, away=0.01)
    opening.wait(20)
    time.sleep(0.2)  # twenty times as long as one that is tried again would wait
    assert len(tries) == 1


def test_a_model_that_will_not_load_is_not_waited_for(tmp_path: Path) -> None:
    def broken() -> None:
        raise OSError("no model")

    there = replace(services_in(tmp_path), warm=broken)
    opening = Opening(lambda _: there)
    assert there.searching.wait(20)
    assert opening.failure is None


def test_what_an_earlier_version_read_is_read_again_while_the_pages_are_used(
    tmp_path: Path,
) -> None:
    seen: list[tuple[str, int, int] | None] = []

    opened = threading.Event()

    def renew(told):
        opened.wait(20)
        told(0, 2)
        seen.append(opening.progress)
        return Renewal(1, (Failure("a.txt", Message("The file is gone.")),))

    services = replace(services_in(tmp_path), renew=renew)
    opening = Opening(lambda _: services)
    opened.set()
    opening.wait(20)
    for thread in threading.enumerate():
        if thread.name == "opening":
            thread.join(20)
    assert opening.services is not None
    assert seen == [("renew", 0, 2)]
    assert opening.progress is None
    assert [f.name for f in opening.unrenewed] == ["a.txt"]


def test_the_more_pages_wait_the_less_each_looks_so_that_all_together_look_no_more() -> None:
    assert seconds_between_looks(1) == seconds_between_looks(8) == 0.3
    assert all(n / seconds_between_looks(n) == pytest.approx(8 / 0.3) for n in (8, 50, 1000))
