"""A paragraph → the things that are scored in it: full marks, marks got, marks lost.

预算执行率10分得9.53分, 决策（15分）得14.2分, 管理效率扣2分.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum, auto

from figures.checks.prose import Mention, Role
from figures.checks.registry import Paragraph, Reading
from figures.quantities import QuantityKind


class Part(Enum):
    """What a score is: the marks there are, those got, those lost, or not said."""

    FULL = auto()
    GOT = auto()
    LOST = auto()
    BARE = auto()


@dataclass(frozen=True, slots=True)
class Item:
    """What is said of one thing that is scored: each of the three may be left out.

    `times` is how many things each lost as much (A和B各扣2分); `start` and `end` are where it
    stands.
    """

    name: str
    full: Mention | None
    got: Mention | None
    lost: Mention | None
    times: int
    start: int
    end: int


IS_LOST = re.compile(r"(?:扣|失|减)(?:减|除|掉|去|了|分)*(?:共|计|各|均|为|合计)*$")
_FULL = re.compile(r"(?:满分|分值|权重分?值?|标准分|应得分?|基础分)(?:各|均|为|是|共|：|:)*$")
_GOT = re.compile(
    r"(?:得|评|自评|打)(?:了|分|得分|总分|分数|结果)*(?:合计|为|是|共|：|:)*$"
    r"|总分(?:为|是|：|:)*$"
)
_ALONE = re.compile(
    r"[）)，,、；\s]*(?:其中)?(?P<got>(?:自评|实际|评价|最终|实)?(?:得|评|打)分?|自评)?"
    r"(?P<lost>扣减?分?|失分)?(?:为|是|：|:)?"
)
_ROLE_WORDS = re.compile(
    r"^(?:[；;，,]|其中|以及|和|与|及|、|：|:|一是|二是|三是|四是)+|(?:指标|类)+$"
    r"|(?:满分|分值|权重分?值?|标准分|应得分?|自评得?分?|得分?|评分?|扣减?分?|失分|各|为|是|：|:|（|\()+$"
)
_CLOSES = re.compile(r"[）)][为是：:\s]*")
_OPENS_FULL = re.compile(r"[（(](?:满分|分值|权重|标准分|共)?(?:为|是)?")
_TO = re.compile(r"[（(]?(?:含[)）]?)?[至到~～\-－—]")
"""80分含至90分: the bounds of a grade."""
_OTHER = re.compile(r"上年|去年|平均|最[高低]|低于|高于|以上|以下|以内|目标值|提高|加分|每")


def scored_in(reading: Reading, paragraph: Paragraph) -> list[Item]:
    """A paragraph → the things scored in it, in order."""
    scores = [
        m
        for s in paragraph
        for m in s.mentions
        if _is_score(m) and not _TO.match(reading.text, m.end)
    ]
    found: list[Item] = []
    head = _HEAD.match(reading.text, paragraph[0].start, paragraph[-1].end)
    for at, mention in enumerate(scores):
        part, after = _part(mention), scores[at + 1 : at + 2]
        if head and mention.start == head.start("full"):
            name = _ROLE_WORDS.sub("", re.sub(r"\s", "", head["name"]))
            found.append(Item(name, mention, None, None, 1, mention.start, mention.end))
            continue
        alone = _ALONE.fullmatch(mention.lead) if found else None
        if alone and (alone["got"] or alone["lost"]) and _is_near(reading, found[-1], mention):
            part = Part.LOST if alone["lost"] else Part.GOT
            if _given(found[-1], part) is None:
                found[-1] = _with(found[-1], part, mention)
                continue
        if found and (more := _of_the_one_before(reading, found[-1], mention)):
            found[-1] = _with(found[-1], more, mention)
            continue
        follows = after and (n := _ALONE.fullmatch(after[0].lead)) and (n["got"] or n["lost"])
        if part is Part.BARE and (follows or (after and _heads(reading, mention, after[0]))):
            part = Part.FULL
        name = _ROLE_WORDS.sub("", _ROLE_WORDS.sub("", mention.label or mention.lead[-12:]))
        item = Item(name, None, None, None, _times(mention), mention.start, mention.end)
        found.append(_with(item, part, mention))
    return found


def _of_the_one_before(reading: Reading, item: Item, mention: Mention) -> Part | None:
    """产出指标（40分）37.50分: got; 产出指标37.50分（满分40分）: full; None: of another thing."""
    between = reading.text[item.end : mention.start]
    if item.full and item.got is None and _CLOSES.fullmatch(between):
        return Part.GOT
    in_brackets = _OPENS_FULL.fullmatch(between) and reading.text[mention.end : mention.end + 1]
    return Part.FULL if item.got and item.full is None and in_brackets in ("）", ")") else None


def _heads(reading: Reading, mention: Mention, after: Mention) -> bool:
    """Whether a score stands in brackets of its own right before another: （40分）37.50分."""
    opened = reading.text[mention.start - 1 : mention.start] in ("（", "(")
    return opened and bool(_CLOSES.fullmatch(reading.text[mention.end : after.start]))


def _is_score(mention: Mention) -> bool:
    counted = mention.kind is QuantityKind.SCORE
    bare = mention.kind is QuantityKind.NUMBER and re.search(
        r"(?:得分|评分|总分)(?:为|是)?$", mention.label
    )
    plain = mention.role is Role.AMOUNT and mention.is_exact
    is_bound = _TO.search(mention.lead[-1:])
    return bool(counted or bare) and plain and not is_bound and not _OTHER.search(mention.label)


def _part(mention: Mention) -> Part:
    for part, pattern in ((Part.LOST, IS_LOST), (Part.FULL, _FULL), (Part.GOT, _GOT)):
        if pattern.search(mention.label):
            return part
    return Part.BARE


def _is_near(reading: Reading, item: Item, mention: Mention) -> bool:
    return "。" not in reading.text[item.end : mention.start]


def _given(item: Item, part: Part) -> Mention | None:
    return {Part.FULL: item.full, Part.LOST: item.lost}.get(part, item.got)


def _with(item: Item, part: Part, mention: Mention) -> Item:
    match part:
        case Part.FULL:
            return replace(item, full=mention, end=mention.end)
        case Part.LOST:
            return replace(item, lost=mention, times=_times(mention), end=mention.end)
        case _:
            return replace(item, got=mention, end=mention.end)


def _times(mention: Mention) -> int:
    """预算调整率和平台验收各扣2分: two."""
    if not re.search(r"[各均](?:扣|失|减)", mention.label):
        return 1
    return 1 + len(re.findall(r"[、和与及]", mention.lead.rpartition("，")[2]))


_HEAD = re.compile(
    r"\s*(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]\s*)?(?P<name>[^，。；：\d（(]{2,20}|“[^”]{1,8}”[^，。；：\d（(]{0,16})"
    r"[（(](?:满分|分值|权重|标准分|共)?(?:为|是)?(?P<full>\d+(?:\.\d+)?)分"
    r"(?:[，,、；](?:自评|实际|评价)?得分?(?:为|是)?(?P<got>\d+(?:\.\d+)?)分)?[）)]"
)


def headed(reading: Reading, paragraph: Paragraph) -> Item | None:
    """A paragraph under a name with its full marks → what it scores; None for any other.

    3．预算执行率（8分）。…扣1.5分，得6.5分; （一）预算管理（分值30分，得分23.88分）. What is got
    and lost is left out where the paragraph states marks of more than one thing.
    """
    start, end = paragraph[0].start, paragraph[-1].end
    head = _HEAD.match(reading.text, start, end)
    scores = [m for s in paragraph for m in s.mentions if m.kind is QuantityKind.SCORE]
    full = next((m for m in scores if head and m.start == head.start("full")), None)
    if head is None or full is None:
        return None
    name = _ROLE_WORDS.sub("", re.sub(r"\s", "", head["name"]))
    item = Item(name, full, None, None, 1, start, end)
    told = [m for m in scores if m.start > full.start and not _in_rule(reading.text, m)]
    if head["got"]:
        return replace(item, got=next(m for m in told if m.start == head.start("got")))
    got = [m for m in told if _is_score(m) and _GOT.search(m.label)]
    lost = [m for m in told if m.role is Role.AMOUNT and IS_LOST.search(m.label)]
    if len(got) != 1 or len(lost) > 1 or len(told) != len(got) + len(lost):
        return item  # it is of several things
    item = replace(item, got=got[0])
    return replace(item, lost=lost[0]) if lost and _times(lost[0]) == 1 else item


_IN_RULE = re.compile(r"(?:每|最多)[^。；;]{0,12}$")


def _in_rule(text: str, mention: Mention) -> bool:
    """Whether marks are those of a rule and not given: 每发现1处扣1分."""
    return _IN_RULE.search(text, max(0, mention.start - 16), mention.start) is not None
