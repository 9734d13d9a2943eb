import pytest

from rag.asked import is_beside, is_told_in, lacks_what_is_asked, share_shown, sorts_asked


@pytest.mark.parametrize(
    ("question", "answers", "does_not"),
    [
        ("群众满意率是多少？", "群众满意率达到99.9%", "群众满意率大幅提升"),
        ("预算数是多少万元？", "全年预算数为8,318.83万元", "预算数按要求编制"),
        ("自评得了多少分？", "自评98.58分", "自评工作按时完成"),
        ("多久能办完？", "2小时可全部办结", "可全部办结"),
        ("什么时候开通？", "于6月开通", "即将开通"),
        ("开展了多少场活动？", "开展活动300场", "开展活动"),
        ("为什么减少？", "主要原因是项目调整", "比上年减少"),
        ("How many letters were received?", "表扬信419封", "收到表扬信"),
    ],
)
def test_a_sentence_has_what_is_asked_for_or_not(question, answers, does_not):
    sorts = sorts_asked(question)
    assert share_shown(sorts, answers) > share_shown(sorts, does_not)


def test_the_unit_asked_for_counts_more_than_any_number():
    sorts = sorts_asked("开展了多少场活动？")
    assert share_shown(sorts, "开展活动300场") > share_shown(sorts, "开展活动，参加的有300人")


def test_where_nothing_is_known_of_the_answer_every_sentence_is_alike():
    assert share_shown(sorts_asked("局长叫什么名字？"), "甲") == 0.5


@pytest.mark.parametrize(
    ("question", "has_it", "lacks_it"),
    [
        ("局长是谁？", "局长：王小明，主持全面工作", "局长办公会研究决定"),
        ("局长叫什么名字？", "由陈立国同志任局长", "全局干部职工努力工作"),
        ("Who is the director of the office?", "主任：李华，负责全面工作", "负责组织领导工作"),
        (
            "审计的会计师事务所叫什么名字？",
            "委托正信会计师事务所审计",
            "聘请会计师事务所对项目审计",
        ),
        ("二期的供应商是哪家公司？", "由临江云智科技有限公司承建", "对供应商追究违约责任"),
        ("公务接待了多少批次？", "接待来访96批次", "公务接待费7.13万元"),
        ("有多少张床位？", "核定床位320张", "入住老人280人"),
        (
            "镇长叫什么名字？",
            "镇长：王小明，主持全面工作",
            "成立由镇长任组长、副镇长任副组长的专班",
        ),
        ("一把手是谁？", "由陈立国同志任局长", "主要负责人亲自抓"),
        ("咨询电话是多少？", "咨询电话：020-82624567", "直属事业单位4个"),
        ("客运站是哪家施工单位承建的？", "由临江建工有限公司承建", "客运站占地56亩"),
        ("获质量奖的是哪两家企业？", "海河机电公司、临江精工公司获质量奖", "2家企业获质量奖"),
        ("利用率得了多少分？", "权重得分利用率≥38%36.9%1514.2", "利用率为36.9%"),
        ("获评最美军人的同志叫什么名字？", "张伟同志获评最美军人", "1名同志获评最美军人"),
        ("评价的事务所是哪一家？", "由正信会计师事务所评价", "委托会计师事务所评价"),
        ("项目涉及的乡镇分别是哪些？", "涉及沙口、渔樵2个乡镇", "涉及6个乡镇"),
        ("食堂的运营费用一共是多少？", "食堂运营费用24.60万元", "日均服务老人210人"),
    ],
)
def test_a_question_for_a_name_or_a_unit_lacks_it_where_no_sentence_has_one(
    question, has_it, lacks_it
):
    assert not lacks_what_is_asked(question, [has_it])
    assert lacks_what_is_asked(question, [lacks_it])


def test_what_a_thing_is_called_is_no_question_for_a_person():
    assert not lacks_what_is_asked("上线的平台叫什么名字？", ["上线“云窗口”平台"])


@pytest.mark.parametrize(
    ("question", "wording"),
    [
        ("自评请了哪家会计师事务所？", "会计师事务所是会计师事务所。"),
        ("自评请了哪家会计师事务所？", "负责抽查的会计师事务所就是一家会计师事务所。"),
        ("整治用了多少钱？", "整治按期完成，效果良好。"),
        ("建了几座驿站？", "驿站已经建成。"),
    ],
)
def test_a_wording_that_does_not_say_what_is_asked_is_beside_it(question, wording):
    assert is_beside(question, wording)


@pytest.mark.parametrize(
    ("question", "wording"),
    [
        ("自评请了哪家会计师事务所？", "会计师事务所是中正会计师事务所。"),
        ("自评请了哪家会计师事务所？", "请的是中正会计师事务所。会计师事务所是会计师事务所。"),
        ("整治用了多少钱？", "整治支出为12.5万元。"),
        ("建了几座驿站？", "建了五座。"),
        ("青石河修完了吗？", "青石河已完成整治，是年度重点工作。"),
        ("甲公司和乙公司谁中标？", "中标的是甲公司。"),
        ("局长是谁？", "水务局局长是张三。"),
        ("完成了哪两项整治？", "完成第甲项整治。\n完成第乙项整治。"),
        ("绿化面积为什么没有完成？", "因为征地没有完成。"),
        ("合同金额最大的是哪个项目？", "河道整治项目。"),
        ("合同金额是否超过100万元？", "没有超过。"),
        ("多少钱的项目要审计？", "重点项目。"),
        ("审计单位是谁？", "区审计局。"),
    ],
)
def test_a_wording_that_says_what_is_asked_is_not_beside_it(question, wording):
    assert not is_beside(question, wording)


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("付了多少服务费？", "服务费为12万元。"),
        ("运动员得了多少奖金？", "发放运动员奖金12万元。"),
        ("满意率是多少？", "满意率为98%。"),
        ("新建多少座驿站？", "新建驿站5座。"),
        ("上坪村为啥没干成？", "因杆线迁改滞后未能开工。"),
    ],
)
def test_some_sorts_can_be_seen_to_be_told(question, sentence):
    assert is_told_in(question, sentence)


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("养老护理人员缺多少？", "2022年养老护理人员不足。"),
        ("什么时候开工？", "2022年河道整治未开工。"),
        ("在哪里整治河道？", "全区完成河道整治。"),
        ("Which firm dredged the river?", "完成河道整治、排水管网。"),
        ("为什么没整治完？", "河道整治未完成，社会影响良好。"),
        ("整治花了多少钱？", "整治12公里。"),
    ],
)
def test_a_digit_a_place_or_an_enumeration_shows_nothing_for_certain(question, sentence):
    assert not is_told_in(question, sentence)


@pytest.mark.parametrize(
    "question",
    [
        "新建多少座收费站？",
        "举办多少场免费培训？",
        "多少企业获得补助？",
        "多少农户领到补贴？",
        "处理多少处违规收费？",
        "修了多少公里收费公路？",
        "多少单位拖欠工资？",
    ],
)
def test_a_count_of_things_is_no_sum_of_money(question):
    assert not lacks_what_is_asked(question, ["新建5座，共5处5场、5个单位、5人、5公里。"])


@pytest.mark.parametrize(
    "question",
    [
        "付了多少服务费？",
        "用了多少项目资金？",
        "发了多少补贴？",
        "一共花了多少？",
        "合同总价是多少？",
    ],
)
def test_a_sum_is_asked_for_by_its_name_too(question):
    assert lacks_what_is_asked(question, ["已经按时完成5次。"])
    assert not lacks_what_is_asked(question, ["共12万元。"])
