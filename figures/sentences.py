"""The sentences of a text: their spans, and which of them speak to a machine."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate, pairwise

Span = tuple[int, int]

_PAIRS = {"（": "）", "(": ")", "“": "”", "‘": "’", "「": "」", "『": "』", "《": "》", "【": "】"}
_PAIRS |= {"〔": "〕", "[": "]", "〈": "〉"}
_CLOSERS = frozenset(_PAIRS.values()) | {'"'}
_ENDS = frozenset("。！？!?")
_QUOTE_GOES_ON = frozenset("，、；：,;:。！？的等和与及为")

_FULL_CLAUSE = 16
"""Characters from which a part between two ； can stand alone as evidence."""

_CLAUSE_REACH = 80
_ITEM = re.compile(
    r"\s*(?:[一二三四五六七八九十]{1,3}是|[（(]?\d{1,2}[)）、.．]|[（(][一二三四五六七八九十]+[)）]|[①-⑳])"
)
_ORDINAL_IS = re.compile(r"(?<![第其之统唯])([一二三四五六七八九]|十[一二三四五]?)是")
_ORDINALS = ("一二三四五六七八九", "十", "十一", "十二", "十三", "十四", "十五")
_RANK = {c: i for i, c in enumerate([*_ORDINALS[0], *_ORDINALS[1:]], start=1)}
_LIST_NUMBER = re.compile(r"\s*[（(]?(?:\d{1,3}|[A-Za-z])$")
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|vs|cf|no|nos|mr|mrs|ms|dr|st|approx|fig|dept)|\b[A-Z])$", re.I
)


def sentence_spans(text: str) -> tuple[Span, ...]:
    """Cleaned report text → (start, end) of each sentence, in order, without white space around.

    Ends at 。！？, at newlines, at an English full stop, and at a ； between clauses that can
    stand alone; never inside brackets or quotation marks, numbers or list numbers. A line with
    tabs (a table row) is one sentence. Every character that is no white space is in one span.
    """
    spans: list[Span] = []
    start = 0
    for line in text.splitlines(keepends=True):
        cuts = [] if "\t" in line else sorted(set(_line_cuts(line)))
        for a, b in zip([0, *cuts], [*cuts, len(line)], strict=True):
            piece = line[a:b]
            lead = len(piece) - len(piece.lstrip())
            if piece.strip():
                spans.append((start + a + lead, start + a + len(piece.rstrip())))
        start += len(line)
    return tuple(spans)


def _line_cuts(line: str) -> Iterator[int]:
    inside = _enclosed(line)
    length = len(line.rstrip())
    cuts = [i for i in _sentence_ends(line, inside) if i < length]
    yield from cuts
    cuts += list(_enumeration_starts(line, inside))
    yield from cuts
    edges = [0, *sorted(set(cuts)), len(line)]
    for a, b in pairwise(edges):
        yield from _clause_cuts(line, a, b, inside)


def _enclosed(line: str) -> list[bool]:
    """For each character, whether it stands between a bracket or quotation mark and its partner."""
    steps = [0] * len(line)
    open_at: dict[str, list[int]] = {closer: [] for closer in _CLOSERS}
    for i, c in enumerate(line):
        if c in _PAIRS or (c == '"' and not open_at[c]):
            open_at[_PAIRS.get(c, c)].append(i)
        elif c in _CLOSERS and open_at[c]:
            partner = open_at[c].pop()
            steps[partner] += 1
            steps[i] -= 1
            for others in open_at.values():  # What opened inside and never closed is no bracket.
                while others and others[-1] > partner:
                    others.pop()
    return [depth > 0 for depth in accumulate(steps)]


def _sentence_ends(line: str, inside: list[bool]) -> Iterator[int]:
    for i, c in enumerate(line):
        after = line[i + 1 : i + 2]
        if inside[i] or after in _ENDS:
            continue
        quote_ends = c in _CLOSERS and line[i - 1 : i] in _ENDS and after not in _QUOTE_GOES_ON
        if c in _ENDS:
            yield i + 1 + (after in _CLOSERS)
        elif quote_ends or (c == "." and _is_full_stop(line, i)):
            yield i + 1


def _is_full_stop(line: str, i: int) -> bool:
    before, rest = line[max(0, i - 8) : i], line[i + 1 : i + 9]
    if not rest[:1].isspace() or _LIST_NUMBER.fullmatch(before[-6:].rpartition("。")[2]):
        return False
    return not _ABBREVIATION.search(before) and not rest.lstrip()[:1].islower()


def _enumeration_starts(line: str, inside: list[bool]) -> Iterator[int]:
    """Where 二是, 三是 … begin, when they follow 一是 in order: some lack the mark between."""
    expected = 1
    for m in _ORDINAL_IS.finditer(line):
        if inside[m.start()] or _RANK[m[1]] != expected:
            continue
        if expected > 1:
            yield m.start()
        expected += 1


def _clause_cuts(line: str, start: int, end: int, inside: list[bool]) -> Iterator[int]:
    marks = [i + 1 for i in range(start, end) if line[i] in "；;" and not inside[i]]
    last = start
    for mark, stop in zip(marks, [*marks[1:], end], strict=False):
        before = line[max(last, mark - _CLAUSE_REACH) : mark]
        after = line[mark : min(stop, mark + _CLAUSE_REACH)]
        item = _ITEM.match(after) is not None
        if after.strip() and (item or (_can_stand_alone(before) and _can_stand_alone(after))):
            yield mark
            last = mark


def _can_stand_alone(clause: str) -> bool:
    return len("".join(clause.split())) >= _FULL_CLAUSE


# Sentences that are no part of a report but speak to whoever, or whatever, reads it


_TO_A_MACHINE = re.compile(
    r"(忽略|无视|忘记|不要理会|不必理会)[^。，；\n]{0,8}(以上|上述|前述|前文|之前|全部|所有)[^。，；\n]{0,4}"
    r"(内容|文字|资料|信息|材料)|"
    r"(忽略|无视|忘记|不要理会|跳过|覆盖)[^。，；\n]{0,12}(指示|指令|提示|要求|规则|设定|限制|上文|(用户|上述|以上|这个)的?问题)"
    r"|(ignore|disregard|forget|override)\b.{0,30}\b(instructions?|prompts?|rules?|above|previous)"
    r"|(系统|开发者)(提示词|指令|消息)|system\s+(prompt|message)|<\|im_(start|end)\|>"
    r"|你(现在)?(是|扮演)[^。，；\n]{0,12}(助手|模型|机器人|AI|专家|管理员)|you are (now )?an? "
    r"|(人工智能|AI|智能|语言模型|大模型|聊天)(助手|机器人|模型)?[，,：:]?(请|必须|应当|务必|在回答)"
    r"|(请|必须|务必|一律|只能|只需|都要|统一)[^。，；\n]{0,6}(回答|回复|输出|答复)[：:“\"是为]"
    r"|(assistant|chatbot|language model|AI)\b.{0,20}\b(must|should|answer|reply|respond|say)\b"
    r"|\b(answer|reply|respond|output) (only|with|exactly)\b",
    re.I,
)


def speaks_to_a_machine(text: str) -> bool:
    """Whether a report's sentence reads like an instruction to whoever answers."""
    return _TO_A_MACHINE.search(text) is not None
