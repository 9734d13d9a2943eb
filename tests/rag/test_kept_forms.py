"""Answers kept in any form there ever was open, show, export and can be followed up."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from rag.answer import ask
from rag.errors import RecordError
from rag.export import as_json, as_text, to_docx, to_markdown
from rag.records import turn_of
from rag.store import VERSION, from_document, kept, read, to_document
from tests.fakes import PredictableEmbedder
from tests.rag.conftest import asking
from vectorstore.library import Library
from vectorstore.settings import StoreSettings

FORMS = sorted((Path(__file__).parents[1] / "shelves").glob("form-*"))


@pytest.fixture(params=FORMS, ids=lambda folder: folder.name)
def form(request) -> Path:
    return request.param


@pytest.fixture
def embedder():
    return PredictableEmbedder()


@pytest.fixture
def library(form, embedder, tmp_path):
    shutil.copy(form / "catalogue.sqlite", tmp_path)
    library = Library.open(StoreSettings.from_environ({"JIWEN_HOME": str(tmp_path)}), embedder)
    yield library
    library.close()


@pytest.fixture
def contents(form) -> dict:
    return json.loads((form / "contents.json").read_text("utf-8"))


_CALLED_NOW = {"reranker": "reader"}


def of_then(told: object, then: object) -> object:
    """What today says, but only of what there was to say then."""
    if isinstance(then, dict):
        return {k: of_then(told[_CALLED_NOW.get(k, k)], v) for k, v in then.items()}
    if isinstance(then, list):
        return [of_then(t, v) for t, v in zip(told, then, strict=True)]
    return told


def test_every_answer_on_record_says_what_it_said(library, contents):
    assert len(contents["answers"]) >= 8
    for answer_id, then in contents["answers"].items():
        assert of_then(as_json(kept(library, answer_id)), then) == then


def test_every_answer_opens_is_shown_and_is_exported(library):
    answers = [read(record) for record in library.answers.recent()]
    assert len(answers) == library.answers.count()
    for answer in answers:
        assert to_markdown([answer]).startswith("# ")
        assert as_text(answer).endswith(answer.id)
        assert to_docx([answer])
        assert from_document(answer.id, VERSION, to_document(answer)) == answer


def test_exported_it_is_the_document_it_was(library, contents, form):
    if form.name != "form-1":
        pytest.skip("later forms say more in an export; what they say is held above")
    answers = [kept(library, answer_id) for answer_id in contents["answers"]]
    assert to_markdown(answers) == contents["exported"]


def test_a_conversation_of_then_is_followed_up(library, contents, embedder):
    user = contents["tables"]["conversations"][0]["user"]
    (conversation,) = library.conversations.find(user, "水务局2022年预算执行率")
    turns = library.conversations.turns(user, conversation.id)
    earlier = [turn_of(kept(library, turn.answer_id)) for turn in turns]
    *_, finished = ask("项目支出呢？", asking(library, embedder=embedder), turns=earlier)
    assert finished.answer.understood.scope.departments == ("青禾县水务局",)


def test_an_answer_of_a_newer_jiwen_is_not_guessed_at(library):
    record = library.answers.recent()[0]
    with pytest.raises(RecordError, match="newer"):
        from_document(record.id, VERSION + 1, record.document)
