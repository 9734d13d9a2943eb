"""Paragraphs and tables → which of them are headings, told from list items and plain lines."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass
from statistics import median

from ingest.cover import title_block
from ingest.markers import Marker, Numbered, numbered
from ingest.paragraphs import Paragraph
from ingest.tables import Item, WholeTable

_LONGEST = 45
_LONGEST_CHAPTER = 90
"""一、 to 十、 head whole chapters, in reviews often with two or three clauses over two lines."""
_TITLE_WORDS = re.compile(
    r"(?:说明|解释|职能|职责|概况|设置|情况|目标|报告|总结|表|分析|措施|问题|建议|附件|绩效)$"
)
_TABLE_LINE = re.compile(r"\s[\d,.]+%?$|^(?:\S{1,8}\s+){3,}\S{1,8}$")
"""三、卫生健康支出 3,095,732, and 项目 预算数 项目 预算数: rows of a table without rules."""


_FIGURE = re.compile(r"(?:附?图|插图|照片)\s*[\d一二三四五六七八九十]+")
_APPENDIX = re.compile(
    r"附\s*[件表录]\s*[\d一二三四五六七八九十]{0,3}(?:[-－.]\d+)?(?:$|[\s:：.、]+|(?=20\d\d))"
)
_APPENDED = -1
_BARE = re.compile(
    r"(\d{1,2})[ \u3000]*(?!万|亿|元|个|名|次|家|户|件|套|台|座|亩|天|倍|批|期|月|日"
    r"|公里|平方|立方|人(?!员)|项(?!目)|年(?!度))"
    r"([\u4e00-\u9fff《“][^，；。]*)"
)
"""1 总体情况; 12 万元 and 36 人 are amounts."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading as written, and what says how high it stands.

    `marker`, `depth` and `number` are those of its number, None and 0 where it has none (an
    appendix has depth -1: it stands over titles without a number); `level` is the one that the
    file gives it, 0 for none.
    """

    text: str
    marker: Marker | None
    depth: int
    number: int
    level: int


def find_headings(items: Sequence[Item], contents: Set[str]) -> list[Heading | None]:
    """Items → for each the heading that it is, None for what is none.

    `contents` are the titles that the table of contents names. A table counts by its title, and
    only where that looks like a heading of the report.
    """
    bare = _bare_numbers(items)
    lead = min([title_block(items, contents), *bare])
    numbers = [bare.get(n) or _numbered(item) for n, item in enumerate(items)]
    headed = _headed(items, numbers)
    size = _body_size(items)
    found: list[Heading | None] = []
    for n, (item, number) in enumerate(zip(items, numbers, strict=True)):
        title = _title(item)
        if title is None or n < lead:
            found.append(None)
            continue
        text, level = heading_text(title.text), title.line.level
        if number is None and _is_appendix(items, n, title):
            found.append(Heading(text, None, _APPENDED, 0, level))
        elif number is not None and (headed[n] or isinstance(item, WholeTable)):
            found.append(Heading(text, number.marker, number.depth, number.number, level))
        elif number is None and _is_unnumbered(items, n, title, contents, size):
            found.append(Heading(text, None, 0, 0, level))
        else:
            found.append(None)
    return found


def heading_text(text: str) -> str:
    """A heading as it is written, without what ends it."""
    return text.rstrip("。：: 　．")


def _title(item: Item) -> Paragraph | None:
    return item if isinstance(item, Paragraph) else item.title


def _numbered(item: Item) -> Numbered | None:
    paragraph = _title(item)
    return numbered(paragraph.text) if paragraph else None


def _bare_numbers(items: Sequence[Item]) -> dict[int, Numbered]:
    """Paragraphs like 1 总体情况, by position: a figure before a title, and no point between them.

    Lines of data begin so too. Titles count on from 1, and below each stands a sentence, a table
    or a number of its own.
    """
    runs: list[dict[int, Numbered]] = []
    for n, item in enumerate(items[:-1]):
        found = _BARE.fullmatch(item.text) if isinstance(item, Paragraph) else None
        if found is None or not _is_title_like(found[2]) or not _is_spoken_of(items[n + 1]):
            continue
        number = int(found[1])
        if runs and number == list(runs[-1].values())[-1].number + 1:
            runs[-1][n] = Numbered(Marker.ARABIC, number, 1, found[2])
        elif number == 1:
            runs.append({n: Numbered(Marker.ARABIC, number, 1, found[2])})
    return {n: number for run in runs if len(run) > 1 for n, number in run.items()}


def _is_spoken_of(item: Item) -> bool:
    """Whether what stands below a title says something: no other title, and no cell of a table."""
    if isinstance(item, WholeTable):
        return True
    return numbered(item.text) is not None or re.search("[，。；：]", item.text) is not None


def _body_size(items: Sequence[Item]) -> float:
    sizes = [i.line.size for i in items if isinstance(i, Paragraph) and len(i.text) > 30]
    return median(sizes) if sizes else 0.0


def _is_title_like(words: str) -> bool:
    words = heading_text(words)
    if _TABLE_LINE.search(words):
        return False
    return 0 < len(words) <= _LONGEST and re.search(r"[。；！？]|，.*，|：.{6,}", words) is None


def _headed(items: Sequence[Item], numbers: Sequence[Numbered | None]) -> list[bool]:
    """Which numbered items are headings, decided for all siblings together."""
    headed = [False] * len(items)
    for group in _siblings(numbers):
        for n in _headings_among(items, numbers, group):
            headed[n] = True
    return headed


def _headings_among(
    items: Sequence[Item], numbers: Sequence[Numbered | None], group: Sequence[int]
) -> list[int]:
    """Siblings → those that are headings.

    A heading is short, and something of its own follows; an item of a list is followed by the
    next item. One that ends like a sentence needs siblings that are headings without doubt. A
    number above 1 on its own (附件：1.… on one line, 2.… on the next) heads nothing.
    """
    likely = [n for n in group if _likely(items, numbers, n)]
    given = [n for n in likely if _is_given(items[n], numbers[n])]
    if len(group) == 1 and _is_stray(numbers[group[0]]):
        return given
    bodied = [n for n in likely if _has_body(numbers, n)]
    undoubted = [n for n in bodied if not _ends_sentence(items[n])]
    titles = 2 * len(bodied) >= len(likely)
    ended = 2 * len(bodied) > len(group) and (
        2 * len(undoubted) >= len(likely) - 1 > 0 or len(bodied) == len(group) > 1
    )
    return [
        n
        for n in likely
        if n in given or (ended and n in bodied if _ends_sentence(items[n]) else titles)
    ]


def _is_given(item: Item, number: Numbered | None) -> bool:
    """Whether the file's style, or 第…部分, leaves no doubt."""
    return _level(item) > 0 or (number is not None and number.marker <= Marker.CLAUSE)


def _is_stray(number: Numbered | None) -> bool:
    return number is not None and number.number > 1 and number.marker >= Marker.ARABIC


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
    return (_is_title_like(number.words) or _is_long_chapter(number)) and not ends


def _is_long_chapter(number: Numbered) -> bool:
    """二、聚焦主责主业，强化责任担当，… over two lines: no sentence ends in it or with it."""
    long = len(number.words) <= _LONGEST_CHAPTER and re.search("[。；！？：]", number.words) is None
    return number.marker is Marker.CHINESE and long and _TABLE_LINE.search(number.words) is None


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


def _siblings(numbers: Sequence[Numbered | None]) -> list[list[int]]:
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
    if _FIGURE.match(text):
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


def _is_appendix(items: Sequence[Item], n: int, paragraph: Paragraph) -> bool:
    """附件1 at the top of a page, or over a table; 附件：1.… under a report is a list of them."""
    found = _APPENDIX.match(paragraph.text)
    if found is None or n == 0 or not _is_title_like(paragraph.text[found.end() :] or "附"):
        return False
    if isinstance(items[n], WholeTable):
        return True
    opens_page = _last_page(items[n - 1]) < paragraph.page
    return opens_page or (n + 1 < len(items) and isinstance(items[n + 1], WholeTable))


def _core(title: str) -> str:
    """单位主要职能 → 主要职能: the body may name the department instead."""
    return re.sub(r"^(?:本?部门|本?单位|20\d\d年度?)+", "", title) or title


def _last_page(item: Item) -> int:
    if isinstance(item, Paragraph):
        return item.pages[-1][1]
    return item.rows[-1][0] if item.rows else item.page
