"""Paragraphs and tables → the heading path over each: the report's own ladder, found in it."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass
from statistics import median

from ingest.furniture import entry_title
from ingest.markers import Marker, Numbered, numbered
from ingest.paragraphs import Paragraph
from ingest.tables import Item, WholeTable

_LONGEST = 45
_TITLE_WORDS = re.compile(
    r"(?:说明|解释|职能|职责|概况|设置|情况|目标|报告|总结|表|分析|措施|问题|建议|附件|绩效)$"
)
_TABLE_LINE = re.compile(r"\s[\d,.]+%?$|^(?:\S{1,8}\s+){3,}\S{1,8}$")
"""三、卫生健康支出 3,095,732, and 项目 预算数 项目 预算数: rows of a table without rules."""
_REPORT_END = re.compile(r"(?:报告|预算|决算|总结|自评表)(?:[（(].{1,12}[)）])?$")
_BELOW_TITLE = re.compile(
    r"[局委办院校处府司馆所站队会室部]$|中心$|[:：]|\d\s*[年月日]|[年月日]$|^[（(].*[)）]$|报告$"
)
"""What stands under a title on a cover: who, when, for which year."""
_REPORT = re.compile(r"报告|预算|决算|总结|自评|绩效|公开|年度?")


@dataclass(frozen=True, slots=True)
class _Rung:
    """A heading that is open: `marker` None and `level` 0 mean an unnumbered title."""

    text: str
    marker: Marker | None
    depth: int
    number: int
    level: int


def heading_paths(items: Sequence[Item], contents: Set[str]) -> list[tuple[tuple[str, ...], bool]]:
    """Items → for each the heading path over it, and whether it is itself its last heading."""
    lead = title_block(items, contents)
    numbers = [_numbered(item) for item in items]
    headed = _headings(items, numbers)
    size = _body_size(items)
    paths: list[tuple[tuple[str, ...], bool]] = []
    ladder: list[_Rung] = []
    for n, item in enumerate(items):
        number = numbers[n]
        paragraph = _title(item)
        rung: _Rung | None = None
        if n < lead or paragraph is None:
            pass
        elif number is not None and (headed[n] or isinstance(item, WholeTable)):
            text = heading_text(paragraph.text)
            rung = _Rung(text, number.marker, number.depth, number.number, paragraph.line.level)
        elif number is None and _is_unnumbered(items, n, paragraph, contents, size):
            rung = _Rung(heading_text(paragraph.text), None, 0, 0, paragraph.line.level)
        goes_on = rung is not None and _goes_on(ladder, rung, numbers[n + 1 :], headed[n + 1 :])
        if goes_on and isinstance(item, WholeTable):
            rung = None
        elif goes_on and rung is not None:
            ladder = [*ladder, rung]
            paths.append((tuple(r.text for r in ladder), True))
            continue
        named = form_subject(item)
        if rung is not None:
            ladder = [*_above(ladder, rung, number), rung]
            paths.append(((*(r.text for r in ladder), *named), True))
        elif isinstance(item, WholeTable) and paragraph is not None:
            path = tuple(r.text for r in ladder)
            paths.append(((*path, heading_text(paragraph.text), *named), True))
        else:
            paths.append((tuple(r.text for r in ladder), False))
    return paths


def form_subject(item: Item) -> tuple[str, ...]:
    """What a form is about, as its first row says: its other rows do not name the project."""
    if not isinstance(item, WholeTable) or not item.rows or any(item.columns):
        return ()
    first = item.rows[0][1]
    return (first[1],) if re.fullmatch("(?:项目|政策)名称[:：]?", first[0]) and first[1] else ()


def title_block(items: Sequence[Item], contents: Set[str] = frozenset()) -> int:
    """How many items at the beginning are the report's own title, its author and its date."""
    lead: list[str] = []
    for item in items[:8]:
        if not isinstance(item, Paragraph) or item.page > 1 or numbered(item.text):
            break
        if len(item.text) > 90 or re.search(r"[。；！？]|：$", item.text):
            break
        if entry_title(item.text) in contents or (item.line.level and lead):
            break
        if lead and _REPORT_END.search(lead[-1]) and not _BELOW_TITLE.search(item.text):
            break
        lead.append(item.text)
    return len(lead) if any(_REPORT.search(text) for text in lead) else 0


def heading_text(text: str) -> str:
    """A heading as it is written, without what ends it."""
    return text.rstrip("。：: 　．")


def _title(item: Item) -> Paragraph | None:
    return item if isinstance(item, Paragraph) else item.title


def _numbered(item: Item) -> Numbered | None:
    paragraph = _title(item)
    return numbered(paragraph.text) if paragraph else None


def _body_size(items: Sequence[Item]) -> float:
    sizes = [i.line.size for i in items if isinstance(i, Paragraph) and len(i.text) > 30]
    return median(sizes) if sizes else 0.0


def _is_title_like(words: str) -> bool:
    words = heading_text(words)
    if _TABLE_LINE.search(words):
        return False
    return 0 < len(words) <= _LONGEST and re.search(r"[。；！？]|，.*，|：.{6,}", words) is None


def _headings(items: Sequence[Item], numbers: Sequence[Numbered | None]) -> list[bool]:
    """Which numbered items are headings, decided for all siblings together.

    A heading is short, and something of its own follows; an item of a list is followed by the
    next item.
    """
    headed = [False] * len(items)
    for group in _siblings(items, numbers):
        likely = [n for n in group if _likely(items, numbers, n)]
        bodied = [n for n in likely if _has_body(numbers, n)]
        plain = [n for n in bodied if not _ends_sentence(items[n])]
        outer = numbers[group[0]].marker <= Marker.CLAUSE  # type: ignore[union-attr]  # numbered
        for n in likely:
            forced = outer or _level(items[n]) > 0
            if _ends_sentence(items[n]):
                headed[n] = forced or (
                    n in bodied
                    and 2 * len(bodied) > len(group)
                    and (len(plain) * 2 >= len(likely) - 1 > 0 or len(bodied) == len(group) > 1)
                )
            else:
                headed[n] = forced or 2 * len(bodied) >= len(likely) > 0
    return headed


def _level(item: Item) -> int:
    paragraph = _title(item)
    return paragraph.line.level if paragraph else 0


def _ends_sentence(item: Item) -> bool:
    paragraph = _title(item)
    return paragraph is not None and paragraph.text.endswith(("。", "；", ";"))


def _likely(items: Sequence[Item], numbers: Sequence[Numbered | None], n: int) -> bool:
    number = numbers[n]
    if number is None:
        return False
    if number.marker <= Marker.CLAUSE and not number.words:
        return True
    paragraph = _title(items[n])
    ends = paragraph is not None and paragraph.text.endswith(("；", ";", "，", "、"))
    return _is_title_like(number.words) and not ends


def _has_body(numbers: Sequence[Numbered | None], n: int) -> bool:
    """Whether something of its own follows: text, a table, or a deeper ladder from its first."""
    number = numbers[n]
    if n + 1 >= len(numbers) or number is None:
        return False
    following = numbers[n + 1]
    if following is None:
        return True
    if following.marker == number.marker:
        return following.depth > number.depth
    return following.number == 1 and following.marker > number.marker


def _siblings(items: Sequence[Item], numbers: Sequence[Numbered | None]) -> list[list[int]]:
    """Positions of numbered items, grouped by the run of numbers that they stand in."""
    groups: list[list[int]] = []
    open_groups: list[list[int]] = []
    for n, number in enumerate(numbers):
        if number is None:
            continue
        for depth in range(len(open_groups) - 1, -1, -1):
            last = numbers[open_groups[depth][-1]]
            if last is not None and (last.marker, last.depth) == (number.marker, number.depth):
                groups += open_groups[depth + 1 :]
                del open_groups[depth + 1 :]
                if last.number < number.number <= last.number + 3:
                    open_groups[depth].append(n)
                else:
                    groups.append(open_groups[depth])
                    open_groups[depth] = [n]
                break
        else:
            while open_groups and _outranks(number, numbers[open_groups[-1][-1]]):
                groups.append(open_groups.pop())
            open_groups.append([n])
    return groups + open_groups


def _outranks(number: Numbered, other: Numbered | None) -> bool:
    return other is not None and (number.marker, number.depth) < (other.marker, other.depth)


def _is_unnumbered(
    items: Sequence[Item], n: int, paragraph: Paragraph, contents: Set[str], size: float
) -> bool:
    """A title without a number: named by the contents, styled, large, or centred on its own."""
    text, line = paragraph.text, paragraph.line
    if line.level:
        return True
    if not _is_title_like(text) or re.search(r"[：:，；。]|^[注附]", text):
        return False
    if re.fullmatch(r"[\d\s.,%年月日（）()-]+", text):
        return False
    core = re.sub(r"\s+", "", text)
    if any(core == t or (len(t) >= 4 and core.endswith(_core(t))) for t in contents):
        return True
    if size and line.size >= 1.15 * size:
        return True
    first = n == 0 or _last_page(items[n - 1]) < paragraph.page
    if line.centred and (first or _TITLE_WORDS.search(text)):
        return True
    bare = line.size == 0 and isinstance(items[n], Paragraph) and paragraph.lines == 1
    return (
        bare
        and len(text) <= 25
        and _TITLE_WORDS.search(text) is not None
        and n + 1 < len(items)
        and isinstance(items[n + 1], Paragraph)
    )


def _core(title: str) -> str:
    """单位主要职能 → 主要职能: the body may name the department instead."""
    return re.sub(r"^(?:本?部门|本?单位|20\d\d年度?)+", "", title) or title


def _last_page(item: Item) -> int:
    if isinstance(item, Paragraph):
        return item.pages[-1][1]
    return item.rows[-1][0] if item.rows else item.page


def _goes_on(
    ladder: Sequence[_Rung],
    rung: _Rung,
    numbers: Sequence[Numbered | None],
    headed: Sequence[bool],
) -> bool:
    """Whether the numbers after a title without a number count on where they were before it:
    then the title stands inside the open headings and does not close them.
    """
    if rung.marker is not None or rung.level:
        return False
    counted = {(r.marker, r.depth): r.number for r in ladder if r.marker is not None}
    for number, is_heading in zip(numbers, headed, strict=True):
        if number is not None and is_heading and (number.marker, number.depth) in counted:
            return number.number > counted[number.marker, number.depth]
    return False


def _above(ladder: Sequence[_Rung], rung: _Rung, number: Numbered | None) -> list[_Rung]:
    """The open headings that stay open over a new one."""
    kept = list(ladder)
    for depth, open_rung in enumerate(kept):
        same = (open_rung.marker, open_rung.depth) == (rung.marker, rung.depth)
        if same and (rung.marker is not None or open_rung.level == rung.level):
            return kept[:depth]
    while kept and _closes(kept[-1], rung):
        kept.pop()
    return kept


def _closes(open_rung: _Rung, rung: _Rung) -> bool:
    if open_rung.level and rung.level:
        return open_rung.level >= rung.level
    if rung.marker is None:
        return open_rung.marker is None or open_rung.marker > Marker.PART
    if open_rung.marker is None:
        return rung.marker <= Marker.PART
    return (open_rung.marker, open_rung.depth) > (rung.marker, rung.depth)
