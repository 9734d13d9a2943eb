"""The departments a question asks about: those on the shelf, and those that are not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pypinyin import lazy_pinyin

from vectorstore.records import Identity

# 社区, 园区 … are no districts, 市场 and 市政 no cities.
_PLACE = re.compile(
    r"(?:[\u4e00-\u9fff]{2,7}(?:自治区|特别行政区)|[^省市区县旗局委]{2,3}省)?"
    r"(?:[^省市区县旗局委]{2,8}自治州|[^省市区县旗局委]{2,4}市(?!场|政|容|民|监))?"
    r"(?:[^省市区县旗局委]{1,5}?(?<![社园校地小景灾库林牧矿老])[区县旗]"
    r"|[^省市区县旗局委]{2,4}市(?!场|政|容|民|监))?"
)
_HAN = re.compile(r"[\u4e00-\u9fff]")
_WRITTEN_PLACE = re.compile(r"([\u4e00-\u9fff]{2})?([省市区县旗])(?:人民政府)?$")
_NO_PLACE = re.compile(r"[的和与跟同在是由比较将年度关于请问我们咱本全该这那对查看]")
_OFFICE = re.compile(r"(?:人民政府)?(?:办事处|办公室)?$")

# What local government bodies are called everywhere, in full and in short.
_KNOWN = """
教育局 财政局 公安局 民政局 司法局 审计局 统计局 信访局 税务局 气象局
档案局 体育局 林业局 水务局 水利局 商务局 交通运输局 交通局 农业农村局
生态环境局 环保局 应急管理局 应急局 科学技术局 科技局 人力资源和社会保障局
人社局 自然资源局 规划和自然资源局 规划资源局 规自局 住房和城乡建设局 住建局
住房保障局 城市管理局 城市管理和综合执法局 城管局 园林局 文化和旅游局
文化广电旅游体育局 文旅局 文化旅游局 文广旅体局 卫生健康局 卫健局
卫生健康委员会 卫生健康委 卫健委 退役军人事务局 退役军人局 市场监督管理局
市场监管局 市监局 医疗保障局 医保局 发展和改革局 发改局 发展和改革委员会
发展改革委 发改委 工业和信息化局 工信局 经济和信息化委员会 经信委 商务委 教委
建交委 国资委 金融局 大数据局 数据局 政务服务数据管理局 政数局 行政审批局
来穗局 知识产权局 粮食局 乡村振兴局 机关事务管理局 检察院 法院 党校 纪委监委
纪委 组织部 宣传部 统战部 政法委 人大常委会 政协 总工会 妇联 残联 科协
文联 团委 红十字会 工商联 侨联 消防救援大队
""".split()  # noqa: SIM905 - a list of quoted words hides the words
_STREET = re.compile(r"[\u4e00-\u9fff]{2,4}?(?:街道办事处|街道|镇政府|镇人民政府|乡政府)")
_NOT_STREET = re.compile(r"各|全|哪|几|多少|个|所有|本|该|这|那|乡镇|镇街")
# These words are in many names of projects and places: only with figures of its own is one a body.
_OWN_FIGURES = re.compile(
    r"\s*的?\s*(?:20\d\d年?度?)?\s*的?\s*(?:部门|单位)?(?:整体|全年|总)?"
    r"(?:预算|决算|收入|支出|“?\"?三公|经费|执行率|绩效|自评|得分|职能|职责|机构|资产|人员)"
)
_WEAK = re.compile(
    r"(?:[\u4e00-\u9fff]{2,4}[区县市]|区|县|市)[\u4e00-\u9fff]{2,12}?"
    r"(?:局|委员会|委|办公室|中心|医院|学校|中学|小学|大学|学院|院|馆|站|所|总队|支队|大队|公司)"
)
_WORDS_BEFORE = re.compile(
    r"^.*(?:请问|想知道|关于|对于|对比|比较|查询|查一下|看看|列出|[，。？、；：“”（）()\s的和与跟同在是由比较将年度])"
)

_ENGLISH = {
    "education bureau": "教育局",
    "finance bureau": "财政局",
    "public security bureau": "公安局",
    "civil affairs bureau": "民政局",
    "justice bureau": "司法局",
    "audit bureau": "审计局",
    "statistics bureau": "统计局",
    "transport bureau": "交通运输局",
    "health commission": "卫生健康委员会",
    "health bureau": "卫生健康局",
    "housing bureau": "住房和城乡建设局",
    "water bureau": "水务局",
    "commerce bureau": "商务局",
    "agriculture bureau": "农业农村局",
    "emergency management bureau": "应急管理局",
    "market regulation bureau": "市场监督管理局",
    "tax bureau": "税务局",
    "government services and data": "政务服务数据管理局",
    "government service and data": "政务服务数据管理局",
    "government services data": "政务服务数据管理局",
    "government service data": "政务服务数据管理局",
}


@dataclass(frozen=True, slots=True)
class DepartmentsAsked:
    """`departments` by their full names on the shelf; `absent` as the question writes them."""

    departments: tuple[str, ...]
    absent: tuple[str, ...]


def departments_asked(question: str, shelf: Sequence[Identity]) -> DepartmentsAsked:
    """An evened question → the departments it names, those on the shelf and those not there.

    Where a short name fits several departments, all of them are kept.
    """
    taken: list[tuple[int, int]] = []
    matched: dict[str, None] = {}
    for start, end, departments in _mentions(question, shelf):
        if not any(start < b and a < end for a, b in taken):
            taken.append((start, end))
            matched |= dict.fromkeys(departments)
    if not matched and not _HAN.search(question):
        matched |= dict.fromkeys(_named_in_english(question, shelf))
    absent = [
        question[start:end]
        for start, end in _unknown(question)
        if not any(start < b and a < end for a, b in taken)
    ]
    absent += [] if matched else _absent_in_english(question, shelf)
    return DepartmentsAsked(tuple(matched), tuple(dict.fromkeys(absent)))


def names_of(identity: Identity) -> tuple[str, ...]:
    """The names a department goes by in its own place, the longest first: 万里街道办事处, 万里街道;
    政务服务数据管理局, 政数局.
    """
    place = place_of(identity.department)
    body = identity.department.removeprefix(place).removeprefix("人民政府")
    short = {_without_place(name, place) for name in identity.short_names}
    names = {body, _OFFICE.sub("", body), *short} | {k for k in _KNOWN if _shortens(k, body)}
    return tuple(sorted((n for n in names if len(n) > 1), key=lambda n: (-len(n), n)))


def place_of(department: str) -> str:
    """A department's full name → the place it begins with: 广州市增城区; '' without one."""
    match = _PLACE.match(department)
    return match[0] if match and len(match[0]) < len(department) else ""


def _last_place(place: str) -> str:
    """广州市增城区 → 增城区."""
    parts = re.findall(r".+?(?:自治区|自治州|[省市区县旗])", place)
    return parts[-1] if parts else place


def _without_place(name: str, place: str) -> str:
    last = _last_place(place)
    for front in (place, last, last[:-1], place[-1:]):
        if front and name.startswith(front) and len(name) > len(front) + 1:
            return name.removeprefix(front)
    return name


def _mentions(question: str, shelf: Sequence[Identity]) -> list[tuple[int, int, list[str]]]:
    """(start, end, departments) of every name of the shelf's in the question, the longest first."""
    places: dict[tuple[int, int], list[str]] = {}
    for identity in shelf:
        for name in names_of(identity):
            for match in re.finditer(re.escape(name), question):
                start = _start_with_place(question, match.start(), identity)
                if start is None:
                    continue
                departments = places.setdefault((start, match.end()), [])
                if identity.department not in departments:
                    departments.append(identity.department)
    ordered = sorted(places.items(), key=lambda p: (p[0][0] - p[0][1], p[0]))
    return [(start, end, departments) for (start, end), departments in ordered]


def _start_with_place(question: str, start: int, identity: Identity) -> int | None:
    """Where a mention begins, its place included; None where that is another place."""
    before = question[:start]
    place = place_of(identity.department) or identity.district
    last = _last_place(place)
    for written in (place, place + "人民政府", last, last + "人民政府", last[:-1]):
        if written and before.endswith(written):
            return start - len(written)
    match = _WRITTEN_PLACE.search(before)
    if match is None or not place:
        return start
    if match[1] and not _NO_PLACE.search(match[1]):
        return None
    return match.start(2) if match[2] == place[-1] else None


def _shortens(short: str, name: str) -> bool:
    if len(short) >= len(name) or short[0] != name[0] or short[-1] not in name[-4:]:
        return False
    rest = iter(name)
    return all(c in rest for c in short)


def _unknown(question: str) -> Iterator[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for known in _KNOWN:
        for match in re.finditer(
            rf"(?:[\u4e00-\u9fff]{{2,3}}[省市区县]|[省市区县])?{known}", question
        ):
            found.append((match.start() + _words_before(match[0]), match.end()))
    for match in _STREET.finditer(question):
        start = match.start() + _words_before(match[0])
        if not _NOT_STREET.search(question[start : match.end()]) and match.end() - start >= 4:
            found.append((start, match.end()))
    for match in _WEAK.finditer(question):
        if _OWN_FIGURES.match(question, match.end()):
            found.append((match.start() + _words_before(match[0]), match.end()))
    kept: list[tuple[int, int]] = []
    for start, end in sorted(found, key=lambda s: s[0] - s[1]):
        if not any(start < b and a < end for a, b in kept):
            kept.append((start, end))
    yield from sorted(kept)


def _words_before(written: str) -> int:
    match = _WORDS_BEFORE.match(written)
    return match.end() if match else 0


def _named_in_english(question: str, shelf: Sequence[Identity]) -> Iterator[str]:
    words = set(re.findall(r"[a-z]{3,}", question.lower()))
    chinese = [name for phrase, name in _ENGLISH.items() if phrase in question.lower()]
    by_place = [i.department for i in shelf if _pinyin(i) & words]
    by_body = [
        i.department
        for i in shelf
        if any(c in name or _shortens(c, name) for c in chinese for name in names_of(i))
    ]
    if by_body or chinese:
        return iter([d for d in by_body if d in by_place] or by_body)
    return iter(by_place)


def _absent_in_english(question: str, shelf: Sequence[Identity]) -> list[str]:
    return [
        match[0]
        for phrase in _ENGLISH
        for match in re.finditer(rf"(?:[A-Z][a-z]+ )*{phrase}", question, re.I)
    ]


def _pinyin(identity: Identity) -> set[str]:
    """The names English texts write in pinyin: 万里街道 → wanli, 增城区 → zengcheng."""
    place = place_of(identity.department)
    body = _OFFICE.sub("", identity.department.removeprefix(place).removeprefix("人民政府"))
    own = re.sub(r"(?:街道|镇|乡|村|社区)$", "", body)
    names = [own] if own != body else [_last_place(place)[:-1]]
    return {"".join(lazy_pinyin(name)) for name in names if name}
