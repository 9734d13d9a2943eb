"""One question sees one shelf, however that changes while the question is being answered."""

from __future__ import annotations

import ast
import shutil
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

import rag
from ingest.corpus import Corpus
from ingest.pipeline import put, read, remove
from rag.answer import ask
from rag.records import Seconds
from tests.fakes import FakeChatModel, PredictableEmbedder
from tests.rag.conftest import asking, shelf_of
from tests.rag.written import MANY, water
from vectorstore.library import Library
from vectorstore.settings import StoreSettings
from vectorstore.snapshot import Snapshot

NEWER = water(2022, "2,777.00", "2,666.00", "96", "999.00", "1,667.00", "91.1", 44, "92.2")
QUESTIONS = {
    "a figure": "2022年水务局全年预算数是多少？",
    "figures of several": "2022年各部门全年执行数分别是多少？",
    "words": "2022年水务局完成河道整治多少公里？",
    "no year": "满意率是多少？",
    "an absent year": "2019年水务局的执行率是多少？",
    "in English": "What was the satisfaction rate in 2022?",
}
READING = [
    "reports",
    "passages",
    "passages_of",
    "sentence_vectors",
    "indicators",
    "findings",
    "dense",
    "keywords",
]


@pytest.fixture(scope="module")
def made_once(tmp_path_factory):
    folder = tmp_path_factory.mktemp("made")
    shelf_of(MANY, folder).close()
    return folder


@pytest.fixture
def folder(made_once, tmp_path):
    shutil.copytree(made_once, tmp_path / "copy")
    return tmp_path / "copy"


def opened(folder):
    settings = StoreSettings.from_environ({"JIWEN_HOME": str(folder / "data")})
    return Library.open(settings, PredictableEmbedder())


@pytest.fixture
def library(folder):
    library = opened(folder)
    yield library
    library.close()


def the_one_to_go(library):
    (report,) = (r for r in library.reports(years=[2022]) if "水务局" in r.identity.department)
    return report


def replaced(folder):
    """Another process puts a newer version of a report in its place."""
    another = opened(folder)
    path = folder / "newer.txt"
    path.write_text(NEWER, encoding="utf-8")
    put(another, Corpus(folder / "corpus"), read(path, path.name), by="curator", replacing=True)
    another.close()


def removed(folder):
    """Another process takes a report away."""
    another = opened(folder)
    remove(another, Corpus(folder / "corpus"), the_one_to_go(another).id)
    another.close()


def answered(question, library, chat=None, embedder=None):
    """The answer, less what is another every time."""
    answer = list(ask(question, asking(library, chat, embedder=embedder)))[-1].answer
    return replace(
        answer, id="", asked_at=datetime(2026, 1, 1, tzinfo=UTC), seconds=Seconds(0, 0, 0)
    )


class Once:
    """Does something at the first call, and never again."""

    def __init__(self, work):
        self.work = work
        self.done = False

    def __call__(self):
        if not self.done:
            self.done = True
            self.work()


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
@pytest.mark.parametrize("change", [replaced, removed])
def test_what_another_does_between_any_two_reads_is_not_seen(
    folder, tmp_path, monkeypatch, change, question
):
    library = opened(folder)
    before = answered(question, library)
    gone = the_one_to_go(library).id
    library.close()
    pristine = tmp_path / "pristine"
    shutil.copytree(folder, pristine)
    for n, method in enumerate(READING):
        here = tmp_path / str(n)
        shutil.copytree(pristine, here)
        library = opened(here)
        if n % 2:  # by turns, with everything in memory already, and with nothing
            answered(question, library)
        plain, once = getattr(Snapshot, method), Once(lambda here=here: change(here))

        def meddled(self, *given, plain=plain, once=once, **named):
            found = plain(self, *given, **named)
            once()
            return found

        with monkeypatch.context() as patched:
            patched.setattr(Snapshot, method, meddled)
            during = answered(question, library)
        assert during == before, method
        if once.done:
            after = answered(question, library)
            assert gone not in {f.report.id for f in after.passages}, method
        library.close()


@pytest.mark.parametrize("change", [replaced, removed])
def test_what_another_does_while_the_question_is_embedded_is_not_seen(folder, library, change):
    once = Once(lambda: change(folder))

    class Meddling(PredictableEmbedder):
        def question(self, text):
            if text == question:
                once()
            return super().question(text)

    question = QUESTIONS["words"]
    before = answered(question, library)
    assert "12公里" in before.sentences[0].text
    assert answered(question, library, embedder=Meddling()) == before
    assert once.done
    after = answered(question, library)
    assert "12公里" not in "".join(s.text for s in after.sentences)


def counted(library, monkeypatch):
    """The reading transactions that are opened from now on, and how many of them are open."""
    reading, counts = library._catalogue.reading, {"begun": 0, "open": 0}

    @contextmanager
    def counting():
        counts["begun"] += 1
        counts["open"] += 1
        try:
            with reading() as connection:
                yield connection
        finally:
            counts["open"] -= 1

    monkeypatch.setattr(library._catalogue, "reading", counting)
    return counts


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
def test_a_question_reads_the_shelf_in_one_transaction(library, monkeypatch, question):
    answered(question, library)  # The vectors and the keywords are in memory from then on.
    counts = counted(library, monkeypatch)
    for _ in ask(question, asking(library)):
        assert counts == {"begun": 1, "open": 0}
    assert counts == {"begun": 1, "open": 0}


def test_while_the_model_speaks_no_shelf_is_held(library, monkeypatch):
    question = QUESTIONS["words"]
    answered(question, library)
    counts = counted(library, monkeypatch)
    seen = []

    class Watching(FakeChatModel):
        def stream(self, prompt, stop):
            seen.append(dict(counts))
            return super().stream(prompt, stop)

    list(ask(question, asking(library, Watching("完成河道整治12公里。"))))
    assert seen == [{"begun": 1, "open": 0}]


def test_thirty_who_ask_at_once_while_a_report_is_replaced_are_all_answered(folder, library):
    questions = list(QUESTIONS.values()) * 5
    before = {question: answered(question, library) for question in QUESTIONS.values()}
    with ThreadPoolExecutor(30) as threads:
        asked = [threads.submit(answered, question, library) for question in questions]
        replaced(folder)
        during = [each.result() for each in asked]
    after = {question: answered(question, library) for question in QUESTIONS.values()}
    for question, answer in zip(questions, during, strict=True):
        assert answer in (before[question], after[question])
    assert library.answers.count() == 6 + 30 + 6


def test_who_only_reads_the_shelf_is_given_a_look_at_it():
    """The library is for those who open it, look at it, or save in it."""
    for path in Path(rag.__file__).parent.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        imported = {n.module for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
        if "vectorstore.library" in imported:
            assert path.stem in {"answer", "opening", "store", "retriever", "goals_told"}, path
