"""A kept answer is asked again: the same comes out, or what differs is said, and why."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

import rag.__main__ as command
import rag.answer
from ingest.corpus import Corpus
from ingest.pipeline import put, read, remove
from rag.answer import ask, replay
from rag.records import Scope, turn_of
from rag.store import RULES, digest_of, kept, replay_json, replay_text
from tests.fakes import FakeChatModel, PredictableEmbedder
from tests.rag import written
from tests.rag.conftest import asking, shelf_of
from tests.test_architecture import ALLOWED
from vectorstore.library import Library
from vectorstore.settings import StoreSettings

QUESTION = "2022年水务局完成河道整治多少公里？"
FIRST_FORM = Path(__file__).parents[1] / "shelves" / "form-1"


@pytest.fixture
def folder(tmp_path):
    return tmp_path


@pytest.fixture
def library(folder):
    library = shelf_of(written.WATER, folder)
    yield library
    library.close()


def asked(library, question=QUESTION, chat=None, **more):
    *_, finished = ask(question, asking(library, chat), **more)
    return finished.answer


def put_again(library, folder, old, new):
    """The report with `old` in its text → on the shelf with `new` in its place."""
    (name,) = (n for n, text in written.WATER.items() if old in text)
    path = folder / name
    path.write_text(written.WATER[name].replace(old, new), encoding="utf-8")
    put(library, Corpus(folder / "corpus"), read(path, name), by="curator", replacing=True)


def test_an_answer_says_what_it_was_made_with(library):
    made = asked(library).made_with
    assert made.embedding_model == "predictable"
    assert made.chat_model == ""
    assert made.reader.startswith("predictable")
    assert made.shelf == library.mark
    with library.snapshot() as shelf:
        assert made.generation == shelf.generation
    assert made.program
    assert len(made.rules) == 12


@pytest.mark.parametrize("question", [QUESTION, "局长是谁？", "水务局2022年预算执行率是多少？"])
def test_on_the_same_shelf_the_same_is_answered_and_nothing_is_kept_of_it(library, question):
    answer = asked(library, question)
    count = library.answers.count()
    result = replay(asking(library), answer.id)
    assert not result.drifted
    assert result.made_with == result.passages == ()
    assert "The same" in replay_text(result)
    assert library.answers.count() == count


def test_a_follow_up_and_a_chosen_scope_are_asked_again_as_they_were(library):
    first = asked(library)
    follow_up = asked(library, "执行率呢？", turns=[turn_of(first)])
    chosen = asked(library, "完成河道整治多少公里？", filters=Scope(years=(2022,)))
    for answer in (follow_up, chosen):
        assert not replay(asking(library), answer.id).drifted


def test_another_version_of_the_report_is_given_as_the_reason(library, folder):
    answer = asked(library)
    put_again(library, folder, "12公里", "15公里")
    result = replay(asking(library), answer.id)
    assert result.drifted
    assert {"shelf", "passages"} <= {*result.reasons}
    (said,) = (d for d in result.answer if d.what == "answer")
    assert "12公里" in said.then
    assert "15公里" in said.now
    text = replay_text(result)
    assert text.index("12公里") < text.index("15公里")
    assert "shelf" in text.splitlines()[-1]


def test_a_report_that_is_gone_is_given_as_the_reason(library, folder):
    answer = asked(library)
    (cited,) = {f.report.id for f in answer.passages}
    remove(library, Corpus(folder / "corpus"), cited)
    result = replay(asking(library), answer.id)
    assert result.drifted
    assert result.passages[0].now == ""


def test_another_model_and_other_rules_are_named(library, monkeypatch):
    answer = asked(library)
    embedder = PredictableEmbedder("predictable")
    monkeypatch.setattr(rag.answer, "rules_version", lambda: "0" * 12)
    result = replay(replace(asking(library, embedder=embedder), settings=(("A", "1"),)), answer.id)
    assert {d.what for d in result.made_with} == {"rules", "settings"}
    assert not result.drifted


def test_the_rules_are_those_of_every_room_that_has_a_say_in_an_answer():
    assert {*RULES} == (ALLOWED["rag"] | {"rag"}) - {"exports", "operations"}


@pytest.mark.parametrize(
    ("file", "counts"),
    [
        ("scale.py", True),
        ("question/words.toml", True),
        ("weights.json", True),
        ("divisions.tsv", True),
        ("zh/LC_MESSAGES/jiwen.po", True),
        ("data/split.toml", False),
        ("__pycache__/scale.cpython-311.pyc", False),
        ("README.md", False),
    ],
)
def test_other_rules_are_other_code_and_other_data_but_not_what_is_trained_on(
    tmp_path, file, counts
):
    path = tmp_path / "reader" / file
    path.parent.mkdir(parents=True)
    path.write_text("even = 0.97")
    before = digest_of([tmp_path / "reader"])
    path.write_text("even = 0.98")
    assert (digest_of([tmp_path / "reader"]) != before) is counts


def test_a_wording_that_is_no_longer_given_is_told(library):
    answer = asked(library, chat=FakeChatModel("2022年完成河道整治12公里。"))
    assert answer.made_with.chat_model
    result = replay(asking(library), answer.id)
    assert [d.what for d in result.made_with] == ["chat_model"]
    assert result.reasons == ("models",) or not result.drifted


def test_answers_of_the_first_form_are_asked_again_with_their_conversation(tmp_path):
    shutil.copy(FIRST_FORM / "catalogue.sqlite", tmp_path)
    embedder = PredictableEmbedder()
    library = Library.open(StoreSettings.from_environ({"JIWEN_HOME": str(tmp_path)}), embedder)
    turn = next(
        t
        for t in json.loads((FIRST_FORM / "contents.json").read_text("utf-8"))["tables"]["turns"]
        if t["question"].startswith("那")
    )
    result = replay(asking(library, embedder=embedder), turn["answer_id"])
    now, then = result.now.understood, result.then.understood
    assert (now.standalone, now.scope) == (then.standalone, then.scope)
    assert "noted then" in replay_text(result)
    library.close()


def test_the_command_fails_where_it_drifts(library, folder, monkeypatch, capsys):
    answer = asked(library)
    monkeypatch.setattr(command, "open_answering", lambda env, told: asking(library))
    assert command.main(["replay", answer.id]) == 0
    put_again(library, folder, "12公里", "15公里")
    capsys.readouterr()
    assert command.main(["replay", answer.id, "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told == replay_json(replay(asking(library), answer.id))
    assert told["drifted"] is True
    assert kept(library, answer.id) == answer
