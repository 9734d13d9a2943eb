"""One event is one line, for people or as JSON, and quotes nothing unless it is told to."""

from __future__ import annotations

import json
import logging
import threading
import warnings

import pytest

from operations.errors import Foreseen
from operations.events import CONTENT, EVENTS
from operations.incidents import note, number_of, watch_threads
from operations.logs import event, reporting, take_over
from operations.settings import OperationsSettings, OperationsSettingsError
from vectorstore.errors import StoreError

LOG = logging.getLogger("jiwen.tests")
HOSTILE = "a\nb\r\n\x1b[2J\x00\u2028\u202eevil\udcff\x85 \"quoted\" = 'x' 预算.pdf"


@pytest.fixture(params=[False, True], ids=["text", "json"])
def as_json(request):
    return request.param


def lines_of(capsys, work, settings=OperationsSettings(), level=logging.INFO) -> list[str]:  # noqa: B008
    with reporting(settings, level):
        work()
    written = capsys.readouterr().err
    assert written.endswith("\n") or not written
    return written.split("\n")[:-1]


def test_one_event_is_one_line_whatever_is_in_it(capsys, as_json):
    settings = OperationsSettings(log="json" if as_json else "text")
    (line,) = lines_of(capsys, lambda: event(LOG, "report.refused", file=HOSTILE), settings)
    assert line.isprintable()
    assert "预算.pdf" in line
    assert line.splitlines() == [line]


def test_a_line_of_json_has_the_fields_as_they_were(capsys):
    settings = OperationsSettings(log="json")

    def work():
        event(LOG, "report.refused", file=HOSTILE, stage="read", kind=None)
        event(LOG, "shelf.opened", reports=3, generation=7, seconds=0.25)

    first, second = (json.loads(line) for line in lines_of(capsys, work, settings))
    assert first["file"] == HOSTILE
    assert "kind" not in first
    assert (first["level"], first["room"], first["event"]) == ("info", "tests", "report.refused")
    assert (second["reports"], second["generation"], second["seconds"]) == (3, 7, 0.25)


@pytest.mark.parametrize("content", [False, True])
def test_what_quotes_a_question_or_a_report_is_left_out_unless_it_is_wanted(
    capsys, as_json, content
):
    settings = OperationsSettings(
        log="json" if as_json else "text", log_content="on" if content else "off"
    )

    def work():
        event(LOG, "question.answered", answer="abc", question="谁拿了奖？")
        number_of(LOG, ValueError("谁拿了奖？"))

    written = "\n".join(lines_of(capsys, work, settings))
    assert ("谁拿了奖" in written) is content
    assert "abc" in written
    assert "ValueError" in written


def test_a_handler_that_is_not_ours_sees_no_content_either(caplog):
    with caplog.at_level(logging.INFO, "jiwen"):
        event(LOG, "question.answered", answer="abc", question="谁拿了奖？")
    assert "answer=abc" in caplog.text
    assert "谁拿了奖" not in caplog.text


def raised(error: Exception) -> Exception:
    def deep():
        try:
            raise KeyError("内情")
        except KeyError as cause:
            raise error from cause

    with pytest.raises(type(error)) as caught:
        deep()
    return caught.value


def test_a_trace_is_in_its_line_with_every_cause_and_without_what_they_say(capsys):
    error = raised(ValueError("秘密"))
    settings = OperationsSettings(log="json")
    (line,) = lines_of(capsys, lambda: number_of(LOG, error), settings)
    told = json.loads(line)
    assert [one["error"] for one in told["trace"]] == ["builtins.ValueError", "builtins.KeyError"]
    assert told["trace"][0]["at"][0].startswith("tests/operations/test_logs.py:")
    assert told["trace"][0]["at"][0].endswith("deep")
    assert "秘密" not in line
    assert "内情" not in line


def test_an_error_of_ours_that_quotes_nothing_is_logged_with_its_words(capsys):
    def work():
        note(LOG, StoreError("The disk is full."))

    (line,) = lines_of(capsys, work)
    assert 'trouble.told kind=StoreError message="The disk is full."' in line


def test_an_error_that_may_quote_is_logged_by_its_kind(capsys):
    (line,) = lines_of(capsys, lambda: note(LOG, Foreseen("“谁拿了奖？” was not asked")))
    assert line.endswith("trouble.told kind=Foreseen")


def test_an_error_is_logged_once_however_often_it_is_shown(capsys):
    error = ValueError("x")
    numbers = []
    lines = lines_of(capsys, lambda: numbers.extend(number_of(LOG, error) for _ in range(5)))
    assert len(lines) == 1
    assert len(set(numbers)) == 1
    assert f"number={numbers[0]}" in lines[0]


def test_an_error_that_says_itself_has_no_number():
    assert note(LOG, StoreError(".")) == ""
    assert note(LOG, PermissionError(13, "Permission denied")) == ""
    assert note(LOG, OSError(9, "Bad file descriptor"))
    assert note(LOG, ValueError("x"))


def test_a_command_is_told_of_warnings_only_unless_the_setting_says_else(capsys):
    def work():
        event(LOG, "shelf.opened", reports=1)
        event(LOG, "chat_server.died")

    assert len(lines_of(capsys, work, level=logging.WARNING)) == 1
    wordy = OperationsSettings(log_level="info")
    assert len(lines_of(capsys, work, wordy, level=logging.WARNING)) == 2


@pytest.mark.filterwarnings("default")
def test_what_libraries_and_python_warn_of_is_passed_on_as_lines(capsys):
    def work():
        logging.getLogger("some.library").warning("two\nlines %s", "here")
        logging.getLogger("some.library").info("not heard")
        warnings.warn("old\nuse", stacklevel=1)

    settings = OperationsSettings(log="json")
    told = [json.loads(line) for line in lines_of(capsys, work, settings)]
    assert [one["event"] for one in told] == ["log", "log"]
    assert told[0]["message"] == "two\nlines here"
    assert told[1]["room"] == "py.warnings"


def test_a_library_that_writes_for_itself_speaks_through_the_log(capsys):
    talker = logging.getLogger("talkative.part")
    quiet = logging.getLogger("talkative.quiet")
    talker.propagate = quiet.propagate = False
    talker.addHandler(logging.StreamHandler())
    quiet.setLevel(logging.INFO)

    def work():
        take_over("talkative")
        talker.warning("hello")
        quiet.info("not a word")

    (line,) = lines_of(capsys, work)
    assert line.endswith("log message=hello")


def test_what_ends_a_thread_is_an_incident(capsys, monkeypatch):
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)

    def broken():
        raise LookupError("秘密")

    def work():
        watch_threads()
        thread = threading.Thread(target=broken)
        thread.start()
        thread.join()

    (line,) = lines_of(capsys, work)
    assert "incident number=" in line
    assert "LookupError" in line
    assert "秘密" not in line


def test_the_log_is_as_it_was_afterwards(capsys):
    before = [*logging.getLogger().handlers], logging.getLogger("jiwen").level
    lines_of(capsys, lambda: None)
    assert ([*logging.getLogger().handlers], logging.getLogger("jiwen").level) == before


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("JIWEN_LOG", "xml"),
        ("JIWEN_LOG_CONTENT", "maybe"),
        ("JIWEN_LOG_LEVEL", "loud"),
        ("JIWEN_METRICS", "everyone"),
    ],
)
def test_a_setting_that_means_nothing_is_refused(name, value):
    with pytest.raises(OperationsSettingsError, match=value):
        OperationsSettings.from_environ({name: value})
    assert OperationsSettings.from_environ({}) == OperationsSettings()


def test_settings_are_read_however_they_are_written():
    read = OperationsSettings.from_environ(
        {
            "JIWEN_LOG": " JSON",
            "JIWEN_LOG_CONTENT": "On",
            "JIWEN_LOG_LEVEL": "Error",
            "JIWEN_METRICS": "open",
        }
    )
    assert read == OperationsSettings(
        log="json", log_content="on", log_level="error", metrics="open"
    )


def test_fields_that_quote_are_few_and_known():
    assert {"question", "title", "words"} == CONTENT
    assert all(kind.meaning for kind in EVENTS.values())
