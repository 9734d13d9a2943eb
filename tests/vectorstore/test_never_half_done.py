"""Killed at any moment, the shelf has every report either wholly or not at all."""

from __future__ import annotations

import random
import signal
import time

import pytest

from tests.vectorstore.conftest import BOTH
from tests.vectorstore.writing import die_at, processes, report, write_for_ever
from vectorstore.library import Library

ROUNDS = {"sqlite": 25, "postgresql": 10}


def check_whole(library: Library, embedder) -> None:
    """Each report on the shelf is whole, and nothing is found that is not on it."""
    assert library._indexes.intended() == []
    assert library.verify() == []
    ids = {r.id for r in library.reports()}
    for report_id in ids:
        text = library.text(report_id).text
        passages = library.passages_of(report_id)
        assert len(passages) == library.passage_counts()[report_id] > 0
        assert "".join(passage.text for passage in passages) == text
        assert len(library.indicators()[report_id]) == 1
        assert library.sentence_vectors([p.id for p in passages]).keys() == {p.id for p in passages}
        for passage in passages[:2]:
            vector = embedder.question(f"一、基本情况\n{passage.text}")
            near = library._indexes.passages.search(vector, 3)
            assert passage.id in {hit.passage_id for hit in near}
            for scope in (None, [report_id]):
                assert passage.id in {hit.passage_id for hit in library.dense(vector, 3, scope)}
                found = library.keywords(passage.text, 3, scope)
                assert passage.id in {hit.passage_id for hit in found}
    near = library._indexes.passages.search(embedder.question("支出"), 500)
    everywhere = [hit for hit in near if hit.report_id != "free"]
    assert {hit.report_id for hit in everywhere} == ids
    assert set(library.passages([hit.passage_id for hit in everywhere])) == {
        hit.passage_id for hit in everywhere
    }


@BOTH
def test_a_writer_killed_at_random_moments_leaves_whole_reports(settings, embedder):
    dice = random.Random(20220)
    for seed in range(ROUNDS[settings.database_url.partition("+")[0].partition(":")[0]]):
        ready, told = processes.Pipe(duplex=False)
        writer = processes.Process(target=write_for_ever, args=(settings, seed, told))
        writer.start()
        assert ready.recv() == "writing"
        time.sleep(dice.random() * 0.5)
        writer.kill()
        writer.join()
        assert writer.exitcode == -signal.SIGKILL
        library = Library.open(settings, embedder)
        check_whole(library, embedder)
        library.close()


ADDING = [(step, after) for step in ("intend", "passages", "keywords") for after in (False, True)]
LEAVING = [*ADDING, ("settle", False), ("settle", True)]
COMMITTED = ("settle", "keywords")
"""Steps that come after the change is committed in the catalogue."""


def killed(settings, step, after, new, old) -> None:
    child = processes.Process(target=die_at, args=(settings, step, after, new, old))
    child.start()
    child.join()
    assert child.exitcode == -signal.SIGKILL


@BOTH
@pytest.mark.parametrize(("step", "after"), ADDING)
def test_killed_while_adding_the_report_is_in_or_out_and_can_be_added(
    settings, embedder, step, after
):
    library = Library.open(settings, embedder)
    report(1, 0).onto(library)
    library.close()
    killed(settings, step, after, report(2, 0), None)
    library = Library.open(settings, embedder)
    there = [1, 2] if step in COMMITTED else [1]
    assert [r.id for r in library.reports()] == [report(n, 0).report.id for n in there]
    check_whole(library, embedder)
    report(2, 0).onto(library)
    check_whole(library, embedder)
    library.close()


@BOTH
@pytest.mark.parametrize(("step", "after"), LEAVING)
def test_killed_while_replacing_one_of_both_is_there(settings, embedder, step, after):
    old, new = report(1, 0), report(1, 1)
    library = Library.open(settings, embedder)
    old.onto(library)
    library.close()
    killed(settings, step, after, new, old.report.id)
    library = Library.open(settings, embedder)
    expected = new if step in COMMITTED else old
    assert [r.id for r in library.reports()] == [expected.report.id]
    check_whole(library, embedder)
    library.close()


@pytest.mark.parametrize(("step", "after"), ADDING)
def test_killed_while_a_report_replaces_itself_it_is_whole(settings, embedder, step, after):
    old, new = report(1, 0), report(1, 0)
    library = Library.open(settings, embedder)
    old.onto(library)
    report(2, 0).onto(library)
    library.close()
    killed(settings, step, after, new, old.report.id)
    library = Library.open(settings, embedder)
    assert len(library.reports()) == 2
    check_whole(library, embedder)
    library.close()


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("step", ["intend", "passages", "keywords", "settle"])
def test_killed_while_removing_the_report_is_in_or_out(settings, embedder, step, after):
    library = Library.open(settings, embedder)
    report(1, 0).onto(library)
    report(2, 0).onto(library)
    library.close()
    killed(settings, step, after, None, report(2, 0).report.id)
    library = Library.open(settings, embedder)
    still = {report(1, 0).report.id} | ({report(2, 0).report.id} if step == "intend" else set())
    assert {r.id for r in library.reports()} == still
    check_whole(library, embedder)
    library.close()
