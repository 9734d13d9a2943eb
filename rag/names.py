"""What departments are called: the places in their names, their short and English names."""

from __future__ import annotations

import re
from functools import lru_cache

from vectorstore.records import Identity

# 社区, 园区 … are no districts, 市场 and 市政 no cities.
_PLACE = re.compile(
    r"(?:[\u4e00-\u9fff]{2,7}(?:自治区|特别行政区)|[^省市区县旗局委]{2,3}省)?"
    r"(?:[^省市区县旗局委]{2,8}自治州|[^省市区县旗局委]{2,4}市(?!场|政|容|民|监))?"
    r"(?:[^省市区县旗局委]{1,5}?(?<![社园校地小景灾库林牧矿老])[区县旗]"
    r"|[^省市区县旗局委]{2,4}市(?!场|政|容|民|监))?"
)
_OFFICE = re.compile(r"(?:人民政府)?(?:办事处|办公室)?$")

# What bodies were called before, and are called in another place = what they are called.
_ALSO = """
环保局 环境保护局 = 生态环境局
水利局 = 水务局
水务局 = 水利局
国土局 国土资源局 = 自然资源局 规划和自然资源局
农业局 农委 = 农业农村局
卫生局 卫计局 卫计委 = 卫生健康局 卫生健康委员会
安监局 = 应急管理局
工商局 质监局 = 市场监督管理局
建设局 = 住房和城乡建设局
人事局 = 人力资源和社会保障局
旅游局 文化局 = 文化和旅游局 文化广电旅游局 文化广电旅游体育局
城管局 = 城市管理局 城市管理和综合执法局 综合行政执法局
扶贫办 = 乡村振兴局
科委 = 科学技术局
经信局 = 工业和信息化局
"""


def _also() -> dict[str, tuple[str, ...]]:
    also: dict[str, tuple[str, ...]] = {}
    for line in _ALSO.strip().splitlines():
        others, _, names = line.partition(" = ")
        for name in names.split():
            also[name] = (*also.get(name, ()), *others.split())
    return also


_CALLED_ALSO = _also()
# What local government bodies are called everywhere, in full and in short.
KNOWN = """
教育局 财政局 公安局 民政局 司法局 审计局 统计局 信访局 税务局 气象局
档案局 体育局 农业局 林业局 水务局 水利局 商务局 交通运输局 交通局 农业农村局
生态环境局 环保局 应急管理局 应急局 科学技术局 科技局 人力资源和社会保障局
人社局 自然资源局 规划和自然资源局 规划资源局 规自局 住房和城乡建设局 住建局
住房保障局 城市管理局 城市管理和综合执法局 城管局 园林局 文化和旅游局
文化广电旅游体育局 文化广电旅游局 文广旅局 文旅体局 教育体育局 教体局 综合行政执法局
文旅局 文化旅游局 文广旅体局 卫生健康局 卫健局
卫生健康委员会 卫生健康委 卫健委 退役军人事务局 退役军人局 市场监督管理局
市场监管局 市监局 医疗保障局 医保局 发展和改革局 发改局 发展和改革委员会
发展改革委 发改委 工业和信息化局 工信局 经济和信息化委员会 经信委 商务委 教委
建交委 国资委 金融局 大数据局 数据局 政务服务数据管理局 政数局 行政审批局
来穗局 知识产权局 粮食局 乡村振兴局 机关事务管理局 检察院 法院 党校 纪委监委
纪委 组织部 宣传部 统战部 政法委 人大常委会 政协 总工会 妇联 残联 科协
文联 团委 红十字会 工商联 侨联 消防救援大队 福利院
环境保护局 国土局 国土资源局 农委 卫生局 卫计局 卫计委 安监局 工商局 质监局 人事局 旅游局
扶贫办 科委 经信局
""".split()  # noqa: SIM905 - a list of quoted words hides the words
# What a body is for, in English = what such bodies are called; any of them may be meant.
_FIELDS = """
education = 教育局
finance|fiscal = 财政局
public security|police = 公安局
civil affairs = 民政局
justice|judicial = 司法局
audit|auditing = 审计局
statistics|statistical = 统计局
transport|transportation|traffic = 交通运输局 交通局
health|public health = 卫生健康局 卫生健康委员会
housing|housing and (?:urban(?:-| and )rural )?(?:development|construction) = 住房和城乡建设局
water|water affairs|water resources|water conservancy = 水务局 水利局
commerce|commercial = 商务局 商务委员会
agriculture|agriculture and rural affairs|agricultural = 农业农村局
emergency|emergency management = 应急管理局
market (?:regulation|supervision)|market regulatory = 市场监督管理局
tax|taxation = 税务局
culture|cultural|tourism|culture and tourism = 文化和旅游局 文化广电旅游体育局
sport|sports = 体育局 文化广电旅游体育局
ecology|environment|environmental|environmental protection|ecology and environment = 生态环境局
natural resources|planning|planning and natural resources = 自然资源局 规划和自然资源局
human resources|human resources and social security|social security = 人力资源和社会保障局
development and reform = 发展和改革局 发展和改革委员会
industry and information(?: technology)? = 工业和信息化局
science and technology = 科学技术局
urban management|city management = 城市管理局 城市管理和综合执法局
veterans(?:'|’)?(?: affairs)? = 退役军人事务局
medical (?:security|insurance)|healthcare security = 医疗保障局
forestry = 林业局
archives = 档案局
petition|letters and calls = 信访局
(?:government|big) data|data|government services? = 政务服务数据管理局 数据局
"""
_BODY = "bureau|department|commission|committee|office|administration|authority|agency"
_BODIES: dict[str, tuple[str, ...]] = {
    r"(?:social )?welfare (?:institution|institute|home|house)": ("福利院",),
    r"government services? (?:and )?data": ("政务服务数据管理局",),
}


def _english() -> dict[str, tuple[str, ...]]:
    bodies = dict(_BODIES)
    for line in _FIELDS.strip().splitlines():
        field, _, names = line.partition(" = ")
        pattern = rf"(?:{field}) (?:{_BODY})|(?:{_BODY}) (?:of|for) (?:the )?(?:{field})\b"
        bodies[pattern] = tuple(names.split())
    return bodies


ENGLISH = _english()
"""A pattern of what English calls a kind of body → what such bodies are called."""


@lru_cache(maxsize=10_000)
def names_of(identity: Identity) -> tuple[str, ...]:
    """The names a department goes by in its own place, the longest first: 万里街道办事处, 万里街道;
    政务服务数据管理局, 政数局; 生态环境局, 环保局.
    """
    place = place_of(identity.department)
    body = identity.department.removeprefix(place).removeprefix("人民政府")
    short = {_without_place(name, place) for name in identity.short_names}
    names = {body, _OFFICE.sub("", body), *short} | {
        k for k in KNOWN if shortens(k, body) or body.endswith(k)
    }
    names |= {*_CALLED_ALSO.get(body, ())}
    return tuple(sorted((n for n in names if len(n) > 1), key=lambda n: (-len(n), n)))


def place_of(department: str) -> str:
    """A department's full name → the place it begins with: 广州市增城区; '' without one."""
    match = _PLACE.match(department)
    return match[0] if match and len(match[0]) < len(department) else ""


def last_place(place: str) -> str:
    """广州市增城区 → 增城区."""
    parts = re.findall(r".+?(?:自治区|自治州|[省市区县旗])", place)
    return parts[-1] if parts else place


def _without_place(name: str, place: str) -> str:
    last = last_place(place)
    for front in (place, last, last[:-1], place[-1:]):
        if front and name.startswith(front) and len(name) > len(front) + 1:
            return name.removeprefix(front)
    return name


def shortens(short: str, name: str) -> bool:
    """Whether a name can stand for a longer one: 人社局 for 人力资源和社会保障局."""
    if len(short) >= len(name) or short[0] != name[0] or short[-1] not in name[-4:]:
        return False
    rest = iter(name)
    return all(c in rest for c in short)


def shortens_in_place(written: str, department: str) -> bool:
    """Whether a name, its place written or not, can stand for a department's full one.

    锦屿市文广旅局 or 文广旅局 for 锦屿市文化广电旅游局, and not another city's.
    """
    place = place_of(department)
    body = _without_place(written, place)
    if body == written and place_of(written):
        return False
    return shortens(body, department.removeprefix(place).removeprefix("人民政府"))


@lru_cache(maxsize=10_000)
def pinyin_of(identity: Identity) -> frozenset[str]:
    """The names English texts write in pinyin: 万里街道 → wanli, 增城区 → zengcheng."""
    place = place_of(identity.department)
    body = _OFFICE.sub("", identity.department.removeprefix(place).removeprefix("人民政府"))
    own = re.sub(r"(?:街道|镇|乡|村|社区)$", "", body)
    names = [own] if own != body else [last_place(place)[:-1]]
    return frozenset(_pinyin(name) for name in names if name)


@lru_cache(maxsize=10_000)
def places_in_pinyin(identity: Identity) -> frozenset[str]:
    """All places in a department's name as English texts write them: shanghai, putuo."""
    parts = re.findall(r".+?(?:自治区|自治州|[省市区县旗])", place_of(identity.department))
    return pinyin_of(identity) | {_pinyin(part[:-1]) for part in parts}


def _pinyin(name: str) -> str:
    # Imported here: its dictionary takes a third of a second, and only English needs it.
    from pypinyin import lazy_pinyin

    return "".join(lazy_pinyin(name))


_NO_PLACES = frozenset(
    """
about and are at between by can central city civic compare could county did district do does for
from give had has have how in is list local many me much municipal municipality national of on
people's please prefecture province provincial public regional show social state tell the then to
town township urban was were what when where which who why would
""".split()  # noqa: SIM905 - a list of quoted words hides the words
)


def names_a_place(word: str) -> bool:
    """Whether a capitalised word before an English name is a place's: Putuo, and not Social."""
    return word.lower() not in _NO_PLACES
