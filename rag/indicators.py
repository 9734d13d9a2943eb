"""The indicators a question asks for, where it asks for nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator

from figures.indicators.catalogue import CATALOGUE, NAMES, Wordings

_MADE_OF = re.compile(
    r"由?哪[一二两三几些]?(?:个)?部分(?:组成|构成)|分别由|what (?:is it|does it) made? up"
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
    rest, subjects = _taken(words, CATALOGUE.amounts_in_questions)
    rest, scores = _taken(rest, CATALOGUE.scores_in_questions)
    rest, roles = _taken(rest, CATALOGUE.roles_in_questions)
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
        yield from (CATALOGUE.of_role[role] for role in roles)
        return
    for role in roles or ["budget", "executed"]:
        yield f"{subject}_{'budget' if role in ('year_start', 'adjusted') else role}"


def _taken(text: str, patterns: Wordings) -> tuple[str, list[str]]:
    """Text → what is left of it, and the names whose wordings were taken out, in their order."""
    found: list[tuple[int, str]] = []
    for name, pattern in patterns:
        match = pattern.search(text)
        if match:
            found.append((match.start(), name))
            text = pattern.sub(lambda m: " " * len(m[0]), text)
    return text, [name for _, name in sorted(found)]
