"""The lines at the beginning of a report → its title, wherever among them it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.identity.bodies import PARTY, place_in_title
from ingest.markers import numbered
from ingest.width import CJK, tighten

_KIND = re.compile(
    "报告|公报|预算|决算|自评|绩效|评价|公开|总结|公告|说明|情况表|汇总表|收支|限额|公示|方案|要点"
)
_END = re.compile(
    r"(?:报告书?|公报|总结|预算|决算|说明|公开|公告|公示|报表|一览表|情况表|汇总表|明细表|总表|自评表|评价表|信息"
    r"|申报表|收支表|草案|文本|情况|方案|要点|材料)(?:\s*[（(].{1,16}[)）]|\s*20\d\d年度?)?$"
)
_SENTENCE = re.compile(r"[。；;！？!?]|[，,].*[，,]|[:：]\s*$")
_LABELLED = re.compile(r"^[\u4e00-\u9fff（()）]{2,8}\s*[:：]")
_TITLE_LABEL = re.compile(r"^(?:标\s*题|名\s*称|信息名称|文件名称)\s*[:：\t]\s*(.{6,100})$")
_CRUMBS = re.compile(r"\s*(?:>+|›|»|＞|\|{1,2}|｜|→|/)\s*|\s+-\s+")
_MARKUP = re.compile(
    r"(?<=[\u4e00-\u9fff])[\[〔［]\d{1,2}[\]〕］]$|<[%!?/a-zA-Z][^<>]*>?|%>|\$\{[^}]*\}|&nbsp;|<%.*?%>"
)
_NO_TITLE = re.compile(
    r"目\s*录|摘\s*要|前\s*言|附\s*[件表].{0,6}|[（(](?:公开|此件).{0,8}[)）]|索\s*引\s*号.*|字体.*|打印.*|分享.*"
    r"|浏览.*|首页|.*第\s*\d+\s*号(?:公告)?.*|.*(?:门户|政府|公开)网站?|[\d\s年月日.:：-]+|[（(]?二[〇零○O].*日[)）]?"
)
_DATED = re.compile(r"^[—–－-]{1,4}|20\d\d年\d{1,2}月\d{1,2}日")
_LEADER = re.compile(r"(?:局|县|市|区|州|省|院|校|馆|镇|乡|厅|处|旗|盟)长|主任|书记|主席|专员")
_YEAR = re.compile(r"20\d\d|二[〇零○O0][一二三四五六七八九〇零○]{2}年")
_GOES_ON = re.compile(r"[^0-9]{0,8}(?:报告书?|说明|公开|草案)|[（(][^月]{1,16}[)）]")
_BEGINS = re.compile(r"^(?:关于|20\d\d|二[〇零○O0])")


@dataclass(frozen=True, slots=True)
class Title:
    """A report's title; `words` are the lines it was put together from, as they stand there.

    `weight` (0 to 1) is how much it looks like one; `from_name` says that it is the file's name.
    """

    text: str
    words: tuple[str, ...]
    weight: float
    from_name: bool = False


def find_title(lead: Sequence[str], name: str) -> Title:
    """The first lines of a report and its file's name → its title.

    It may stand below a site's navigation, over several lines, behind 标题：; what only names a
    part of the site, who speaks, or when, is none. Where no line looks like one, the file's name
    is taken; where that does not either, the first line that is no sentence.
    """
    lines = ["" if numbered(line[:60]) else bare(line) for line in lead]
    found = max(_candidates(lines), key=lambda t: t.weight, default=None)
    if found and found.weight >= 0.5:
        return Title(found.text, found.words, min(1.0, found.weight))
    if _KIND.search(name) or (not found and not lead):
        return Title(name, (name,), 0.3, from_name=True)
    if found:
        return found
    first = next((line for line in lines if line and not _SENTENCE.search(line)), "")
    return Title(first[:100], (first,), 0.2) if first else Title(name, (name,), 0.2, from_name=True)


def _candidates(lines: Sequence[str]) -> Iterator[Title]:
    for n, line in enumerate(lines):
        late = 0.01 * n
        if labelled := _TITLE_LABEL.match(line):
            if _KIND.search(labelled[1]):
                yield Title(tighten(labelled[1]), (line,), _shape(tighten(labelled[1])) - late)
            continue
        crumbs = [crumb for crumb in _CRUMBS.split(line) if crumb]
        if len(crumbs) > 1 and max(map(len, crumbs)) < len(line):
            last = tighten(max(crumbs, key=len))
            if _END.search(last) and len(crumbs) > 2:
                yield Title(last, (line,), _shape(last) - 0.15 - late)
            continue
        whole, words = "", []
        for part in lines[n : n + 4]:
            if not _may_be_of_title(part, whole):
                break
            whole = tighten(
                f"{whole}{part}" if re.search(rf"[{CJK}]$", whole) else f"{whole} {part}"
            )
            words.append(part)
            if _END.search(whole) and len(whole) >= 6:
                joined = 0.02 * (len(words) - 1) if _begins(whole) else -0.2 * (len(words) - 1)
                yield Title(whole, tuple(words), _shape(whole) + joined - late)


def bare(line: str) -> str:
    """A line without what the page's making left in it: tags, directives, spaces."""
    return tighten(_MARKUP.sub(" ", line)).strip("　 “”|*＊")


def _may_be_of_title(line: str, before: str) -> bool:
    """Whether a line may be the title, or go on with what stands before it."""
    if not line or len(line) > 90 or _NO_TITLE.fullmatch(line):
        return False
    if _SENTENCE.search(line) or _LABELLED.match(line) or "\t" in line:
        return False
    if place_in_title(line[:30]) and place_in_title(before):
        return False
    if not before:
        return _DATED.search(line) is None
    if _END.search(before) and _YEAR.search(before):
        # A whole title goes on only with what cannot begin another, nor be a heading or a name.
        return _GOES_ON.fullmatch(line) is not None
    return _DATED.search(line) is None and not (_LEADER.search(line) and _YEAR.search(before))


def _begins(text: str) -> bool:
    """Whether a title begins here: with its year, a place or a body, or 关于."""
    return bool(_BEGINS.match(text) or PARTY.match(text) or place_in_title(text[:30]))


def _shape(title: str) -> float:
    """How much a line looks like a report's title, from 0 to 1."""
    if not _KIND.search(title) or len(title) > 110:
        return 0.0
    if title == "政府工作报告":
        return 0.9
    shape = 0.4 + 0.1 * bool(_END.search(title))
    shape += 0.25 * bool(_YEAR.search(title)) + 0.2 * bool(place_in_title(title))
    named = re.search(
        "绩效(?:自评|评价)|部门预算|单位预算|决算|工作报告|统计公报|预算执行|审计", title
    )
    return shape + 0.1 * bool(named) - 0.2 * bool(re.match(r"[（(《“、，和与及的]", title))
