import os

import pytest

from models.embedding import load_embedder
from models.settings import ModelSettings
from rag.evidence import evidence
from rag.look import look
from rag.query import query_of
from rag.relevance import Unanswerable, is_told, relevance, unanswerable
from rag.retrieve import retrieve
from rag.understand import understand
from rag.wanted import Wanted, wanted_of
from tests.rag.shelf import SHELF, TODAY, WANLI, put, report
from vectorstore.library import Library
from vectorstore.settings import StoreSettings

EMBEDDER = load_embedder(ModelSettings.from_environ(os.environ))


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    home = tmp_path_factory.mktemp("shelf")
    settings = StoreSettings(home=home)
    library = Library.open(settings, EMBEDDER)
    put(
        library,
        SHELF[0],
        "一、基本情况",
        "（一）部门概况",
        "负责全区政务服务大厅的管理，指导各镇街开展政务服务工作。",
        "（二）预算执行情况",
        "全年预算数为8,318.83万元，全年执行数为8,271.47万元，执行率为99.47%。",
        "政务服务大厅服务群众2438748人次，群众满意率达到99.9%，收到表扬信419封。",
        "区财政局于2022年1月批复预算8,000万元，2021年批复7,500万元。",
        "企业开办2小时可全部办结。",
        "全年新增自助终端30台，2023年将继续优化预算执行管理。",
        "2022年预算执行率较高，2023年5月通过验收。",
        "二、存在的主要问题",
        "绩效目标申报不够全面，绩效管理能力有待进一步提升。",
    )
    yield library
    library.close()


def looked_for(library, question):
    shelf = library.reports()
    query = query_of(understand(question, (), shelf, TODAY), EMBEDDER, shelf)
    found = retrieve(library, query)
    return query, found, evidence(library, query, found)


def judged(library, question):
    return unanswerable(*looked_for(library, question))


def told(library, question):
    query, found, sentences = looked_for(library, question)
    return is_told(query.understood, found, sentences)


@pytest.mark.parametrize(
    "question",
    [
        "报告承认存在哪些问题？",
        "报告里提到了哪些问题？",
        "2022年区政数局的执行率是多少？",
        "群众满意度怎么样？",
        "大厅接待了多少人？",
        "收到了多少封表扬信？",
        "开一家公司要多久能办完？",
        "有哪些不足？",
        "花了多少钱？",
        "How many letters of praise were received?",
        "How satisfied were citizens with the service hall?",
    ],
)
def test_what_is_spoken_of_is_tried(library, question):
    assert judged(library, question) is None


@pytest.mark.parametrize(
    "question",
    [
        "局长叫什么名字？",
        "2022年新招聘了多少名公务员？",
        "这个局负责城市绿化养护吗？",
        "疫苗接种了多少剂次？",
        "地铁什么时候开通？",
        "How many parks were built?",
        "What was the vaccination coverage?",
    ],
)
def test_what_is_not_spoken_of_is_refused(library, question):
    assert judged(library, question) in (Unanswerable.NOTHING, Unanswerable.FAINT)


def test_a_year_that_is_not_there_is_refused_unless_a_report_speaks_of_it(library):
    assert judged(library, "2019年的执行率是多少？") is Unanswerable.YEAR
    assert judged(library, "2021年区财政局批复了多少预算？") is None


@pytest.mark.parametrize(
    "question",
    ["2023年预算执行率是多少？", "2023年新增了多少台自助终端？", "2023年群众满意率是多少？"],
)
def test_another_year_s_figure_is_no_answer_for_a_year_mentioned_in_passing(library, question):
    assert judged(library, question) is Unanswerable.YEAR


@pytest.mark.parametrize(
    "question",
    [
        "政务服务大厅的面积是多少？",
        "政务服务大厅占地多少平方米？",
        "区级道路总长多少公里？",
        "What is the floor area of the government service hall?",
    ],
)
def test_a_quantity_of_a_sort_that_is_nowhere_is_refused(library, question):
    assert judged(library, question) is Unanswerable.NOTHING


def test_what_a_thing_cost_has_to_be_told_where_the_thing_is(library):
    """There are sums in the report, none of them the terminals'."""
    assert judged(library, "新增的自助终端一共花了多少钱？") is Unanswerable.BESIDE
    assert judged(library, "新增的自助终端花了多少购置费？") is Unanswerable.BESIDE
    assert judged(library, "新增了多少台自助终端？") is None


@pytest.mark.parametrize(
    "question", ["新增了多少台自助终端？", "大厅的群众满意率是多少？", "收到了多少封表扬信？"]
)
def test_what_stands_in_the_sentence_that_speaks_of_the_thing_is_told(library, question):
    assert told(library, question)


@pytest.mark.parametrize(
    "question", ["自助终端为什么新增？", "自助终端位于哪里？", "自助终端由谁管理？"]
)
def test_what_is_not_in_it_or_is_of_no_known_sort_is_not_told(library, question):
    assert not told(library, question)


@pytest.mark.parametrize(
    ("question", "mentioned"), [("区教育局的执行率是多少？", 0), ("区财政局批复预算多少万元？", 1)]
)
def test_of_a_body_that_is_not_there_only_what_others_mention_is_shown_and_as_that(
    library, question, mentioned
):
    with library.snapshot() as shelf:
        seen = look(shelf, EMBEDDER, understand(question, (), shelf.reports(), TODAY))
    assert question[:4] in seen.refusal
    assert (seen.found, seen.quoted, seen.table) == ((), (), None)
    assert len(seen.mentioned) == mentioned
    assert all("提到“区财政局”" in line for line in seen.mentioned)


def test_years_and_departments_are_no_evidence_by_themselves():
    asked = understand("2023年万里街道的停车位有多少个？", (), [report(WANLI, 2023)], TODAY)
    wanted = wanted_of(asked, [report(WANLI, 2023).identity])
    assert Wanted(("停车",)) in wanted
    assert not any("万里" in word or "2023" in word for one in wanted for word in one.words)


def test_without_evidence_there_is_no_relevance():
    asked = understand("停车位有多少个？", (), [], TODAY)
    assert relevance(asked, (), ()) == 0.0


def test_characters_that_meet_where_two_words_do_are_told_from_a_word_s_own():
    wanted = wanted_of(understand("公共文化惠民演出", (), [], TODAY), [])
    assert Wanted(("文化",)) in wanted
    assert Wanted(("共文",), joined=True) in wanted


def test_plain_words_of_a_question_are_not_looked_for():
    wanted = wanted_of(understand("请问咱们到底有没有做设备更新？", (), [], TODAY), [])
    words = {word for one in wanted for word in one.words}
    assert {"设备", "更新"} <= words
    assert not {"请问", "咱们", "到底"} & words


def test_a_latin_name_is_looked_for_whole_however_it_is_written():
    wanted = wanted_of(understand("AI平台和Wi技术用在哪些地方？", (), [], TODAY), [])
    assert Wanted(("ai",)) in wanted
