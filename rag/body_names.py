"""What bodies are called: the closed list of their kinds, in Chinese and in English."""

from __future__ import annotations

import re
from functools import cache

# A line has what bodies of one kind are called, in full, for short, formerly and in other places,
# without the suffix that says their rank (局, 厅, 委 …) = what English calls what they are for.
_FIELDS = """
教育 教 = education|educational
教育体育 教体 = education and sports?
财政 = finance|fiscal|public finance
公安 = public security|police
民政 = civil affairs
司法 司法行政 = justice|judicial
审计 = audit|auditing
统计 = statistics|statistical|stats
信访 = petitions?|letters and calls
税务 地税 国税 = tax|taxation
气象 = meteorology|meteorological
档案 = archives?
体育 = sports?
林业 林业和草原 园林 园林绿化 绿化和市容管理 = forestry|landscaping|parks
水务 水利 = water affairs|water resources|water conservancy|water
商务 = commerce|commercial
交通运输 交通 = transport|transportation|traffic
农业农村 农业 农牧 农 = agriculture and rural affairs|agriculture|agricultural
生态环境 环境保护 环保 = \
ecology and environment|ecological environment|environmental protection|ecology|\
environmental|environment
应急管理 应急 安监 安全生产监督管理 = emergency management|emergency
科学技术 科技 科 = science and technology|science
人力资源和社会保障 人力资源社会保障 人社 人事 社保 = \
human resources and social security|human resources|social security|personnel
自然资源 规划和自然资源 自然资源和规划 规划资源 规自 国土 国土资源 规划 = \
planning and natural resources|natural resources|planning|land
住房和城乡建设 住房城乡建设 住建 建设 住房保障 建设和管理 建 建交 = \
housing and (?:urban(?:-| and )rural )?(?:development|construction)|housing|construction
城市管理 城市管理和综合执法 城市管理综合执法 城管 综合行政执法 综合执法 = urban management|\
city management|law enforcement
文化和旅游 文化旅游 文旅 文化 旅游 文广旅 文化广电旅游 文化广电和旅游 文广旅体 文化广电旅游体育 \
文旅体 文化广电旅游体育 文广新 = culture and tourism|culture|cultural|tourism
卫生健康 卫健 卫生 卫计 卫生和计划生育 = public health|healthcare|health
退役军人事务 退役军人 = veterans(?:'|’)?(?: affairs)?
市场监督管理 市场监管 市监 工商 质监 = market (?:regulation|supervision)|market regulatory
医疗保障 医保 = medical (?:security|insurance)|healthcare security|health insurance
发展和改革 发展改革 发改 = development and reform|planning and development
工业和信息化 工信 经济和信息化 经信 工业信息化 = industry and information(?: technology)?|\
economy and information(?: technology)?
政务服务数据管理 政数 大数据 数据 政务服务 行政审批 政务服务和大数据 数据管理 大数据管理 = \
(?:government|big) data|data|government services? (?:and )?data|government services?|\
administrative approval
乡村振兴 扶贫 扶贫开发 = rural revitali[sz]ation|poverty (?:relief|alleviation)
国有资产监督管理 国资 = state(?:-owned)? assets?
金融 地方金融 金融工作 地方金融监督管理 = financial (?:work|regulation|affairs)
知识产权 = intellectual property
粮食 粮食和物资储备 = grain|grain reserves?
机关事务 机关事务管理 = (?:government|organ) offices? administration
来穗人员服务管理 来穗 = migrants?
"""
_ALONE = {
    "福利院 社会福利院": r"(?:social )?welfare (?:institution|institute|home|house)",
    "检察院 人民检察院": r"procuratorate",
    "法院 人民法院": r"(?:people's )?court",
    "党校": r"party school",
    "纪委 纪委监委 监委": r"(?:discipline|disciplinary|supervis\w+) \w+(?: \w+)? commission",
    "人大常委会 人大": r"people's congress",
    "政协": r"political consultative conference",
    "总工会": r"(?:federation of )?trade unions?",
    "消防救援大队 消防救援支队 消防救援总队": r"fire (?:and rescue )?(?:brigade|department)",
    "残联": r"disabled persons' federation",
    "妇联": r"women's federation",
    "红十字会": r"red cross(?: society)?",
    "组织部": "",
    "宣传部": "",
    "统战部": "",
    "政法委": "",
    "科协": "",
    "文联": "",
    "团委": "",
    "工商联": "",
    "侨联": "",
}
_RANKS = ("委员会", "办公室", "分局", "局", "厅", "委", "办", "所")
_ENGLISH_RANK = (
    "bureaus?|departments?|commissions?|committee|offices?|administration|authority|agency"
)
_GOES_ON = {"所": "有需用得占属在示列述做谓", "办": "理法事公", "委": "托员派", "局": "面部势限"}
"""统计所有: what looks like a body's name and goes on as other words do."""
OFFICE = re.compile(r"(?:人民政府)?(?:办事处|办公室)?$")
"""What may be left out at the end of a street's or a town's name."""


@cache
def _kinds() -> dict[str, int]:
    """A name without its rank, or one that has none → its kind's number."""
    kinds: dict[str, int] = {}
    for kind, (stems, _english) in enumerate(_lines()):
        for stem in stems:
            kinds.setdefault(stem, kind)
    return kinds


@cache
def _lines() -> tuple[tuple[tuple[str, ...], str], ...]:
    fields = (line.partition(" = ") for line in _FIELDS.replace("\\\n", "").strip().splitlines())
    ranked = ((tuple(names.split()), english) for names, _, english in fields)
    alone = ((tuple(names.split()), english) for names, english in _ALONE.items())
    return (*ranked, *alone)


@cache
def kind_of(name: str) -> int | None:
    """A body's name without its place → the number of its kind; None where it is of none.

    环保局, 生态环境厅 and 环境保护委员会 are of one kind.
    """
    alone = name in _names_alone()
    if alone:
        return _kinds()[name]
    for rank in _RANKS:
        stem = name.removesuffix(rank)
        if stem != name and stem in _kinds() and stem not in _names_alone():
            short = len(stem) == 1 and rank != "委"
            return None if short or (rank == "所" and len(stem) != 2) else _kinds()[stem]
    return None


@cache
def _names_alone() -> frozenset[str]:
    return frozenset(name for names in _ALONE for name in names.split())


def ends_here(text: str, end: int) -> bool:
    """Whether a body's name that ends at `end` is not the beginning of other words (统计所有)."""
    goes_on = end < len(text) and text[end] in _GOES_ON.get(text[end - 1], "")
    return not goes_on or text.startswith("部门", end)


@cache
def english() -> re.Pattern[str]:
    """What finds the kinds of bodies in English; each of its groups is named k and the number."""
    parts = []
    for kind, (_names, field) in enumerate(_lines()):
        if field and kind < len(_lines()) - len(_ALONE):
            parts.append(
                rf"(?P<k{kind}>(?:{field}) (?:{_ENGLISH_RANK})\b"
                rf"|(?:{_ENGLISH_RANK}) (?:of|for) (?:the )?(?:{field})\b)"
            )
        elif field:
            parts.append(rf"(?P<k{kind}>(?:{field})\b)")
    # The longer fields first: education and sports before sports.
    return re.compile(r"\b(?:" + "|".join(sorted(parts, key=len, reverse=True)) + ")", re.I)


@cache
def english_fields() -> re.Pattern[str]:
    """What finds what bodies are for, without the word for a body; groups as above."""
    parts = [
        rf"(?P<k{kind}>(?:{field}))"
        for kind, (_names, field) in enumerate(_lines()[: -len(_ALONE)])
    ]
    return re.compile(r"(?:" + "|".join(parts) + r")\b(?! (?:revenue|income))", re.I)


def shortens(short: str, name: str) -> bool:
    """Whether a name can stand for a longer one: 人社局 for 人力资源和社会保障局."""
    if len(short) >= len(name) or short[0] != name[0] or short[-1] not in name[-4:]:
        return False
    rest = iter(name)
    return all(c in rest for c in short)
