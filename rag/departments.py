"""The departments a question asks about: those on the shelf, and those that are not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rag.language import language_of
from rag.names import (
    ENGLISH,
    KNOWN,
    last_place,
    names_a_place,
    names_of,
    pinyin_of,
    place_of,
    places_in_pinyin,
    shortens,
    shortens_in_place,
)
from rag.spans import Span, apart, longest
from vectorstore.records import Identity

_WRITTEN_PLACE = re.compile(r"([\u4e00-\u9fff]{2})?([省市区县旗])(?:人民政府)?$")
_REQUESTS = (
    "说明|列出|介绍|概括|概述|简述|列举|告诉|提供|分析|统计|汇总|比较|对比|描述|归纳|总结|评价|解释|指出|写出"
    "|给出|查询|核实|核对|查找|谈谈|讲讲|说说|讲述|一下|回答|梳理|整理|摘录|找出|算出|计算|确认"
)
_NO_PLACE = re.compile(rf"[的和与跟同在是由比较将年度关于请问我们咱本全该这那对查看]|{_REQUESTS}")
_HAN_WORD = re.compile(r"[\u4e00-\u9fff]+")
_WORD_BEGINS = re.compile(rf"(?:^|[^\u4e00-\u9fff]|{_NO_PLACE.pattern})$")
_SHORTEST_END = 3
_GENERIC_ENDS = (
    *("街道办事处", "镇人民政府", "乡人民政府", "区人民政府", "市人民政府", "县人民政府"),
    *("管理委员会", "工作委员会", "事务管理局", "监督管理局", "综合管理局", "建设管理局"),
    *("服务管理局", "社会保障局", "服务中心", "管理中心", "事务中心", "发展中心", "指挥中心"),
    *("公共服务中心", "事务服务中心", "政府办公室", "委员会办公室", "工作办公室", "领导小组"),
    *("有限公司", "管理站", "管理所", "研究所", "研究院", "人民医院", "事务局", "工作局"),
)
_PLACE_BEFORE = r"(?P<place>[\u4e00-\u9fff]{2,3}[省市区县]|[省市区县])?"
_KNOWN_NAME = re.compile(f"{_PLACE_BEFORE}(?:{'|'.join(sorted(KNOWN, key=len)[::-1])})")
_STREET = re.compile(r"[\u4e00-\u9fff]{2,4}?(?:街道办事处|街道|镇政府|镇人民政府|乡政府)")
_NO_NAME = re.compile(
    r"各|哪|几|多少|个|所有|本|该|这|那|下辖|乡镇|镇街|^.?街道|[全问]市|[全问]县|[全问]区"
)
# These words are in many names of projects and places: only with figures of its own is one a body.
_OWN_FIGURES = re.compile(
    r"\s*的?\s*(?:20\d\d年?度?)?\s*的?\s*(?:部门|单位)?(?:整体|全年|总)?"
    r"(?:预算|决算|收入|支出|“?\"?三公|经费|执行率|绩效|自评|得分|职能|职责|机构|资产|人员)"
)
_WEAK = re.compile(
    r"(?:[\u4e00-\u9fff]{2,4}[区县市]|区|县|市)[\u4e00-\u9fff]{2,12}?"
    r"(?:局|委员会|委|办公室|中心|医院|学校|中学|小学|大学|学院|院|馆|站|所|总队|支队|大队|公司)"
)
_ENGLISH_NAME = re.compile(
    rf"\b(?-i:((?:[A-Z][a-z'’]+ ){{0,4}}))({'|'.join(f'(?:{body})' for body in ENGLISH)})\b"
    r"(?-i:(?: (?:of|in)(?: the)? (?P<behind>[A-Z][a-z'’]+))?)",
    re.I,
)
_WORDS_BEFORE = re.compile(
    rf"^.*(?:请问|想知道|关于|对于|查一下|看看|{_REQUESTS}"
    r"|[，。？、；：“”（）()\s的和与跟同在是由比较将年度问])"
)


@dataclass(frozen=True, slots=True)
class DepartmentsAsked:
    """`departments` by their full names on the shelf; `absent` as the question writes them."""

    departments: tuple[str, ...]
    absent: tuple[str, ...]


def departments_asked(question: str, shelf: Sequence[Identity]) -> DepartmentsAsked:
    """An evened question → the departments it names, those on the shelf and those not there.

    Where a short name fits several departments, all of them are kept.
    """
    known = _known(question, shelf)
    departments = dict.fromkeys(d for names in known.values() for d in names)
    absent = dict.fromkeys(question[a:b] for a, b in _absent(question, shelf, list(known)))
    return DepartmentsAsked(tuple(departments), tuple(absent))


def department_spans(question: str, shelf: Sequence[Identity]) -> list[Span]:
    """Where an evened question names departments, on the shelf or not, places included."""
    known = list(_known(question, shelf))
    return sorted([*known, *_absent(question, shelf, known)])


def _absent(question: str, shelf: Sequence[Identity], known: list[Span]) -> list[Span]:
    """Where the question names departments that are not on the shelf."""
    return apart(longest([*_unknown(question), *_of_other_places(question, shelf)]), known)


def _of_other_places(question: str, shelf: Sequence[Identity]) -> Iterator[Span]:
    """Another county's body of a kind that is on the shelf, however unusual that is."""
    named = {n: i for i in _once_each(shelf) for n in names_of(i) if n in question}
    for name, identity in ((n, i) for n, i in named.items() if len(n) >= _SHORTEST_END):
        for match in re.finditer(re.escape(name), question):
            written = _WRITTEN_PLACE.search(question[: match.start()])
            if written is None or not written[1] or _NO_PLACE.search(written[1]):
                continue
            elsewhere = _start_with_place(question, match.start(), identity) is None
            if elsewhere and not _NO_NAME.search(written[0]):
                yield written.start(), match.end()


def _known(question: str, shelf: Sequence[Identity]) -> dict[Span, list[str]]:
    """Where the question names departments of the shelf, and which; the longest names win."""
    named: dict[Span, list[str]] = {}
    english = language_of(question) == "en"
    for identity in _once_each(shelf):
        in_english = _english_mentions(question, identity) if english else ()
        for span in (*_mentions(question, identity), *in_english):
            departments = named.setdefault(span, [])
            departments += {identity.department} - set(departments)
    for span, department in _by_their_ends(question, {i.department: i for i in shelf}.values()):
        named.setdefault(span, [department])
    for a, b in apart(_unknown(question), list(named)):
        shortened = [i.department for i in shelf if shortens_in_place(question[a:b], i.department)]
        if shortened:
            named[a, b] = list(dict.fromkeys(shortened))
    return {span: named[span] for span in longest(named)}


def _once_each(shelf: Sequence[Identity]) -> Iterable[Identity]:
    """A department has one report a year, and is looked for once."""
    return {(i.department, i.short_names): i for i in shelf}.values()


def _by_their_ends(question: str, shelf: Iterable[Identity]) -> Iterator[tuple[Span, str]]:
    """Where a word ends the name of one department only: 福利院 for 普陀区社会福利院."""
    ending: dict[str, list[Identity]] = {}
    for identity in shelf:
        name = identity.department
        for length in range(_SHORTEST_END, len(name)):
            if name[-length:] not in question:
                break
            ending.setdefault(name[-length:], []).append(identity)
    for end, identities in ending.items():
        if len(identities) > 1 or _HAN_WORD.fullmatch(end) is None or _is_generic(end):
            continue
        for match in re.finditer(re.escape(end), question):
            start = _start_with_place(question, match.start(), identities[0])
            # 保障局 does not end a word of its own in 医疗保障局.
            if start is not None and _WORD_BEGINS.search(question[:start]):
                yield (start, match.end()), identities[0].department


def _is_generic(end: str) -> bool:
    return any(generic.endswith(end) for generic in _GENERIC_ENDS)


def _mentions(question: str, identity: Identity) -> Iterator[Span]:
    for name in names_of(identity):
        for match in re.finditer(re.escape(name), question):
            start = _start_with_place(question, match.start(), identity)
            if start is not None:
                yield start, match.end()


def _english_mentions(question: str, identity: Identity) -> Iterator[Span]:
    """Zengcheng Education Bureau, Wanli Subdistrict; a place by itself names what is there."""
    places = pinyin_of(identity)
    bodies = list(_ENGLISH_NAME.finditer(question))
    for match in bodies:
        written = [*match[1].split(), *filter(None, [match["behind"]])]
        named = {_letters(word) for word in written if names_a_place(word)}
        if named <= places_in_pinyin(identity) and _is_called(_bodies(match[2]), identity):
            yield match.span()
    if places and not bodies:
        pattern = rf"\b(?:{'|'.join(places)})\b(?: (?:sub-?district|street|district))?"
        yield from (match.span() for match in re.finditer(pattern, question, re.I))


def _letters(word: str) -> str:
    """Xi'an, Guangzhou's → xian, guangzhou."""
    return re.sub(r"['’]s?$|['’]", "", word.lower())


def _bodies(english: str) -> tuple[str, ...]:
    """The English for a kind of body → what such bodies are called."""
    return tuple(
        name
        for pattern, names in ENGLISH.items()
        if re.fullmatch(pattern, english, re.I)
        for name in names
    )


def _is_called(bodies: Sequence[str], identity: Identity) -> bool:
    return any(b in n or shortens(b, n) for b in bodies for n in names_of(identity))


def _start_with_place(question: str, start: int, identity: Identity) -> int | None:
    """Where a mention begins, its place included; None where that is another place."""
    before = question[:start]
    place = place_of(identity.department) or identity.district
    last = last_place(place)
    for written in (place, place + "人民政府", last, last + "人民政府", last[:-1]):
        if written and before.endswith(written):
            return start - len(written)
    match = _WRITTEN_PLACE.search(before)
    if match is None or not place:
        return start
    if match[1] and not _NO_PLACE.search(match[1]):
        return None
    return match.start(2) if match[2] == place[-1] else None


def _unknown(question: str) -> list[Span]:
    """Where the question names what can only be a department, known here or not."""
    found = [
        (match.start() + _words_before(question, match.start(), match["place"] or ""), match.end())
        for match in _KNOWN_NAME.finditer(question)
    ]
    found += [
        (match.start() + _words_before(question, match.start(), match[0]), match.end())
        for pattern in (_STREET, _WEAK)
        for match in pattern.finditer(question)
        if pattern is _STREET or _OWN_FIGURES.match(question, match.end())
    ]
    found = [(a, b) for a, b in found if not _NO_NAME.search(question[a:b])]
    return longest([*found, *(m.span() for m in _ENGLISH_NAME.finditer(question))])


def _words_before(question: str, start: int, written: str) -> int:
    """How many characters of what is written there still belong to words before a name.

    明 of 明白云区 belongs to the 说明 before it.
    """
    before = question[max(0, start - 1) : start]
    match = _WORDS_BEFORE.match(before + written)
    return max(0, match.end() - len(before)) if match else 0
