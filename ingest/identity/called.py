"""What follows from an identity: its place in full, its code, the short names of its body."""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.identity.bodies import OFFICES, PARTY, place_in_title, places_before
from places.divisions import resolve, whole
from places.spoken import beginning
from records import Identity

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
    "交通运输委员会": "交通委", "城市管理委员会": "城管委", "医疗保障局": "医保局",
    "残疾人联合会": "残联", "妇女联合会": "妇联", "科学技术协会": "科协", "体育局": "体育局",
}  # fmt: skip
_TOO_PLAIN = frozenset(OFFICES.split("|")) | {"街道", "社区"}
_BARE = re.compile(r"(?:[省市区县旗盟]|地区|自治[区州县旗])$")


def with_derived(identity: Identity, text: str) -> Identity:
    """An identity and its report's text → the same with all that follows from body and title.

    That is the place in full with its code, and the short names. Where the body names no place,
    the title's is taken; where neither does, the place stays.
    """
    named, _ = beginning(PARTY.sub("", identity.department, count=1))
    place, code = whole(places_before(named or place_in_title(identity.title), text))
    if not place:
        place, code = whole(identity.place)
    names = short_names(identity.department, text)
    return replace(identity, place=place, place_code=code, short_names=names)


def short_names(department: str, text: str) -> tuple[str, ...]:
    """A department's full name and its report → the short names for it, longest first.

    Those the text says it uses (以下简称), and those that leave off the city, the district's name
    (区财政局), 人民政府 and 办事处, or shorten a long office name in the customary way (政数局).
    """
    if not department:
        return ()
    party = found[0] if (found := PARTY.match(department)) else ""
    place, end = beginning(department.removeprefix(party))
    office = department[len(party) + end :]
    county = place[-1] if place else ""
    grade = _grade(county)
    names = {called for called in _CALLED.findall(text) if _may_name(called, office)}
    if party in ("中共", "中国共产党", "中国共产主义青年团", "共青团"):
        names |= _party_names(party, county, grade, office)
    elif office.startswith(("人民政府办公室", "人民政府办公厅")):
        short = office.removeprefix("人民")
        names |= {county + office, county + short, grade + short, (grade + short)[:-2]}
    else:
        names |= _office_names(county, grade, office)
    kept = {n for n in names if len(n) > 2 and n != department and n not in _TOO_PLAIN}
    return tuple(sorted(kept, key=lambda n: (-len(n), n)))


def _grade(county: str) -> str:
    """增城区 → 区, 岷曲藏族自治州 → 州, 广西壮族自治区 → 自治区."""
    return "自治区" if county.endswith("自治区") else county[-1:]


def _bare(county: str) -> str:
    """What a place is called for short: 中卫, 海陵; '' where that is too short to say."""
    division = resolve((county,)) if county else None
    if division and division.short:
        return division.short[0]
    bare = _BARE.sub("", county)
    return bare if len(bare) > 1 else ""


def _office_names(county: str, grade: str, office: str) -> set[str]:
    bare = office.removeprefix("人民政府")
    fronts = {front for front in (county, _bare(county), grade) if front}
    names = {bare, county + bare}
    if bare == office:
        names |= {front + bare for front in fronts}
    for long, short in _ABBREVIATED.items():
        if bare.endswith(long):
            before = bare.removesuffix(long)
            names |= {front + before + short for front in fronts} | {before + short}
    if bare.endswith("街道办事处"):
        street = bare.removesuffix("办事处")
        names |= {street, street.removesuffix("街道") + "街道办", county + street}
    if bare.endswith(("镇人民政府", "乡人民政府")):
        town = bare.removesuffix("人民政府")
        names |= {town, town + "政府", county + town}
    return names


def _party_names(party: str, county: str, grade: str, office: str) -> set[str]:
    """中共海陵市委员会组织部 → 海陵市委组织部, 市委组织部; 共青团海陵市委员会 → 团市委."""
    short = office.replace("委员会", "委")
    if "青年团" in party or "共青团" in party:
        return {"团" + grade + short, county + "团" + short, "共青团" + county + short}
    return {county + office, county + short, grade + short}


def _may_name(short: str, office: str) -> bool:
    """A short name is made of characters of the long one, in its order."""
    rest = iter(office)
    core = re.sub(r"^(?:我|本|区|市|县|省|镇)", "", short)
    return bool(core) and sum(c in rest for c in core) >= len(core) - 1 and core[-1] in office
