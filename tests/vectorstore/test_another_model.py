"""Another embedding model: the shelf gets its vectors by itself, and loses nothing on the way."""

from __future__ import annotations

import signal

import pytest

from tests.fakes import PredictableEmbedder
from tests.vectorstore.made import made
from tests.vectorstore.test_never_half_done import check_whole
from tests.vectorstore.writing import die_embedding_again, processes, report
from vectorstore.errors import StoreMismatchError
from vectorstore.library import Library


@pytest.fixture
def other():
    """A model of another name and another length of vectors."""
    return PredictableEmbedder("another", dimension=256)


def test_a_shelf_made_with_another_model_gets_vectors_of_this_one(settings, library, other):
    reports = [made().onto(library), made("教育局").onto(library)]
    conversation = library.conversations.begin("me", "水务")
    told = []
    anew = Library.open(settings, other, on_progress=lambda *step: told.append(step))
    embedding = [step for step in told if step[0] == "embed again"]
    assert (embedding[0], embedding[-1]) == (("embed again", 0, 2), ("embed again", 2, 2))
    assert [r.id for r in anew.reports()] == [r.id for r in reports]
    assert {r.provenance.embedding_model for r in anew.reports()} == {"another"}
    assert [r.identity for r in anew.reports()] == [r.identity for r in reports]
    assert len(anew.dense(other.question("预算执行率"), 5)) == 4
    assert anew.conversations.find("me") == [conversation]
    check_whole(anew, other)
    made("财政局", model="another").onto(anew)
    check_whole(anew, other)
    anew.close()


def test_opened_again_nothing_is_embedded(settings, library, other):
    made().onto(library)
    Library.open(settings, other).close()
    embedded = other.texts
    Library.open(settings, other).close()
    assert other.texts == embedded > 0


@pytest.mark.parametrize("after", [0, 1, 2])
def test_killed_while_embedding_again_the_rest_is_done_when_opened(settings, library, other, after):
    for number in range(3):
        report(number, 0).onto(library)
    library.close()
    child = processes.Process(target=die_embedding_again, args=(settings, after))
    child.start()
    child.join()
    assert child.exitcode == -signal.SIGKILL
    anew = Library.open(settings, other)
    assert len(anew.reports()) == 3
    check_whole(anew, other)
    anew.close()


def test_starting_over_keeps_what_people_did(settings, library, other):
    made().onto(library)
    conversation = library.conversations.begin("me", "水务")
    anew = Library.start_over(settings, other)
    assert anew.reports() == []
    assert anew.conversations.find("me") == [conversation]
    made(model="another").onto(anew)
    check_whole(anew, other)
    anew.close()


def test_who_has_it_open_with_the_old_model_is_told_and_never_finds_by_the_wrong_vectors(
    settings, library, embedder, other
):
    made().onto(library)
    Library.open(settings, other).close()
    with pytest.raises(StoreMismatchError, match="another"):
        library.dense(embedder.question("预算执行率"), 5)


def test_passages_of_another_length_stand_beside_each_other(library):
    made().onto(library)
    made("教育局", limit=800).onto(library)
    assert len(library.reports()) == 2
