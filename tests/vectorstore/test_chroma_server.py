"""A real Chroma server: restarted, killed, slow, emptied, or with what is not ours in it."""

from __future__ import annotations

import os
import signal
from contextlib import closing

import chromadb
import numpy as np
import pytest
from chromadb.config import Settings

from tests.fakes import PredictableEmbedder
from tests.servers import chroma
from tests.vectorstore.made import made
from tests.vectorstore.writing import long_report, report
from vectorstore.errors import StoreError
from vectorstore.library import Library
from vectorstore.passages import Passages


@pytest.fixture
def server(tmp_path):
    with chroma(tmp_path / "served") as running:
        yield running


@pytest.fixture
def remote(settings, server):
    """A shelf that is searched in Chroma, as very large ones are."""
    changes = {
        "chroma_url": server.url,
        "exact_at_most": 0,
        "quantised_at_most": 0,
        "chroma_seconds": 60.0,
    }
    return settings.model_copy(update=changes)


@pytest.fixture
def library(remote, embedder):
    with closing(Library.open(remote, embedder)) as opened:
        yield opened


def test_passages_on_a_server_are_kept_and_found(library, embedder, remote):
    water = made()
    water.onto(library)
    made("教育局", sentences=("新建学校3所。",)).onto(library)
    found = library.dense(embedder.question("预算执行率"), 5)
    assert found[0].passage_id == water.passages[0].id
    assert library.verify() == []
    assert not (remote.home / "chroma").exists()


@pytest.mark.parametrize("kill", [False, True], ids=["stopped", "killed"])
def test_five_thousand_vectors_are_all_there_after_a_restart(tmp_path, server, kill):
    dice = np.random.default_rng(5)
    vectors = dice.standard_normal((5000, 32), dtype=np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    passages = long_report(1).passages
    each = [p for n in range(13) for p in long_report(n).passages][:5000]
    assert len(passages) * 12 < len(each) == 5000
    there = Passages(tmp_path, server.url, "restarted", 1000, 60)
    there.replace([], each, vectors)
    asked = dice.standard_normal((20, 32), dtype=np.float32)
    nearest = [{each[i].id for i in np.argsort(-(vectors @ q))[:10]} for q in asked]

    def share() -> float:
        found = [{hit.passage_id for hit in there.search(q, 10)} for q in asked]
        return float(np.mean([len(f & n) / 10 for f, n in zip(found, nearest, strict=True)]))

    before = share()
    assert before > 0.98
    server.stop(kill=kill)
    with pytest.raises(StoreError, match="server runs"):
        there.search(asked[0], 10)
    server.start()
    assert there.count() == 5000
    assert share() >= before
    there.close()


def test_three_hundred_replacements_leave_at_most_twice_a_fresh_folder(tmp_path, server):
    embedder = PredictableEmbedder(dimension=64)
    # Alone a report is smaller than Chroma's log of its last thousand changes.
    rest = [long_report(n) for n in range(3)]

    def version(number):
        return made("水务局", 2022, tuple(f"第{number}稿第{i}项。" for i in range(20)))

    def put(there, gone, new):
        there.replace(gone, new.passages, embedder.passages([p.text for p in new.passages]))

    with chroma(tmp_path / "fresh") as fresh:
        there = Passages(tmp_path, fresh.url, "fresh", 1000, 60)
        for each in (*rest, version(300)):
            put(there, [], each)
        there.close()
        size = fresh.size()
    worn = Passages(tmp_path, server.url, "worn", 1000, 60)
    for each in (*rest, version(0)):
        put(worn, [], each)
    for number in range(1, 301):  # as the writer does: the new one in, then the old one out
        put(worn, [], version(number))
        worn.replace([version(number - 1).report.id], [], np.zeros((0, 1), dtype=np.float32))
    assert worn.counts()[version(300).report.id] == 20
    assert worn.count() == 400 * 3 + 20
    last = version(300).passages[3]
    found = worn.search(embedder.passages([last.text])[0], 40)
    assert found[0].passage_id == last.id
    worn.close()
    assert server.size() <= 2 * size


def test_a_server_that_does_not_answer_in_time_is_told(remote, embedder, server):
    slow = remote.model_copy(update={"chroma_seconds": 0.5})
    with closing(Library.open(remote, embedder)) as library:
        report(1, 0).onto(library)
    with closing(Library.open(slow, embedder)) as library:
        library.dense(embedder.question("支出"), 3)
        os.kill(server.pid, signal.SIGSTOP)
        try:
            with pytest.raises(StoreError, match="did not answer within"):
                library.dense(embedder.question("支出"), 3)
            with pytest.raises(StoreError, match="did not answer within"):
                report(2, 0).onto(library)
        finally:
            os.kill(server.pid, signal.SIGCONT)
        assert len(library.reports()) == 1
        assert library.dense(embedder.question("支出"), 3)


def test_a_server_that_lost_its_volume_is_filled_again_from_the_catalogue(
    library, embedder, server
):
    for number in range(3):
        report(number, 0).onto(library)
    embedded = embedder.texts
    server.stop()
    server.folder.rename(server.folder.with_name("lost"))
    server.start()
    question = embedder.question("支出")
    with pytest.raises(StoreError, match=r"gone from the Chroma server|not whole"):
        library.dense(question, 3)
    told = []
    library.mend(lambda *step: told.append(step))
    assert told[0] == ("index", 0, 3)
    assert told[-1] == ("index", 3, 3)
    assert len(library.dense(question, 30)) == 24
    assert library.verify() == []
    assert embedder.texts == embedded
    server.stop()
    server.folder.rename(server.folder.with_name("lost again"))
    server.start()
    report(3, 0).onto(library)  # who writes finds it as well
    assert len(library.dense(question, 40)) == 32


def test_what_is_not_ours_in_our_collection_is_taken_out(library, embedder, server):
    report(1, 0).onto(library)
    client = chromadb.HttpClient(
        "127.0.0.1",
        int(server.url.rpartition(":")[2]),
        settings=Settings(anonymized_telemetry=False),
    )
    foreign = client.create_collection("somebody-elses", embedding_function=None)
    foreign.add(ids=["1"], embeddings=[[1.0, 0.0]])
    ours = client.get_collection(f"jiwen-{library.mark}", embedding_function=None)
    ours.add(ids=["x"], embeddings=embedder.passages(["支出"]), metadatas=[{"by": "hand"}])
    library.mend()
    assert library.verify() == []
    assert len(library.dense(embedder.question("支出"), 30)) == 8
    assert foreign.count() == 1
