"""Numbers and units as they are written → their exact value and one canonical unit each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

DIGITS = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
CHINESE = (
    "[一二两三四五六七八九十][零〇一二两三四五六七八九十百千万亿]{0,24}"
    "(?:点[零〇一二三四五六七八九]{1,12})?[万亿]?"
)

_DIGIT = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
_D = "[一二两三四五六七八九]"
_SECTION = re.compile(
    rf"(?:(?P<thousands>{_D})千)?(?P<zero>零)?(?:(?P<hundreds>{_D})百)?(?P<zero2>零)?"
    rf"(?:(?P<tens>{_D})?(?P<ten>十))?(?P<zero3>零)?(?P<ones>{_D})?"
)
_WIDE = str.maketrans("０１２３４５６７８９％．＋／～", "0123456789%.+/~")
_WIDE_COMMA = re.compile(r"(?<=[０-９\d])[，,](?=[０-９]{3})|(?<=\d)，(?=\d{3}\.\d)")


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number read; `step` is the place value of the last digit written (0.01 for 99.47)."""

    value: Decimal
    step: Decimal


def narrow(text: str) -> str:
    """Full-width digits, percent signs and separators in numbers → half-width, length kept."""
    return _WIDE_COMMA.sub(",", text).translate(_WIDE)


def read_digits(written: str) -> Numeral:
    """`1,254.30` → 1254.30 with step 0.01."""
    value = Decimal(written.replace(",", ""))
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)
    return Numeral(value, Decimal(1).scaleb(exponent))


def read_chinese(written: str) -> Numeral | None:
    """`九十九点四七`, `两千万` → 99.47, 20000000; None where the characters are no one number.

    The step of a round 万 or 亿 is that 万 or 亿, as it would be in 2000万. What can be read in
    two ways (一百五, 三四) is not read.
    """
    body, scale = written, 1
    whole, point, fraction = body.partition("点")
    if point:
        while fraction and fraction[-1] in "万亿":
            scale *= 10_000 if fraction[-1] == "万" else 100_000_000
            fraction = fraction[:-1]
        if not fraction:
            return None
    integer = _integer(whole) if whole else None
    if integer is None:
        return None
    if not point:
        step = 1 if integer == 0 else _round_step(whole)
        return Numeral(Decimal(integer), Decimal(step))
    decimals = "".join(str(_DIGIT[c]) for c in fraction)
    value = Decimal(f"{integer}.{decimals}") * scale
    return Numeral(value, Decimal(scale).scaleb(-len(decimals)))


def read_year(written: str) -> int | None:
    """`二〇二二` → 2022: digits read one by one."""
    if len(written) != 4 or any(c not in _DIGIT for c in written):
        return None
    return int("".join(str(_DIGIT[c]) for c in written))


def _round_step(whole: str) -> int:
    if whole.endswith("万"):
        return 10_000
    return 100_000_000 if whole.endswith("亿") else 1


def _integer(written: str) -> int | None:
    total, rest = 0, written
    for mark, size in (("亿", 100_000_000), ("万", 10_000)):
        head, found, tail = rest.rpartition(mark)
        if not found:
            continue
        section = _integer(head) if mark == "亿" else _section(head)
        if not section or (len(tail) == 1 and tail not in "十"):
            return None
        total, rest = total + section * size, tail
    section = _section(rest) if rest else 0
    return None if section is None else total + section


def _section(written: str) -> int | None:
    """Up to 9,999; None where a digit lacks its place (一百五)."""
    if written in ("零", "〇"):
        return 0
    m = _SECTION.fullmatch(written.replace("〇", "零"))
    if m is None or not written:
        return None
    parts = {k: _DIGIT[m[k]] for k in ("thousands", "hundreds", "tens", "ones") if m[k]}
    tens = parts.get("tens", 1 if m["ten"] else 0)
    higher = "thousands" in parts or "hundreds" in parts
    if "ones" in parts and higher and not (m["ten"] or m["zero"] or m["zero2"] or m["zero3"]):
        return None
    hundreds = parts.get("hundreds", 0)
    return parts.get("thousands", 0) * 1000 + hundreds * 100 + tens * 10 + parts.get("ones", 0)


# The units that figures are written in, Chinese and English → one canonical unit each


class QuantityKind(StrEnum):
    """What a number measures; numbers of different kinds are never the same."""

    MONEY = "money"
    RATE = "rate"
    POINTS = "percentage points"
    SCORE = "score"
    COUNT = "count"
    AREA = "area"
    LENGTH = "length"
    VOLUME = "volume"
    WEIGHT = "weight"
    DURATION = "duration"
    DATE = "date"
    RANK = "rank"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Unit:
    """A canonical unit; `factor` of it make one `base`, the unit of its dimension."""

    name: str
    kind: QuantityKind
    factor: Decimal
    base: str


def _unit(name: str, kind: QuantityKind, factor: str = "1", base: str = "") -> Unit:
    return Unit(name, kind, Decimal(factor), base or name)


_K = QuantityKind
NO_UNIT = _unit("", _K.NUMBER)
YUAN = _unit("元", _K.MONEY)
MONEY_UNITS = {
    1: YUAN,
    1_000: _unit("千元", _K.MONEY, "1000", "元"),
    10_000: _unit("万元", _K.MONEY, "10000", "元"),
    100_000_000: _unit("亿元", _K.MONEY, "100000000", "元"),
}
PERCENT = _unit("%", _K.RATE)
PER_MILLE = _unit("‰", _K.RATE, "0.1", "%")
TENTHS = _unit("成", _K.RATE, "10", "%")
TIMES = _unit("倍", _K.RATE, "100", "%")
RANK = _unit("名", _K.RANK)

_MEASURES: tuple[tuple[str, Unit], ...] = (
    ("%|percent|per cent", PERCENT),
    ("‰", PER_MILLE),
    ("个百分点|百分点|percentage points?|pct", _unit("百分点", _K.POINTS)),
    ("倍|times", TIMES),
    ("分|points?", _unit("分", _K.SCORE)),
    ("10,?000 yuan", MONEY_UNITS[10_000]),
    ("元|人民币|yuan|RMB|CNY", YUAN),
    ("美元|USD|US dollars?", _unit("美元", _K.MONEY)),
    ("港元|HKD", _unit("港元", _K.MONEY)),
    ("欧元|EUR|euros?", _unit("欧元", _K.MONEY)),
    ("平方米|平米|㎡|m²|m2|square met[er]{2}s?|sq m|sqm", _unit("平方米", _K.AREA)),
    ("平方公里|平方千米|km²|km2", _unit("平方公里", _K.AREA, "1000000", "平方米")),
    ("公顷|hectares?", _unit("公顷", _K.AREA, "10000", "平方米")),
    ("亩", _unit("亩", _K.AREA, "666.6666666666666666666666667", "平方米")),
    ("立方米|m³|m3", _unit("立方米", _K.VOLUME)),
    ("公里|千米|km|kilomet[er]{2}s?", _unit("公里", _K.LENGTH, "1000", "米")),
    ("厘米|cm", _unit("厘米", _K.LENGTH, "0.01", "米")),
    ("米|met[er]{2}s?", _unit("米", _K.LENGTH)),
    ("吨|tons?|tonnes?", _unit("吨", _K.WEIGHT, "1000", "公斤")),
    ("公斤|千克|kg", _unit("公斤", _K.WEIGHT)),
    ("千瓦时|kWh", _unit("千瓦时", _K.COUNT)),
    ("年|years?", _unit("年", _K.DURATION, "12", "个月")),
    ("个季度|quarters?", _unit("季度", _K.DURATION, "3", "个月")),
    ("个月|months?", _unit("个月", _K.DURATION)),
    ("个工作日|工作日|working days?", _unit("工作日", _K.DURATION)),
    ("天|日|days?", _unit("天", _K.DURATION, "1440", "分钟")),
    ("周|个星期|weeks?", _unit("周", _K.DURATION, "10080", "分钟")),
    ("个小时|小时|hours?", _unit("小时", _K.DURATION, "60", "分钟")),
    ("分钟|minutes?", _unit("分钟", _K.DURATION)),
    ("秒钟|秒|seconds?", _unit("秒", _K.DURATION, "0.0166666666666666666666666667", "分钟")),
)

_COUNTERS = [
    *("人次", "户次", "件次", "家次", "车次", "班次", "批次", "场次", "课时", "学时"),
    *"人户个项件宗家名位次台套辆张封面块枚处座所间栋幢组支批期场届篇份本册部笔起例门类种条层",
    *"株棵头只艘架盏根对双卷盒箱瓶袋副床幅度单班节轮岁级大站团村镇街岗片颗顶口道段环扇把",
]
_ENGLISH_COUNTERS = {
    "people|persons?": "人",
    "visits?": "人次",
    "items?": "项",
    "cases?": "件",
    "projects?": "个",
    "units?": "个",
    "sets?": "套",
    "vehicles?": "辆",
    "households?": "户",
    "sessions?": "场",
}

_WORD_GOES_ON = {
    "分": "别类项管局校公中支部平台院散析为成配布级工担期批步段组解享区行馆店会之钟子值明内外",
    "元": "旦素件宵宇首老月",
    "面": "向对积临上貌",
    "部": "门署分队委级",
    "所": "有属需在以得示",
    "家": "庭长属",
    "本": "年部级区市单次地人",
    "对": "于应比照接外象",
    "起": "来到草步点",
    "门": "户诊窗牌",
    "位": "于列居次",
    "场": "所地景馆",
    "组": "织建成",
    "处": "理于置罚级",
    "户": "籍口外均",
    "期": "间末初限内",
    "间": "接隔",
    "批": "复准量",
    "名": "称单列",
    "单": "位价独项元",
    "年": "级代度",
    "日": "常均",
    "周": "边期",
    "人": "民大均员才",
    "大": "于型量力小",
    "级": "别",
    "度": "假",
    "站": "点",
    "村": "居民委",
    "镇": "街",
    "街": "道镇",
    "台": "账",
    "次": "年日月",
    "条": "件例款",
    "道": "路",
    "段": "落",
    "口": "岸径",
    "片": "区",
    "节": "约能假",
    "团": "队体委",
    "班": "子",
    "类": "似别",
    "把": "握",
    "课": "程",
    "岗": "位",
    "笔": "记试",
    "环": "境保节",
    "层": "面次",
    "根": "据",
    "天": "然",
}
"""Characters after which the counter is the beginning of a word: 22部门 is not 22部."""


def _pattern(spelling: str) -> str:
    if spelling == "项":
        return "项(?!目(?!标))"  # 5项目标 counts goals, 0.00 项目 begins the next cell.
    guard = _WORD_GOES_ON.get(spelling, "")
    return spelling + (f"(?![{guard}])" if guard else "")


def _all_units() -> tuple[tuple[str, Unit], ...]:
    counters = [(c, _unit(c, _K.COUNT)) for c in _COUNTERS]
    english = [(e, _unit(c, _K.COUNT)) for e, c in _ENGLISH_COUNTERS.items()]
    spelled = [(s, u) for ss, u in _MEASURES for s in ss.split("|")]
    return tuple(sorted([*spelled, *counters, *english], key=lambda su: -len(su[0])))


_UNITS = _all_units()
_LATIN = re.compile(r"[A-Za-z]")
_FIRST = "".join(sorted({s[0] for s, _ in _UNITS}))
UNIT_PATTERN = f"(?=[{_FIRST}])(?:" + "|".join(
    _pattern(s) + (r"(?![A-Za-z0-9])" if _LATIN.match(s) else "") for s, _ in _UNITS
)
UNIT_PATTERN += ")"
"""Every spelling of every unit, longest first; to be compiled without regard to case."""

_READERS = tuple((re.compile(s, re.I), u) for s, u in (*_UNITS, ("成", TENTHS)))
_TABLE_WORDS = re.compile(r"^[（(]?\s*(?:(?:金额)?单位\s*[:：]\s*)?(?:人民币(?=.))?|[)）\s]+$")

MULTIPLIERS = {
    "": 1,
    "十": 10,
    "百": 100,
    "千": 1_000,
    "万": 10_000,
    "十万": 100_000,
    "百万": 1_000_000,
    "千万": 10_000_000,
    "亿": 100_000_000,
    "十亿": 1_000_000_000,
    "百亿": 10_000_000_000,
    "千亿": 100_000_000_000,
    "万亿": 1_000_000_000_000,
    "thousand": 1_000,
    "ten thousand": 10_000,
    "wan": 10_000,
    "million": 1_000_000,
    "hundred million": 100_000_000,
    "billion": 1_000_000_000,
    "trillion": 1_000_000_000_000,
}
MULTIPLIER_PATTERN = "|".join(
    m.replace(" ", r"[ -]")
    + (r"(?![A-Za-z])" if _LATIN.match(m) else "(?![瓦伏卡米克])" if m == "千" else "")
    for m in sorted(filter(None, MULTIPLIERS), key=len, reverse=True)
)


@lru_cache(maxsize=512)
def unit_named(spelling: str) -> Unit:
    """A unit as a text or a table states it (元, 万元, %, per cent, 单位：万元) → the unit.

    A spelling not known is taken as something counted, '' as no unit.
    """
    name = _TABLE_WORDS.sub("", spelling.strip())
    if not name:
        return NO_UNIT
    return _money_named(name) or _known(name) or _multiplied(name) or _unit(name, _K.COUNT)


def _known(name: str) -> Unit | None:
    return next((u for pattern, u in _READERS if pattern.fullmatch(name)), None)


def _multiplied(name: str) -> Unit | None:
    """万人次, 万平方米: a unit of its own, ten thousand times the plain one."""
    for length in (2, 1):
        plain = _known(name[length:]) if name[:length] in MULTIPLIERS and name[length:] else None
        if plain:
            factor = plain.factor * MULTIPLIERS[name[:length]]
            return Unit(name, plain.kind, factor, plain.base)
    return None


def _money_named(name: str) -> Unit | None:
    multiplier, mark, rest = name.partition("元")
    if not mark or rest:
        return None
    return MONEY_UNITS.get(MULTIPLIERS.get(multiplier, 0))
