"""What sort of thing a question asks for → whether a sentence has something of that sort."""

from __future__ import annotations

import re
from collections.abc import Sequence

_HAN_DIGIT = "一二三四五六七八九十百千万两几半"
# 多少服务费, but not 多少座收费站 and 多少企业获得补助.
_AN_AMOUNT = (
    r"多少(?:项目|专项|财政|中央|省级|市级|区级|县级|配套|扶持|奖补|工程)?"
    r"(?:资金|经费|款项|补[助贴]|工资|贷款|费用|奖金|奖励金|罚款|赔款|捐款|租金|利息"
    r"|(?:服务|购置|运维|维护|维修|运行|管理|人工|培训|会议|接待|差旅|咨询|评审|审计|设计|监理"
    r"|建设|租赁|办公|水电|保险|物业|委托|劳务|印刷|宣传|检测|安装|处置|保洁|治疗|医疗)费)"
)
# (asked by, shown by); the first of the measures that is asked for counts.
_MEASURES = tuple(
    (re.compile(asked, re.I), re.compile(shown, re.I))
    for asked, shown in (
        (
            r"百分之|率(?:是|为|达|有)?(?:到)?多少|率[^，。？]{0,8}(?:如何|怎样|怎么样)|率呢|比例|占比|几成|百分比"
            r"|\brate\b|percentage|satisfied",
            r"\d\s*[%％‰]|百分之",
        ),
        (
            r"多少(?:万|亿)?(?:元|钱|块|美元|人民币)|金额"
            rf"|{_AN_AMOUNT}"
            r"|(?:资金|补[助贴]|经费|收入|支出|预算|决算|执行数|费用?)[^，。]{0,8}多少"
            r"|花了|价格|how much|\bbudget\b|\bspen[dt]",
            r"\d\s*[万亿千百]*\s*[多余]?\s*(?:元|美元|人民币|港元|欧元)|元\t|\t[\d,]+(?:\.\d+)?(?:\t|$)",
        ),
        (r"多少分|得分|几分|\bscore", r"\d\s*分"),
        (
            r"多久|多长时间|[几多][少]?(?:天|年|个月|小时|日|分钟)|how (?:long|fast|quickly)",
            rf"[\d{_HAN_DIGIT}]\s*[多余]?\s*个?(?:年|月|天|日|小时|分钟|秒|周|星期|工作日)",
        ),
        (
            r"何时|什么时[候间]|哪一?[年天日]|几[月号]|时间是|年份|日期|\bwhen\b|which year",
            r"[\d〇零一二三四五六七八九十]\s*[年月日号时点]",
        ),
        (r"多长(?!时间)|多远|长度", r"\d\s*[万余多]*\s*(?:公里|千米|米|里)"),
        (
            r"多少|几[个名位人次项家件种条所场台间处座支部只]|第几|数量|how many",
            rf"\d|[{_HAN_DIGIT}]\s*[个名位人次项家件种条所场台间处座支部只倍]",
        ),
    )
)
_OTHERS = tuple(
    (re.compile(asked, re.I), re.compile(shown))
    for asked, shown in (
        (
            r"哪里|何处|何地|哪儿|什么地方|位于哪|哪[个些](?:省|市|国|地|城)|地址|\bwhere\b",
            r"[省市县区镇村路街国州岛]|位于",
        ),
        (
            r"为什么|为何|为啥|咋(?:没|不|会|还)|原因|怪什么|卡在|怎么回事|怎么会|\bwhy\b|\breason",
            r"因|由于|所以|导致|为了|使得|影响|主要是|致使|造成",
        ),
        (r"哪些|哪几|包括|有什么|哪[两三]|\bwhich\b|\blist\b", r"[、；]|以及|等"),
    )
)


# What things are counted in: 多少场 asks for 300场 rather than for any number.
_COUNTED_IN = re.compile(
    r"(?:多少|几)(个|名|位|人次|人|次|项|家|件|种|条|所|场|台|间|处|座|支|部|只|辆|封|面|张|块|套|户|宗|起|亩"
    r"|吨|平方米|公里|米|天|年|月|小时|分钟|届|期|篇|份|本|册|床|层|期|批|棵|株|头|艘|倍|元|万元|亿元)"
)


_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔"
    "钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
    "施洪安章鲁康牛温齐庄俞柯倪柳欧凌骆耿辛季关鲍岳祝左涂尤路殷葛翁伍管舒梅盛童项裴翟游尚解臧苗曲邢宫时符翁焦纪欣"
    "欧阳司马上官诸葛"
)
_OFFICES = (
    "一把手|局长|主任|书记|院长|校长|处长|科长|所长|站长|馆长|组长"
    "|[区县市镇]长|负责人|联系人|经办人"
)
_PERSON = (
    rf"(?:{_OFFICES})[：:\s]*(?!任[组副主局委]|兼任|担任)[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}(?=[，。、；\s）)（(]|同志|$)"
    rf"|[{_SURNAMES}][\u4e00-\u9fff]{{0,1}}[^\W局办委区市县镇街]"
    rf"(?:同志|(?:担任|兼任|任)(?:副?(?:{_OFFICES}))|牵头|带队|挂帅)"
)
_FIRM = (
    r"[\u4e00-\u9fff]{2,30}(?:公司|集团)"
    r"|(?!聘请|委托|通过|引入|选聘|邀请)[\u4e00-\u9fff]{2,8}(?:会计师|律师)事务所"
)

_COUNTS = "人次册件户亩吨平公立株台份个条辆米头只羽张篇家名位场户部项间所宗起套座"

# What a report that gives such a quantity, or a name, says somewhere: its word or its unit.
_NAMED = tuple(
    (re.compile(asked, re.I), re.compile(shown))
    for asked, shown in (
        (
            r"面积|多少(?:平方米|平米|亩|公顷|平方公里)|占地|square met|\barea of\b|floor area",
            r"面积|占地|平方|平米|㎡|公顷|\d\s*[万余多]*亩",
        ),
        (
            r"多少(?:公里|米)|多长(?!时间)|长度|kilomet",
            r"公里|千米|\d\s*米|长度|里程",
        ),
        (
            r"多少(?:名|位)?(?:人|员工|职工|干部)|几(?:名|位)人?|人数"
            r"|how many (?:people|staff|employees)",
            r"[\d一二两三四五六七八九十百千万余多]\s*(?:人|名|位)|人数|人次|编制|在职",
        ),
        (
            r"多少(?:万|亿)?元|多少钱|金额|花了?多少[？?]?$|how much (?:money|was|did)|cost of"
            rf"|{_AN_AMOUNT}",
            rf"元|金额|[\d.]+\s*[万亿](?!\s*[余多]?[{_COUNTS}])",
        ),
        (
            r"多久|多长时间|几个?(?:天|小时|月|工作日)"
            r"|how (?:fast|quickly)|how many (?:days|hours)",
            r"[天日时年月周]|分钟|即时|当场",
        ),
        (r"百分之|率是多少|比例|占比|percentage|\brate\b", r"[%％‰率成]|百分之|比例|占"),
        (
            r"(?:费用?|经费|资金|投资|造价|总价|合同价|中标价|成本|价格|罚款|补[助贴]|奖金)"
            r"[^，。？]{0,6}?(?:是|有|为|达)?多少"
            r"(?![人个项次家名户份批件])",
            r"元|[\d.]+\s*[万亿]|\d[\d,]*\.\d{2}|[%％]",
        ),
        (
            r"电话(?:号码)?(?:是|为)?(?:多少|什么|哪个)|(?:电话|手机)号码?[？?]?$|联系方式|怎么联系"
            r"|\bphone number|\btelephone number",
            r"\d{3,4}[-－—)）]\s*\d{6,8}|1[3-9]\d{9}|(?<!\d)\d{7,8}(?!\d)|(?<!\d)[19]\d{4}(?!\d)",
        ),
        (r"多少分|得分|几分|\bscore", r"\d\s*分|分值|权重|得分\s*\d|评分\s*\d"),
        (
            r"哪几[个所家条项处座名种]|哪[两三四五六七八九十]|分别[是为](?:哪|什么(?!时))",
            r"、|；|以及|和|与|[一二三]是|[（(][1-9一二三][）)]|[①②]|\t",
        ),
        (r"多少批次?|几批", r"\d\s*批|批次"),
        (r"多少辆|几辆|\bhow many (?:official |government )?(?:vehicles|cars)", r"\d\s*辆|车辆"),
        (r"多少(?:张)?床位?|几张床", r"床"),
        (
            rf"(?:{_OFFICES})(?:的?(?:名字|姓名))?(?:是谁|叫什么|姓什么)|谁[是担]任?.{{0,8}}(?:{_OFFICES})"
            r"|(?:负责人|领导|联系人)(?:的?姓名|是哪位)|(?:同志|个人|职工|干部)(?:叫什么|是谁|姓名)"
            r"|\bwho (?:is|was) the\b.{0,40}\b(?:director|head|chief|leader|mayor|secretary)"
            r"|\bname of (?:the|its) (?:director|head|chief|leader|mayor|secretary)",
            _PERSON,
        ),
        (
            r"哪(?:[一几两三]?[家个])?(?:施工|承建|中标|监理|设计|建设|承包|评估|审计)(?:单位|公司|方|企业)"
            r"|哪[一几两三]?[家个](?:企业|单位承[建担接包])"
            r"|(?:企业|公司|机构|事务所)(?:的?名[字称])?(?:叫什么|是哪|名称是)"
            r"|哪[家个][\u4e00-\u9fff]{0,6}?(?:公司|厂商|供应商|事务所)|什么公司|(?:公司|事务所)叫"
            r"|(?:供应商|承建商|承包商|(?:施工|承建|中标|监理|设计|建设|代理|审计)(?:单位|公司|方))是(?:谁|哪|什么)"
            r"|\b(?:which|what) (?:company|firm|contractor|supplier|vendor)",
            _FIRM,
        ),
    )
)


def lacks_what_is_asked(question: str, texts: Sequence[str]) -> bool:
    """Whether a question asks for a quantity of a sort that none of the texts speaks of."""
    together = " ".join(texts)
    return any(
        asked.search(question) is not None and shown.search(together) is None
        for asked, shown in _NAMED
    )


ASKS_WHY = re.compile(
    r"为什么|为何|为啥|咋(?:没|不|会|还)|怪什么|卡在|怎么回事|什么原因|原因是|怎么会|\bwhy\b", re.I
)
"""A question for a reason."""
# What can be said with some certainty to be told: not any digit, place or enumeration.
_CERTAIN = (
    *_MEASURES[:3],
    (ASKS_WHY, re.compile(r"因(?![此而公素])|由于|受[^，。；]{2,20}影响|导致")),
)
_TIMES = frozenset("天年月届期层")


def is_told_in(question: str, sentence: str) -> bool:
    """Whether a sentence has all of what a question asks for, so far as that can be seen.

    Money, rates, scores, counts in a unit that is named, and reasons can be seen; False for a
    question that asks for none of them.
    """
    sorts = [shown for asked, shown in _CERTAIN if asked.search(question)]
    units = {*_COUNTED_IN.findall(question)} - _TIMES
    sorts += [_in_unit(unit) for unit in units]
    return bool(sorts) and all(shown.search(sentence) for shown in sorts)


_SENTENCE = re.compile(r"[^。；！？!?;\n]+")
# 审计的会计师事务所是会计师事务所 names nothing.
_ITSELF = re.compile(
    r".*?(?P<what>[^\W\d]{2,})(?:就是|是|为|叫作?)[：:]?(?:一[家个名位])?(?P=what)\s*"
)
_ASKS_HOW_MUCH = re.compile(
    r"(?<!的)(?:多少|几[个名位人次项家件种条所场台间处座支部只])[^，。？的]{0,12}[？?]?$"
)


def is_beside(question: str, wording: str) -> bool:
    """Whether a Chinese wording lacks the quantity that is asked for, or says A is A."""
    said = _SENTENCE.findall(wording)
    if said and all(_ITSELF.fullmatch(sentence.strip()) for sentence in said):
        return True
    quantity = _measure(question) if _ASKS_HOW_MUCH.search(question) else []
    return any(shown.search(wording) is None for shown in quantity)


def sorts_asked(question: str) -> tuple[re.Pattern[str], ...]:
    """A question → what a sentence that answers it has in it; () where nothing can be said."""
    others = [shown for asked, shown in _OTHERS if asked.search(question)]
    units = dict.fromkeys(_COUNTED_IN.findall(question))
    counted = [_in_unit(unit) for unit in units]
    return (*_measure(question), *counted, *others)


def _in_unit(unit: str) -> re.Pattern[str]:
    return re.compile(rf"[\d{_HAN_DIGIT}]\s*[多余]?\s*{unit}")


def _measure(question: str) -> list[re.Pattern[str]]:
    """What shows the quantity that a question asks for first; [] where it asks for none."""
    return [shown for asked, shown in _MEASURES if asked.search(question)][:1]


def share_shown(sorts: tuple[re.Pattern[str], ...], sentence: str) -> float:
    """The share of what is asked for that a sentence has; one half where nothing can be said."""
    if not sorts:
        return 0.5
    return sum(shown.search(sentence) is not None for shown in sorts) / len(sorts)
