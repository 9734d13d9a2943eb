"""Names of public bodies: place + office, told by what offices' names end in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.width import tighten
from places.divisions import resolve, whole
from places.spoken import beginning

PARTY = re.compile("中国共产党|中共|中国共产主义青年团|共青团|国家税务总局|国家统计局")
"""What stands before the place in the names of these."""

OFFICES = (
    "管理委员会|管委会|委员会|办公室|办公厅|街道办事处|办事处|人民政府|政府|法院|检察院|监狱"
    "|管理局|监督局|服务局|分局|总局|局|厅|中心|福利院|敬老院|养老院|医院|卫生院|保健院|干休所"
    "|研究院|研究所|研究室|科学院|设计院|剧院|学院|大学|学校|中学|小学|幼儿园|党校"
    "|图书馆|博物馆|文化馆|档案馆|美术馆|科技馆|体育馆|纪念馆|大队|支队|总队|救援队|调查队"
    "|联合会|联合社|总工会|工会|工商联|协会|学会|红十字会|团委|妇联|残联|文联|科协|侨联|社联"
    "|管理所|管理处|管理站|服务站|监督所|检测所|事务所|水务站|总站|中心站|保护区|林场|农场"
    "|出版社|报社|通讯社|电视台|广播台|气象台|地震台|基地|园林处|养护处|征收处"
)
"""What offices' names end in where nothing marks the end."""

_SHORT_ENDS = "|委|办|部|署|院|馆|站|所|处|队|会|校|园|台|室|社|学|场|街道|镇|乡|集团|公司|指挥部"
_OFFICE = re.compile(f"(?:{OFFICES})")
_BOUNDED = re.compile(
    f"(?:{OFFICES}{_SHORT_ENDS})"
    r"(?=$|[\s（(《“”、，,:：—-]|20\d\d|二[〇零○]|部门|单位|整体|关于|本级|机关本级|预算|决算|绩效"
    r"|财政|项目|年|所属|系统|汇总)"
)
_NOT_PUBLIC = re.compile(r"^地方|会计师|律师|咨询|评估|公司|集团|银行")
_LEADERS = re.compile(
    r"(?:代理?|常务副|副|党[组委]书记[、，]?)?"
    r"(?:局|县|市|区|州|省|院|校|馆|镇|乡|厅|处|旗|盟|会|社|台|队)长$"
    r"|(?:代理?|常务副|副|党[组委]书记[、，]?)?(?:主任|书记|主席|专员|审计长|自治区主席)$"
)
_GRADES = {"省": 0, "市": 1, "州": 1, "盟": 1, "区": 2, "县": 2, "旗": 2}
_IS = re.compile(
    r"\s*([\u4e00-\u9fff、]{4,40}?)(?:[（(][^）)]{2,30}[）)])?(?:是|系|为|主管|负责|前身是|成立于)"
)
_STARTS = re.compile(
    r"关于|公开|公布|报送|印发|对|受|年度?|[》）)】〕、:：\s—·-]|\d(?=[\u4e00-\u9fff])"
)


@dataclass(frozen=True, slots=True)
class Body:
    """A public body as it is named somewhere: 中共 + (海陵市, 河东区) + 教育局.

    `written` is its whole name there; `place` are the places that it begins with, as written, ()
    where it names none. `bounded` says that the name ends where something marks its end.
    """

    written: str
    party: str
    place: tuple[str, ...]
    office: str
    bounded: bool


def body_at_start(text: str) -> Body | None:
    """A text that begins with a body's full name (place and office) → that body."""
    party = found[0] if (found := PARTY.match(text)) else ""
    place, end = beginning(text[len(party) :])
    end += len(party)
    if not place:
        return None
    office, bounded = _office(text[end:])
    if not office or _NOT_PUBLIC.search(office):
        return None
    whole_office = "人民政府" if office == "政府" else office
    return Body(text[: end + len(office)], party, place, whole_office, bounded)


def body_in_title(title: str) -> Body | None:
    """A title → the body that it names first; one without a place only where its end is marked."""
    starts = _starts(title)
    for start in starts:
        if body := body_at_start(title[start:]):
            return body
    for start in starts:
        office, bounded = _office(title[start:])
        strong = _OFFICE.search(office) and len(office) > 3
        if bounded and strong and not _NOT_PUBLIC.search(office):
            return Body(office, "", (), office, bounded=True)
    return None


def place_in_title(title: str) -> tuple[str, ...]:
    """A title → the path of places that it names first; () without."""
    for start in _starts(title):
        found = PARTY.match(title, start)
        place, _ = beginning(title[found.end() if found else start :])
        if place:
            return place
    return ()


def named_as_a_whole(words: str) -> Body | None:
    """Words that are a body's name and nothing else → that body; it may lack its place."""
    words = tighten(words).strip("　 ：:。（）()")
    body = body_at_start(words)
    if body is None:
        office, bounded = _office(words)
        body = Body(office, "", (), office, bounded) if office and len(office) > 2 else None
    if body is None or body.written != words or _NOT_PUBLIC.search(words):
        return None
    return body if body.place or _OFFICE.search(body.office) else None


def speaker(words: str) -> Body | None:
    """Who holds an office (县财政局局长) → the body; a mayor's is the government."""
    bare = _LEADERS.sub("", words)
    if bare == words:
        return None
    place, end = beginning(bare)
    if place and end == len(bare):
        return Body(bare + "人民政府", "", place, "人民政府", bounded=True)
    return named_as_a_whole(bare)


def full_name(body: Body, place: Sequence[str]) -> str:
    """A body and the place of the report → the body's full name, its place included.

    市审计局 and 审计局 are those of the report's place. A district has its city in front
    (广州市增城区…), another county or city stands alone (南漳县…), as they are called officially.
    """
    if body.place:
        path = _joined(body.place, place)
        return body.party + called(path) + body.office
    grade = _GRADES.get(body.office[:1])
    if grade is not None and not body.office.startswith(("市场", "市政", "区域", "县域", "省级")):
        path = _down_to(place, body.office[0])
        return called(path) + body.office[1:] if path else body.office
    return called(place) + body.office


def called(path: Sequence[str]) -> str:
    """A path → how a body's official name begins: 广州市增城区, 南漳县, 海陵市河东区."""
    division = resolve(path)
    if division is None or division.name != path[-1]:
        return "".join(path)
    city = path[-2] if len(path) > 1 and path[-2].endswith("市") else ""
    return (city if division.name.endswith("区") else "") + division.name if path else ""


def places_before(place: Sequence[str], text: str) -> tuple[str, ...]:
    """A path and a report's text → the path with the city that the text puts in front of it."""
    if resolve(place) is not None or not place:
        return tuple(place)
    front = re.compile(rf"([\u4e00-\u9fff]{{1,12}}(?:[省市州盟]|地区)){re.escape(place[0])}")
    for found in front.finditer(text):
        for start in range(len(found[1]) - 1):
            path, end = beginning(found[1][start:])
            if path and end == len(found[1]) - start and resolve(path[:1]):
                return (*path, *place)
        path, end = beginning(found[1][-3:])
        if path and end == 3:
            return (*path, *place)
    return tuple(place)


def _office(rest: str) -> tuple[str, bool]:
    """What follows a place → the office that it begins with ('' for none), and if its end shows."""
    for found in _BOUNDED.finditer(rest, 0, 40):
        office = rest[: found.end()]
        if found.end() > 1 and re.fullmatch(r"[\u4e00-\u9fff、]+", office):
            return office, True
    ended = _OFFICE.search(rest, 1, 30)
    if ended and re.fullmatch(r"[\u4e00-\u9fff、]+", rest[: ended.end()]):
        return rest[: ended.end()], False
    return "", False


def _starts(title: str) -> list[int]:
    return [0, *(found.end() for found in _STARTS.finditer(title))]


def _joined(own: Sequence[str], place: Sequence[str]) -> tuple[str, ...]:
    """The places of a body's name, with what the report's place has above them."""
    full, _ = whole(own)
    if len(full) > len(own):
        return full
    if own[0] in place:
        return (*place[: list(place).index(own[0])], *own)
    return tuple(own)


def _down_to(place: Sequence[str], grade: str) -> tuple[str, ...]:
    """The report's place down to its 市, 区 or 县."""
    for depth in range(len(place), 0, -1):
        if _grade(place[depth - 1]) == grade or (depth == len(place) and grade == "区"):
            return tuple(place[:depth])
    return tuple(place)


def _grade(name: str) -> str:
    for end in ("自治区", "自治州", "自治县", "自治旗"):
        if name.endswith(end):
            return end[-1]
    return name[-1:]


def sentences_about(text: str) -> Iterator[tuple[Body, str]]:
    """Paragraphs that begin by saying what a body is (某某局是……) → the body, and the words."""
    for line in text.split("\n"):
        if said := _IS.match(line):
            body = named_as_a_whole(said[1])
            if body:
                yield body, said[0]
