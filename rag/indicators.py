"""The indicators a question asks for, where it asks for nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator

from figures.indicators import NAMES

# What is counted or spent, the narrower names first: each wording is read once.
_SUBJECTS = tuple(
    (name, re.compile(pattern, re.I))
    for name, pattern in {
        "vehicle_purchase": r"公务用?车(?:辆)?的?购置(?:费用?|经费)?(?!及|和|与)"
        r"|购[买置](?:一辆)?公务用?车(?:辆)?(?:的?费用?)?"
        r"|(?:buying|purchas\w+)(?: of)? (?:an? |the )?(?:official|government) (?:vehicle|car)s?",
        "vehicle_running": r"养车(?:用车)?|公务用?车(?:辆)?的?运行(?:维护)?(?:费用?|经费)?"
        r"|(?:running|maintaining|maintenance)(?: of)? (?:the )?(?:official|government)"
        r" (?:vehicle|car)s?",
        "vehicles": r"公务用?车(?:购置(?:及|和|与)运行(?:维护)?)?(?:费用?|经费)?"
        r"|(?:official|government) (?:vehicle|car)s?",
        "reception": r"公务接待(?:费用?|经费)?|吃喝(?:接待|招待)?|招待费?|接待费"
        r"|(?:official )?reception|hospitality",
        "abroad": r"因公出国[（(]?境?[）)]?(?:费用?|经费)?|(?:overseas|abroad) (?:travel|trips?)"
        r"|travel(?:ling)? abroad",
        "three_public": r"[“\"]?三公[”\"]?(?:经费|支出|费用)?|three publics?(?: expenses?)?",
        "operation": r"机关运行(?:经费|费用?)|operating expenses of the (?:office|organ)s?",
        "procurement_goods": r"政府采购.{0,6}?货物类?|procurement of goods",
        "procurement_works": r"政府采购.{0,6}?工程类?|procurement of works",
        "procurement_services": r"政府采购.{0,6}?服务类?|procurement of services",
        "procurement": r"政府采购|government procurement",
        "fiscal_income": r"财政拨款收入|fiscal appropriations?(?: income)?",
        "institution_income": r"事业收入|institutional income",
        "business_income": r"(?:事业单位)?经营收入|business income",
        "superior_income": r"上级补助收入",
        "affiliate_income": r"附属单位上缴收入",
        "other_income": r"其他收入|other income",
        "basic": r"基本支出|basic (?:expenditure|spending|expenses)",
        "project": r"项目支出|(?:project|programme?) (?:expenditure|spending|expenses)",
        "income": r"(?:总|年)?收入(?:总额|合计)?|income|revenue",
    }.items()
)
_SCORES = tuple(
    (name, re.compile(pattern, re.I))
    for name, pattern in {
        "score_duties": r"履职效能(?:自?评?得?分)?|performance of duties",
        "score_management": r"管理效率(?:自?评?得?分)?|management efficiency",
        "score_input": r"投入(?:指标)?得分",
        "score_process": r"过程(?:指标)?得分",
        "score_output": r"产出(?:指标)?得分",
        "score_effect": r"效益(?:指标)?得分",
        "score": r"(?:整体|绩效|部门|支出|目标|自我?评价?)*(?:自评|评价)"
        r"(?:得分|总分|分数|得?了?多少分|分(?:是|为))"
        r"|得了?多少分|总得分|综合得分|(?:自己|自我)(?:打|评)[的了]?(?:多少)?分数?|打[的了]?(?:多少)?分数?"
        r"|self-?\s?evaluation score|\bscores?\b",
    }.items()
)
_MADE_OF = re.compile(
    r"由?哪[一二两三几些]?(?:个)?部分(?:组成|构成)|分别由|what (?:is it|does it) made? up"
)
_ROLES = tuple(
    (name, re.compile(pattern, re.I))
    for name, pattern in {
        "rate": r"(?:预算|支出|资金)?(?:执行率|完成率|支出率)|支出进度"
        r"|预算执行(?=得|怎么样|如何|情况)"
        r"|(?:预算)?(?:花|用|支|执行)[出掉]?[去了]*百分之(?:多少|几)"
        r"|(?:budget )?(?:execution|implementation) rate",
        # 预算花了多少 and 花了多少预算 ask for what was spent of it.
        "executed": r"(?:支出|(?:支出|调整后?|总|全年|年度|部门)*(?<!年初)预算(?!决))?"
        r"(?:执行数|决算数?|执行金额|实际支出|支出数)"
        r"|(?:(?:支出|调整后?|总|全年|年度|部门)*(?<!年初)预算)?(?:一共|总共|实际|真正)?(?:执行|支出|花|用|使用)[了掉](?:多少预算)?"
        r"|(?:实际|真正)(?:花|用|支)[出掉]?[去了]?|实际采购(?:数|额|金额)?"
        r"|花[出掉][去了]?|花费|花销|开支|开销|总支出|支出(?:总额|合计|总计)"
        r"|executed|actual(?:ly)? (?:spent|spending|expenditure)|spent|final accounts?",
        "year_start": r"年初预算数?|year-start budget|initial budget",
        "adjusted": r"调整后?预算数?|预算调整数|adjusted budget",
        "budget": r"(?:支出|安排)?(?:全年|年度|总|部门|整体)?预算"
        r"(?:总额|金额|安排|资金|支出)?(?:数(?!字))?"
        r"|budget(?:ed)?",
    }.items()
)
_SHARE = re.compile(
    r"占比|所?占的?(?:比例|比重|份额)|占(?!用|地|全[国省市区])|(?:的|所占)?(?:比例|比重)(?=是|为|有|多|[？?]|$)"
    r"|(?:the )?(?:share|proportion)(?: of)?|percentage of",
    re.I,
)
_AMOUNTS = ("budget", "executed")
# What may stand beside an indicator without asking for anything more.
_FRAME = re.compile(
    r"部门整体支出|整体支出|不算买车|的钱|百分之(?:多少|几)|真正|实际上?|究竟|到底|一年|下来|总的|一年到头|盘子|规模|相差|差额|这几份|报告里?|哪家|自己|这类|这些"
    r"|还是|升|降|涨|跌|大|小|差|好|给|得|请问|想知道|告诉我|一下|看看|分别|各自|各|一共|总共|共计|共|合计|是多少|为多少|有多少|多少|几何"
    r"|万元|亿元|元|钱|分|是|为|有|达到?|了|的|在|中|里|其中|年度|全年|当年|年|度|和|与|及|或|比较?"
    r"|跟|同|相比|对比|较|上年|去年|数|额|金额|部门|单位|整体|总体|情况|怎么样|如何|变化|趋势|增加"
    r"|减少|增长|下降|增减|上升|高|低|最|更|多|少|哪一?个?|每|历|近|这|三|两|几|到|从|至|以?来|历年|走势|变动|呢|吗"
    r"|所有|全部|[，。、？！：；,.?!:;（）()“”\"\s\d%-]"
    r"|\b(?:what|was|were|is|are|the|how|much|many|did|does|do|in|of|for|and|it|a|an|to|its|their|by"
    r"|on|with|had|got|there|year|total|annual|amount|compared?|between|from|than|change[ds]?|increased?|decreased?"
    r"|which|highest|lowest|percent(?:age)?|yuan|million|department|bureau|subdistrict|have|has|been"
    r"|spending|expenditure|rate|give|gave|itself|themselves|grade|actually|really|overall|whole)\b",
    re.I,
)


def indicators_asked(words: str) -> tuple[str, ...]:
    """A question without its years and departments → names of `figures.indicators`.

    () where anything else is asked for: an item of the budget, a reason, a deed.
    """
    rest, subjects = _taken(words, _SUBJECTS)
    rest, scores = _taken(rest, _SCORES)
    rest, roles = _taken(rest, _ROLES)
    rest, parts = _MADE_OF.subn(" ", rest)
    shared = asks_for_share(words)
    if shared:
        rest = _SHARE.sub(" ", rest)
    if _FRAME.sub("", rest).strip() or not (subjects or scores or roles):
        return ()
    if len(scores) > 1 and re.search(r"自评|总", words) is None:
        scores.remove("score")
    if parts and scores == ["score"]:
        scores = [name for name in NAMES if name.startswith("score")]
    found = [
        *scores,
        *(name for s in subjects or [""] for name in _names(s, roles, bool(subjects))),
    ]
    if shared and subjects and (len(subjects) == 1 or "占比" in words):
        found += _names("", [r for r in roles if r in _AMOUNTS] or list(_AMOUNTS), named=False)
    return tuple(dict.fromkeys(name for name in found if name in NAMES))


def asks_for_share(words: str) -> bool:
    """Whether a question asks which part of one amount another is."""
    return _SHARE.search(words) is not None


def _names(subject: str, roles: list[str], named: bool) -> Iterator[str]:
    """A subject ('' for the whole) and its roles → the indicators meant; all if none is said."""
    if not named:
        whole = {
            "rate": "execution_rate",
            "executed": "executed",
            "year_start": "year_start_budget",
            "adjusted": "adjusted_budget",
            "budget": "budget",
        }
        yield from (whole[role] for role in roles)
        return
    for role in roles or ["budget", "executed"]:
        yield f"{subject}_{'budget' if role in ('year_start', 'adjusted') else role}"


def _taken(text: str, patterns: tuple[tuple[str, re.Pattern[str]], ...]) -> tuple[str, list[str]]:
    """Text → what is left of it, and the names whose wordings were taken out, in their order."""
    found: list[tuple[int, str]] = []
    for name, pattern in patterns:
        match = pattern.search(text)
        if match:
            found.append((match.start(), name))
            text = pattern.sub(lambda m: " " * len(m[0]), text)
    return text, [name for _, name in sorted(found)]
