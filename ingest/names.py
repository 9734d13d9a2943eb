"""What a department is called: its full name, its district, the short names people use."""

from __future__ import annotations

import re
from collections.abc import Mapping

_KINDS = "|".join(
    # What departments and units are called, longer words before those they end in.
    (
        "人民政府办公室|街道办事处|管理委员会|管委会|委员会|管理局|监督局|服务局",
        "分局|总局|局|办公室|服务中心|管理中心|中心|福利院|医院|学校|学院|中学",
        "小学|幼儿园|研究院|研究所|图书馆|博物馆|文化馆|档案馆|检察院|法院|监狱",
        "看守所|大队|支队|总队|联合会|总工会|工商联|协会|团委|妇联|残联",
        "红十字会|党校|厅|镇人民政府|乡人民政府|区人民政府|县人民政府|市人民政府",
        "政府|水务站|管理所|管理处|管理站|事务所|出版社|电视台|部",
    )
)
_NAME = r"(?:(?![省市区县旗])[\u4e00-\u9fff])"
_PLACE = rf"{_NAME}{{2,10}}?(?:省|自治区|市|州|盟|地区)"
_COUNTY = rf"{_NAME}{{1,8}}?(?:自治县|县|旗|(?<!社)(?<!小)(?<!校)(?<!景)区|(?<!城)市)"
_PARTY = "(?:中国共产党|中共|中国共产主义青年团|共青团|国家税务总局)"
DEPARTMENT = re.compile(
    rf"{_PARTY}?(?:{_PLACE}(?:{_COUNTY})?|{_COUNTY})[\u4e00-\u9fff、]{{0,24}}?(?:{_KINDS})"
    r"(?!门|分|署|队|长)(?<!委员会(?=办公室))"
    r"(?<!政府(?=[\u4e00-\u9fff]{1,6}(?:街道|镇|乡|办公室)))"
)
_DISTRICT = re.compile(rf"{_PARTY}?((?:{_PLACE}){{0,2}}(?:{_COUNTY})?)")
_CALLED = re.compile(
    r"[（(]\s*以?下?简?[简统]称\s*[:：为]?\s*[“\"「]?([\u4e00-\u9fff]{2,14})[”\"」]?"
)
"""增城区政务服务数据管理局（以下简称“区政数局”）"""
_ABBREVIATED = {
    "政务服务数据管理局": "政数局", "政务服务和数据管理局": "政数局", "政务服务和数据局": "政数局",
    "发展和改革局": "发改局", "发展和改革委员会": "发改委", "人力资源和社会保障局": "人社局",
    "规划和自然资源局": "规资局", "住房和城乡建设局": "住建局", "住房保障和房屋管理局": "房管局",
    "卫生健康局": "卫健局", "卫生健康委员会": "卫健委", "市场监督管理局": "市场监管局",
    "城市管理和综合执法局": "城管局", "城市管理行政执法局": "城管执法局", "文化和旅游局": "文旅局",
    "文化广电旅游体育局": "文广旅体局", "退役军人事务局": "退役军人局", "应急管理局": "应急局",
    "生态环境局": "环境局", "农业农村局": "农业农村局", "科技工业商务和信息化局": "科工商信局",
    "科技和工业信息化局": "科工信局", "国有资产监督管理局": "国资局",
    "国有资产监督管理委员会": "国资委", "交通运输局": "交通局", "行政审批局": "行政审批局",
    "教育局": "教育局", "财政局": "财政局", "民政局": "民政局", "司法局": "司法局",
}  # fmt: skip


_TOO_PLAIN = frozenset(_KINDS.split("|")) | {"街道", "办事处", "社区", "委员会"}


def full_name(name: str, counted: Mapping[str, int]) -> str:
    """A department's name → its fullest form among the names the text uses."""
    longer = [
        n
        for n in counted
        if n != name and n.endswith(name) and _DISTRICT.fullmatch(n.removesuffix(name))
    ]
    return max(longer, key=lambda n: (counted[n], len(n))) if longer else name


def district(department: str, title: str) -> str:
    """广州市增城区政务服务数据管理局 → 广州市增城区; '' where neither names a place."""
    for text in (department, re.sub(r"^20\d\d年度?", "", title)):
        found = _DISTRICT.match(text)
        if found and found[1]:
            return found[1]
    return ""


def short_names(department: str, text: str) -> tuple[str, ...]:
    """A department's full name and its report → the short names for it, longest first.

    Those the text says it uses (以下简称), and those that leave off the city, the district's name
    (区财政局), 人民政府 and 办事处, or shorten a long office name in the customary way (政数局).
    """
    if not department:
        return ()
    place = district(department, "")
    before, _, office = department.partition(place) if place else ("", "", department)
    county = _county(place)
    grade = "自治区" if county.endswith("自治区") else county[-1:]
    names = {called for called in _CALLED.findall(text) if _may_name(called, office)}
    if before:
        names |= _party_names(before, county, grade, office)
    elif office.startswith(("人民政府办公室", "人民政府办公厅")):
        short = office.removeprefix("人民")
        names |= {county + office, county + short, grade + short, (grade + short)[:-2]}
    else:
        names |= _office_names(county, grade, office)
    kept = {n for n in names if len(n) > 2 and n != department and n not in _TOO_PLAIN}
    return tuple(sorted(kept, key=lambda n: (-len(n), n)))


def _office_names(county: str, grade: str, office: str) -> set[str]:
    bare = office.removeprefix("人民政府")
    names = {bare, county + bare}
    if bare == office:
        names.add(grade + bare)
    for long, short in _ABBREVIATED.items():
        if bare.endswith(long):
            front = bare.removesuffix(long)
            names |= {county + front + short, grade + front + short, front + short}
    if bare.endswith("街道办事处"):
        street = bare.removesuffix("办事处")
        names |= {street, street.removesuffix("街道") + "街道办", county + street}
    if bare.endswith(("镇人民政府", "乡人民政府")):
        town = bare.removesuffix("人民政府")
        names |= {town, town + "政府", county + town}
    return names


def _party_names(before: str, county: str, grade: str, office: str) -> set[str]:
    """中共海陵市委员会组织部 → 海陵市委组织部, 市委组织部; 共青团海陵市委员会 → 团市委."""
    short = office.replace("委员会", "委")
    if "青年团" in before or "共青团" in before:
        return {"团" + grade + short, county + "团" + short, "共青团" + county + short}
    return {county + office, county + short, grade + short}


def _county(place: str) -> str:
    parts = re.findall(rf"{_PLACE}|{_COUNTY}", place)
    return parts[-1] if parts else ""


def _may_name(short: str, office: str) -> bool:
    """A short name is made of characters of the long one, in its order."""
    rest = iter(office)
    core = re.sub(r"^(?:我|本|区|市|县|省|镇)", "", short)
    return bool(core) and sum(c in rest for c in core) >= len(core) - 1 and core[-1] in office
