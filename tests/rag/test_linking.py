import pytest

from rag.question.entities import shelf_of
from rag.question.linking import link
from tests.rag.shelf import DATA_BUREAU, SHELF, WANLI, WELFARE, report

SCHOOLS_A = "广州市增城区教育局"
SCHOOLS_B = "上海市普陀区教育局"
PERSONNEL = "广州市增城区人力资源和社会保障局"
MANY = [r.identity for r in SHELF] + [
    report(department, 2022).identity for department in (SCHOOLS_A, SCHOOLS_B, PERSONNEL)
]
SEED = [SHELF[0].identity]


@pytest.mark.parametrize(
    ("question", "departments"),
    [
        ("2022年区政数局的全年预算数是多少？", (DATA_BUREAU,)),
        ("增城区政务服务数据管理局的得分", (DATA_BUREAU,)),
        ("万里街道2023年收入预算", (WANLI,)),
        ("普陀区万里街道办事处的职能", (WANLI,)),
        ("区社会福利院2024年的事业收入", (WELFARE,)),
        ("福利院2024年的事业收入", (WELFARE,)),
        ("增城区教育局的预算", (SCHOOLS_A,)),
        ("普陀教育局的预算", (SCHOOLS_B,)),
        ("区教育局的预算", (SCHOOLS_A, SCHOOLS_B)),
        ("请说明区人社局2022年度的绩效目标", (PERSONNEL,)),
        ("请列出区人社局的三公经费", (PERSONNEL,)),
        ("人社局有哪些问题", (PERSONNEL,)),
        ("区人社局和普陀区教育局哪个多", (PERSONNEL, SCHOOLS_B)),
        ("How much did the Wanli Subdistrict budget?", (WANLI,)),
        ("the income of the Education Bureau", (SCHOOLS_A, SCHOOLS_B)),
        ("the score of Zengcheng", (DATA_BUREAU, SCHOOLS_A, PERSONNEL)),
    ],
)
def test_departments_go_by_all_their_names(question, departments):
    asked = link(question, MANY)
    assert asked.departments == departments
    assert asked.absent == ()


@pytest.mark.parametrize(
    "question", ["锦屿市文广旅局2024年的得分", "文广旅局花了多少钱", "锦屿文广旅局有哪些问题"]
)
def test_a_name_made_of_a_department_s_characters_is_its_own_in_its_own_place(question):
    tourism = "锦屿市文化广电旅游局"
    shelf = [report(tourism, 2024).identity, *MANY]
    assert link(question, shelf).departments == (tourism,)


@pytest.mark.parametrize(
    ("question", "department"),
    [
        ("环保局2022年罚款多少", "临江县生态环境局"),
        ("县水利局的预算", "临江县水务局"),
        ("临江县水务局的预算", "临江县水务局"),
        ("国土局有哪些问题", "临江县自然资源局"),
    ],
)
def test_a_department_goes_by_what_it_was_called_before_too(question, department):
    names = ("临江县生态环境局", "临江县水务局", "临江县自然资源局")
    asked = link(question, [report(name, 2024).identity for name in names])
    assert asked.departments == (department,)
    assert asked.absent == ()


def test_a_name_made_of_a_department_s_characters_is_not_another_place_s():
    shelf = [report("锦屿市文化广电旅游局", 2024).identity]
    asked = link("青山市文广旅局2024年的得分", shelf)
    assert asked.departments == ()
    assert asked.absent == ("青山市文广旅局",)


@pytest.mark.parametrize(
    ("question", "absent"),
    [
        ("区教育局2022年的预算是多少？", ("区教育局",)),
        ("请问白云区政数局的预算", ("白云区政数局",)),
        ("市政数局的预算", ("市政数局",)),
        ("请说明白云区政数局的预算", ("白云区政数局",)),
        ("长寿路街道2023年收入预算是多少", ("长寿路街道",)),
        ("区疾控中心2022年预算", ("区疾控中心",)),
        ("和区人力资源和社会保障局相比呢", ("区人力资源和社会保障局",)),
        ("What was the budget of the Finance Bureau?", ("Finance Bureau",)),
    ],
)
def test_a_department_that_is_not_on_the_shelf_is_noticed(question, absent):
    assert link(question, SEED).absent == absent


def test_another_county_s_body_of_a_kind_that_is_on_the_shelf_is_noticed():
    """通渭县's satisfaction was told by 陇西县's report."""
    shelf = [report("陇西县公路养护中心", 2021).identity]
    elsewhere = link("通渭县公路养护中心2021年群众满意度是多少？", shelf)
    assert elsewhere.departments == ()
    assert elsewhere.absent == ("通渭县公路养护中心",)
    both = link("陇西县公路养护中心和通渭县公路养护中心比", shelf)
    assert both.departments == ("陇西县公路养护中心",)
    assert both.absent == ("通渭县公路养护中心",)
    for nobody in ("各区县公路养护中心的预算", "哪些县公路养护中心", "请问县公路养护中心的预算"):
        assert link(nobody, shelf).absent == ()
    for own in ("陇西公路养护中心满意度", "陇西县公路养护中心满意度", "公路养护中心满意度"):
        assert link(own, shelf).absent == ()


@pytest.mark.parametrize(
    "question",
    [
        "这个局负责城市绿化养护吗？",
        "局长叫什么名字？",
        "该局有哪些问题",
        "区政务服务中心大厅来了多少人",
        "各镇街部署了多少终端",
        "哪些街道参加了",
        "党建引领城中村专项治理数据管理组做了什么",
        "开一家公司最快多久能办完全部手续？",
        "和哪些城市签了跨域通办协议？",
        "区政府门户网站2022年拿了哪些奖？",
        "部门整体支出绩效目标自评得了多少分？",
        "How satisfied were citizens with the service hall?",
    ],
)
def test_what_is_no_department_raises_no_alarm(question):
    assert link(question, SEED).absent == ()


@pytest.mark.parametrize(
    ("department", "place"),
    [
        (DATA_BUREAU, ("广东省", "广州市", "增城区")),
        (WANLI, ("上海市", "普陀区")),
        ("广州市市场监督管理局", ("广东省", "广州市")),
        ("深圳市城市管理局", ("广东省", "深圳市")),
        ("江苏省苏州市太仓市财政局", ("江苏省", "苏州市", "太仓市")),
        ("万里街道社区事务受理服务中心", ()),
        ("财政部", ()),
    ],
)
def test_the_place_is_told_from_the_body_where_nothing_else_tells_it(department, place):
    (body,) = shelf_of([report(department, 2024).identity]).entities
    assert body.path == place


def test_a_body_is_never_called_by_less_than_two_characters():
    assert all(len(name) > 1 for body in shelf_of(MANY).entities for name in body.names)


LIBRARY = "江岸市临河区少年儿童图书馆"


@pytest.mark.parametrize("question", ["图书馆呢？", "区图书馆2024年的预算", "请问图书馆的收入预算"])
def test_the_end_of_one_department_s_name_names_it(question):
    shelf = [report(LIBRARY, 2024).identity, report(WANLI, 2024).identity]
    asked = link(question, shelf)
    assert asked.departments == (LIBRARY,)
    assert asked.absent == ()


@pytest.mark.parametrize(
    ("question", "others"),
    [
        ("图书馆呢？", ("江岸市临河区大学城图书馆",)),
        ("大学城图书馆的收入预算", ()),
        ("白云区图书馆的收入预算", ()),
        ("办事处有哪些职责？", (WANLI,)),
        ("管理局有哪些职责？", (DATA_BUREAU,)),
    ],
)
def test_an_end_that_fits_several_or_belongs_to_another_name_names_nobody(question, others):
    shelf = [report(department, 2024).identity for department in (LIBRARY, *others)]
    assert link(question, shelf).departments == ()


@pytest.mark.parametrize(
    "question",
    [
        "公安工作做得怎样",
        "平安建设花了多少",
        "新建学校几所",
        "大同小异的项目有哪些",
        "城区改造花了多少",
        "郊区公交有几条",
        "东方风格的建筑",
        "东方市场有几家",
        "集中采购多少万元",
        "政府债务多少",
        "统计所有项目的预算",
        "当前财政局势怎么看",
        "交通局部拥堵治理投入了多少",
        "南京路步行街改造",
    ],
)
def test_everyday_words_are_no_places_and_no_bodies(question):
    assert link(question, MANY).mentions == ()


@pytest.mark.parametrize(
    ("question", "absent"),
    [
        ("抚顺卖地收入", "抚顺"),
        ("西藏GDP多少亿", "西藏"),
        ("和田2025年一般公共预算收入", "和田"),
        ("公安县2024年GDP", "公安县"),
        ("大同2024年的财政收入", "大同"),
        ("听说县交通局花了不少", "县交通局"),
        ("领导问：司法所的预算", "司法所"),
        ("What was Fushun's income from land sales?", "Fushun"),
        ("budget of the Fujian Department of Ecology", "Fujian Department of Ecology"),
    ],
)
def test_a_place_or_body_that_is_not_there_is_named_as_the_question_names_it(question, absent):
    named = link(question, MANY)
    assert named.absent == (absent,)
    assert named.departments == named.places == ()


@pytest.mark.parametrize(
    "question",
    [
        "Fujian Department of Ecology",
        "福建环保厅",
        "福建生态环境",
        "省生态环境厅",
        "福建省的环境保护厅",
    ],
)
def test_a_body_goes_by_place_and_kind_in_any_words(question):
    ecology = "福建省生态环境厅"
    shelf = [report(ecology, 2024).identity, *MANY]
    assert link(question, shelf).departments == (ecology,)


def test_a_place_alone_is_its_own_reports_and_not_those_of_a_county_in_it():
    assert link("增城2022年得了多少分", MANY).departments == (DATA_BUREAU, SCHOOLS_A, PERSONNEL)
    outer = link("广州2022年得了多少分", MANY)
    assert outer.absent == ("广州",)
    assert {body.place for body in outer.inside} == {"增城区"}


def test_a_kind_that_every_place_has_one_of_is_never_that_of_a_place_further_in():
    assert link("广州市教育局的预算", MANY).absent == ("广州市教育局",)


def test_one_that_is_not_clear_is_of_the_place_of_the_clear_one_beside_it():
    shelf = [
        report(f"{p}{b}", 2024).identity for p in ("白沙县", "青川县") for b in ("民政局", "交通局")
    ]
    asked = link("白沙县民政局、交通局去年执行数各是多少", shelf)
    assert asked.departments == ("白沙县民政局", "白沙县交通局")
    from_elsewhere = link("刚从民政局调来，青川县交通局花了多少", shelf)
    assert from_elsewhere.departments == ("青川县交通局",)
    every = link("两个县的民政局比一比", shelf)
    assert every.departments == ("白沙县民政局", "青川县民政局")
    assert every.choices == ()
