"""Evidence as it stands, what of it is quoted, and two figures of one name."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from rag.evidence.basis import Basis
from rag.quotation import is_heading, quotation_sentences, quoted, siblings, with_both_groups
from rag.records import EvidenceSentence, Intent, Standing
from records import Kind, Row, Table
from tests.fakes import PredictableEmbedder
from tests.identities import identity_of
from tests.rag.conftest import answer_to, text_of
from tests.rag.evidence_made import asked, basis
from tests.rag.shelf import put, report
from vectorstore.library import Library
from vectorstore.settings import StoreSettings

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


def read_in(text: str, *probabilities: float) -> list[Basis]:
    """The parts of one passage up to each ；and 。, each as probable as is said."""
    spans = [match.span() for match in re.finditer(r"[^；。]+[；。]", text)]
    found = basis(text).found
    found = replace(found, passage=replace(found.passage, sentences=tuple(spans)))
    return [
        Basis(EvidenceSentence(1, a, b, text[a:b], p, p), found, None, None)
        for (a, b), p in zip(spans, probabilities, strict=True)
    ]


def test_a_list_that_is_led_in_to_is_brought_from_its_first_item_on():
    tasks = "确定三项任务：一是建成预警平台；二是整治河道12公里；三是推广经验。另有其他工作。"
    first, *others = read_in(tasks, 0.9, 0.1, 0.1, 0.1)
    shown = quoted(asked("有哪些任务？", Intent.LIST), [first, *others])
    assert [b.text for b in shown] == [
        "确定三项任务：一是建成预警平台；",
        "二是整治河道12公里；",
        "三是推广经验。",
    ]


def test_a_list_without_numbers_is_what_its_semicolons_divide():
    duties = "主要职能：承担传染病诊疗任务；为城北居民提供医疗服务；指导基层医疗机构。年内无变动。"
    shown = quoted(asked("有哪些职能？", Intent.LIST), read_in(duties, 0.1, 0.8, 0.1, 0.1))
    assert [b.text.strip("；") for b in shown] == duties.removesuffix("年内无变动。").split("；")


def test_what_goes_on_about_a_quoted_sentence_is_quoted_where_it_may_answer_too():
    text = "拆除项目执行率只有75%。原因是当事人起诉。全年开会12次。"
    told, reason, other = read_in(text, 0.9, 0.4, 0.1)
    why = asked("执行率为什么低？", Intent.OTHER)
    assert quoted(why, [told, reason, other]) == (told, reason)
    assert quoted(why, [reason, told, other]) == (told, reason)
    assert quoted(asked("执行率是多少？"), [told, reason, other]) == (told,)


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


@pytest.fixture(scope="module")
def city(tmp_path_factory):
    settings = StoreSettings(home=tmp_path_factory.mktemp("city"))
    library = Library.open(settings, PredictableEmbedder())
    identity = identity_of(
        "关于锦屿市2025年预算执行情况的报告",
        2025,
        "",
        place=("锦屿市",),
        kind=Kind.BUDGET_EXECUTION,
    )
    about = replace(report("锦屿市财政局", 2025), identity=identity, as_read=identity)
    put(
        library,
        about,
        "一、2025年预算执行情况",
        "2025年全市一般公共预算收入完成31.99亿元。",
        "2025年市本级一般公共预算收入完成10.20亿元。",
        "二、存在的问题",
        "财政收支矛盾突出。",
    )
    yield library
    library.close()


def test_both_are_given_where_the_question_does_not_say_which(city):
    answer = answer_to("锦屿2025年一般公共预算收入多少亿元？", city)
    assert "31.99亿元" in text_of(answer)
    assert "10.20亿元" in text_of(answer)
    assert any("全域、本级" in note or "本级、全域" in note for note in answer.notes)


def test_nothing_is_said_of_two_where_the_question_says_which(city):
    answer = answer_to("锦屿2025年全市一般公共预算收入多少亿元？", city)
    assert "31.99亿元" in text_of(answer)
    assert not any("口径" in note for note in answer.notes)


CITY = basis("2022年，全市一般公共预算收入31.99亿元。", n=1)
OWN = basis("2022年，市本级一般公共预算收入12.40亿元。", n=1, start=100)
FUND = basis("2022年，全市政府性基金预算收入8.15亿元。", n=1, start=200)
SPENT = basis("2022年，全市一般公共预算支出96.30亿元。", n=1, start=300)


@pytest.mark.parametrize(
    ("question", "first", "other", "names"),
    [
        ("一般公共预算收入多少？", CITY, OWN, ("全域", "本级")),
        ("全市预算收入多少？", CITY, FUND, ("一般公共预算", "政府性基金")),
        ("全市一般公共预算多少？", CITY, SPENT, ("收入", "支出")),
    ],
)
def test_where_the_question_does_not_say_which_both_are_given(question, first, other, names):
    shown, notes = with_both_groups(asked(question), [first], [first, other])
    assert shown == (first, other)
    assert any(all(name in note for name in names) for note in notes)


@pytest.mark.parametrize("question", ["全市一般公共预算收入多少？", "市本级一般公共预算收入多少？"])
def test_where_it_does_nothing_is_added(question):
    assert with_both_groups(asked(question), [CITY], [CITY, OWN]) == ((CITY,), ())


def test_what_asks_for_no_figure_is_left_as_it_is():
    assert with_both_groups(asked("一般公共预算收入的来源？", Intent.OTHER), [CITY], [OWN]) == (
        (CITY,),
        (),
    )


def row_of(columns, cells) -> Basis:
    row = Row(cells, 0, 10)
    table = Table("河道整治明细", "", columns, (row,), 0, 10)
    return replace(basis("一行"), table=table, row=row)


def test_a_cell_is_read_with_its_columns_unit():
    made = row_of(("河道", "长度（公里）", "完成投资(万元)"), ("白沙溪", "6.5", "1,120.30"))
    assert made.text == "河道整治明细：河道 白沙溪；长度 6.5公里；完成投资 1,120.30万元"


def test_a_cell_that_is_no_bare_number_stays_as_it_is():
    made = row_of(("河道", "进度（%）", "备注（原因）"), ("白沙溪", "98.5%", "—"))
    assert made.text == "河道整治明细：河道 白沙溪；进度（%） 98.5%；备注（原因） —"


def test_brackets_that_hold_no_unit_stay_with_the_columns_name():
    made = row_of(("项目", "全年预算数（A）", "执行率（B/A）"), ("总额", "100.00", "98.00"))
    assert made.text == "河道整治明细：项目 总额；全年预算数（A） 100.00；执行率（B/A） 98.00"
