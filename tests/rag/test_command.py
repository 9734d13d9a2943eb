"""`python -m rag` as people and programs use it, with the chat model off."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

import rag.__main__ as command
from rag.errors import RagError
from rag.opening import departments_named
from tests.rag.conftest import asking


@pytest.fixture
def run(many_shelf, monkeypatch, capsys):
    monkeypatch.setattr(command, "open_answering", lambda env, told: asking(many_shelf))
    monkeypatch.setattr(command, "open_library", lambda env, told: many_shelf)

    def run(*arguments):
        code = command.main(arguments)
        told = capsys.readouterr()
        return code, told.out, told.err

    return run


def test_a_question_is_answered_on_the_terminal(run):
    code, out, _ = run("2022年水务局完成河道整治多少公里？")
    assert code == 0
    assert "12公里" in out
    assert "[1]" in out


def test_year_and_department_narrow_the_question(run):
    _, out, _ = run("全年预算数是多少？", "--year", "2021", "--department", "水务局", "--json")
    told = json.loads(out)
    assert told["understood"]["scope"]["years"] == [2021]
    assert "2,000.00万元" in told["answer"]


def test_a_department_that_is_nobodys_is_told(run):
    code, out, err = run("全年预算数是多少？", "--department", "航天局")
    assert (code, out) == (2, "")
    assert "水务局" in err


def test_an_answer_can_be_shown_again_and_taken_away(run, tmp_path):
    _, out, _ = run("2022年水务局完成河道整治多少公里？", "--json")
    answer_id = json.loads(out)["id"]
    assert json.loads(run("show", answer_id, "--json")[1]) == json.loads(out)
    to = tmp_path / "answers.docx"
    assert run("export", answer_id, "--to", str(to))[0] == 0
    assert to.stat().st_size > 1000


def test_an_id_that_is_nobodys_and_a_folder_that_is_not_there_are_told(run, tmp_path):
    code, _, err = run("show", "nothing")
    assert code == 2
    assert "nothing" in err
    _, out, _ = run("2022年水务局完成河道整治多少公里？", "--json")
    code, _, err = run("export", json.loads(out)["id"], "--to", str(tmp_path / "no" / "a.md"))
    assert code == 2
    assert "a.md" in err


def test_departments_go_by_their_short_names(many_shelf):
    shelf = many_shelf.reports()
    assert departments_named(shelf, ["江岸市临河区水务局"]) == ("江岸市临河区水务局",)
    assert departments_named(shelf, ["水务局"]) == ("江岸市临河区水务局",)
    with pytest.raises(RagError):
        departments_named(shelf, ["财政局"])


def test_a_reader_that_stops_reading_is_no_error(tmp_path):
    environ = os.environ | {"JIWEN_HOME": str(tmp_path / "data"), "LLM": "off"}
    line = [sys.executable, "-m", "rag", "2022年执行率是多少？"]
    pipe = subprocess.PIPE
    with subprocess.Popen(line, env=environ, stdout=pipe, stderr=pipe) as asked:
        asked.stdout.close()
        told = asked.stderr.read().decode()
        assert asked.wait(120) == 0
    assert "Traceback" not in told
