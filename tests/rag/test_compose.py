"""What is quoted: bodies rather than headings, whole lists rather than single items."""

from __future__ import annotations

from dataclasses import replace

from rag.evidence.evidence import Basis
from rag.quotation import is_heading, quotation_sentences, quoted, siblings
from rag.records import EvidenceSentence, Intent, Standing
from tests.rag.evidence_made import asked, basis

TASKS = "2. 重点工作任务\n一是建成平台。\n二是完成整治12公里。\n先行先试。\n三是推广经验。\n"
SPANS = ((0, 9), (10, 17), (18, 29), (30, 35), (36, 43))


def pieces(scores: tuple[float, ...] = (3.0, 2.9, 2.0, 1.0, 0.5)) -> list[Basis]:
    whole = basis(TASKS, headings=("一、基本情况", "2. 重点工作任务"))
    passage = replace(whole.found.passage, sentences=SPANS)
    found = replace(whole.found, passage=passage)
    return [
        Basis(EvidenceSentence(1, a, b, TASKS[a:b], score, score / 3), found, None, None)
        for (a, b), score in zip(SPANS, scores, strict=True)
    ]


def test_a_bare_heading_is_not_quoted():
    assert is_heading(pieces()[0])
    assert not is_heading(pieces()[1])
    assert is_heading(basis("四、改进措施", headings=("四、改进措施",)))
    assert not is_heading(basis("（一）基本支出901万元", headings=("（一）基本支出901万元",)))


def test_one_item_of_a_list_brings_the_whole_list_in_its_order():
    shown = quoted(asked("有哪些任务？", Intent.LIST), pieces())
    assert [b.text for b in shown] == [
        "一是建成平台。",
        "二是完成整治12公里。",
        "先行先试。",
        "三是推广经验。",
    ]
    assert [b.text for b in siblings(pieces()[4])] == [b.text for b in shown]


def test_a_question_for_a_figure_gets_its_sentence_and_no_list():
    first, second, third = pieces((1.0, 1.5, 3.0, 1.0, 1.0))[:3]
    shown = quoted(asked("整治多少公里？"), [third, second, first])
    assert [b.text for b in shown] == ["二是完成整治12公里。"]


def test_nothing_is_quoted_where_nothing_was_found():
    assert quoted(asked("有哪些任务？", Intent.LIST), []) == ()


def test_a_quotation_stands_in_its_source():
    (said,) = quotation_sentences(pieces()[2:3])
    assert said.supported
    assert {v.standing for v in said.verdicts} == {Standing.FOUND}
    assert said.citations == (pieces()[2].citation,)
