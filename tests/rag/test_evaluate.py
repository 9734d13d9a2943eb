import json

import pytest

from bench.evaluation import answered, as_text, found_for, main, summarised
from bench.judging import Question
from rag.answer import Answering
from rag.model.chat import Queue
from tests.fakes import PredictableEmbedder, predictable_reader
from tests.rag.shelf import SHELF, put
from vectorstore.library import Library
from vectorstore.settings import StoreSettings

RATE = Question(
    "a", "2022年预算执行率是多少？", "figure", ("x.txt",), ("执行率为99.47%",), ("99.47%",)
)
NAME = Question("b", "局长叫什么名字？", "unanswerable", (), (), ())
WRONG = Question(
    "c", "2022年预算执行率是多少？", "figure", ("x.txt",), ("执行率为12.34%",), ("12.34%",)
)


@pytest.fixture(scope="module")
def answering(tmp_path_factory):
    home = tmp_path_factory.mktemp("shelf")
    settings = StoreSettings(home=home)
    embedder = PredictableEmbedder(dimension=256)
    library = Library.open(settings, embedder)
    put(
        library,
        SHELF[0],
        "一、预算执行情况",
        "全年预算数为8,318.83万元，全年执行数为8,271.47万元，执行率为99.47%。",
        "二、存在的主要问题",
        "绩效目标申报不够全面，绩效管理能力有待进一步提升。",
    )
    yield Answering(library, embedder, predictable_reader(), chat=None, queue=Queue(1))
    library.close()


def test_what_is_found_is_ranked(answering):
    outcome = found_for(RATE, answering, set())
    assert (outcome.passage_rank, outcome.sentence_rank, outcome.refused) == (1, 1, False)
    assert found_for(WRONG, answering, set()).passage_rank is None
    assert found_for(NAME, answering, set()).refused


def test_evidence_counts_only_in_its_own_report(answering):
    assert found_for(RATE, answering, {"x.txt"}).passage_rank is None
    source = SHELF[0].source
    there = Question("d", RATE.text, "figure", (source,), RATE.evidence, RATE.expected)
    assert found_for(there, answering, {source}).passage_rank == 1


def test_answers_are_judged(answering):
    assert answered(RATE, answering, set()).right
    assert not answered(WRONG, answering, set()).right
    assert answered(NAME, answering, set()).refused


def test_shares_are_told_for_all_and_by_kind(answering):
    outcomes = [answered(q, answering, set()) for q in (RATE, NAME, WRONG)]
    summary = summarised(outcomes)
    assert summary["questions"] == 3
    assert summary["hit@1"] == 0.5
    assert summary["right_answers"] == 0.5
    assert summary["rightly_refused"] == 1.0
    assert summary["wrongly_refused"] == 0.0
    assert set(summary["kinds"]) == {"figure", "unanswerable"}
    assert [r["id"] for r in summary["results"]] == ["a", "b", "c"]
    assert "figure" in as_text(summary)
    json.dumps(summary)


def test_a_file_that_is_not_there_or_holds_no_questions_is_said(tmp_path, capsys):
    assert main([str(tmp_path / "none.jsonl")]) == 2
    bad = tmp_path / "bad.jsonl"
    bad.write_text("{", "utf-8")
    assert main([str(bad)]) == 2
    assert "Line 1" in capsys.readouterr().err
