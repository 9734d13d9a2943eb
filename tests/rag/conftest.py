"""A shelf of small reports, read by the real pipeline, and a way to ask it."""

from __future__ import annotations

import pytest

from ingest.corpus import Corpus
from ingest.pipeline import put, read
from rag.answer import Answering, ask
from rag.model.chat import Queue
from tests.fakes import PredictableEmbedder, predictable_reader
from tests.rag import written
from vectorstore.library import Library
from vectorstore.settings import StoreSettings


def shelf_of(reports, folder, embedder=None):
    """Texts of reports by their file names → a shelf with them, in an empty folder."""
    settings = StoreSettings.from_environ({"JIWEN_HOME": str(folder / "data")})
    library = Library.open(settings, embedder or PredictableEmbedder())
    corpus = Corpus(folder / "corpus")
    for name, text in reports.items():
        path = folder / name
        path.write_text(text, encoding="utf-8")
        put(library, corpus, read(path, name), by="curator")
    return library


@pytest.fixture(scope="session")
def water_shelf(tmp_path_factory):
    library = shelf_of(written.WATER, tmp_path_factory.mktemp("water"))
    yield library
    library.close()


@pytest.fixture(scope="session")
def many_shelf(tmp_path_factory):
    library = shelf_of(written.MANY, tmp_path_factory.mktemp("many"))
    yield library
    library.close()


def asking(library, chat=None, parallel=1, embedder=None, reader=None):
    """A shelf and a chat model → what answering works with."""
    embedder, reader = embedder or PredictableEmbedder(), reader or predictable_reader()
    return Answering(library, embedder, reader, chat, Queue(parallel))


def answer_to(question, library, chat=None, reader=None, **more):
    events = list(ask(question, asking(library, chat, reader=reader), **more))
    return events[-1].answer


def text_of(answer):
    return "\n".join(s.text for s in answer.sentences)
