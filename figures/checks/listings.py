"""Prose → its listings: a whole, 其中：, and the parts named after it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from figures.checks.comparisons import term
from figures.checks.mentions import Mention, Role
from figures.checks.reading import Paragraph, Reading, Sentence
from figures.quantities import QuantityKind

_OPENS = re.compile(r"其中|(?<=[，,：:])(?:主要)?包括(?=[：:，,])|用于以下方面|分别(?:是|为)?[：:]")
_NUMBERED = (
    re.compile(r"\s*[（(]([一二三四五六七八九十]+)[)）]"),
    re.compile(r"\s*(\d{1,3})\s*[.．、](?!\d)"),
    re.compile(r"\s*[（(](\d{1,3})[)）]"),
    re.compile(r"\s*([一二三四五六七八九十]+)、"),
    re.compile(r"\s*([一二三四五六七八九十]+)是"),
)
_WITHIN = re.compile(r"\s*(?P<name>[^，。；：\d]{4,24})中[，,]")
_INTRODUCES = re.compile(r"(?:其中|如下|以下方面|具体情况|具体为|包括|主要内容)[：:。]?\s*$")


@dataclass(frozen=True, slots=True)
class Listing:
    """A whole with the parts listed after it.

    `wholes` are the amounts it can be, the likeliest first; `readings` the lists of parts it can
    be (a list within the list may end early or late), the plainest first.
    """

    wholes: tuple[Mention, ...]
    readings: tuple[tuple[Mention, ...], ...]


def listings(reading: Reading) -> Iterator[Listing]:
    """A report → its listings, within sentences and over numbered paragraphs."""
    for at, paragraph in enumerate(reading.paragraphs):
        for i, sentence in enumerate(paragraph):
            yield from _in_sentence(reading, paragraph, i, sentence)
            yield from _within(reading, paragraph, i)
        if paragraph and _INTRODUCES.search(reading.text, *_tail(paragraph)):
            yield from _over_paragraphs(reading, at)


def _tail(paragraph: Paragraph) -> tuple[int, int]:
    return paragraph[-1].start, paragraph[-1].end


def _in_sentence(
    reading: Reading, paragraph: Paragraph, i: int, sentence: Sentence
) -> Iterator[Listing]:
    text = reading.text
    opens: list[re.Match[str]] = []
    for match in _OPENS.finditer(text, sentence.start, sentence.end):
        if not opens or match.start() - opens[-1].end() > 1:
            opens.append(match)
    brackets = _brackets(text, sentence)
    for n, match in enumerate(opens):
        inside = [b for b in brackets if b[0] < match.start() < b[1]]
        stop = min((b[1] for b in inside), default=sentence.end)
        own = [
            m
            for m in sentence.mentions
            if match.end() <= m.start < stop and _part(m) and _level(m, match.end(), brackets)
        ]
        before = [m for m in sentence.mentions if m.end <= match.start() and _part(m)]
        if not before and i and match.start() - sentence.start < 3:
            before = [m for m in paragraph[i - 1].mentions if _part(m)]
        inner = [
            o
            for o in opens[n + 1 :]
            if o[0] == "其中" and o.start() < stop and _level_of(o, match, brackets)
        ]
        yield from _listing(reading, before, own, inner[0].start() if inner else None)


def _within(reading: Reading, paragraph: Paragraph, i: int) -> Iterator[Listing]:
    """财政拨款支出预算中，一般公共预算 … ；政府性基金 …: the whole was named before."""
    sentence = paragraph[i]
    match = _WITHIN.match(reading.text, sentence.start, sentence.end)
    if match is None:
        return
    name = re.sub(r"\s", "", match["name"])
    before = [m for s in paragraph[:i] for m in s.mentions if _part(m) and name in m.label]
    own = [m for m in sentence.mentions if _part(m)]
    yield from _listing(reading, before, own, None)


def _part(mention: Mention) -> bool:
    return (
        mention.role is Role.AMOUNT
        and mention.is_usable
        and mention.kind is not QuantityKind.NUMBER
    )


def _brackets(text: str, sentence: Sentence) -> list[tuple[int, int]]:
    opened: list[int] = []
    found: list[tuple[int, int]] = []
    for i in range(sentence.start, sentence.end):
        if text[i] in "（(":
            opened.append(i)
        elif text[i] in "）)" and opened:
            found.append((opened.pop(), i))
    return found


def _level(mention: Mention, start: int, brackets: list[tuple[int, int]]) -> bool:
    """Whether the mention stands in no bracket that opens after `start`."""
    return not any(start <= a < mention.start < b for a, b in brackets)


def _level_of(other: re.Match[str], match: re.Match[str], brackets: list[tuple[int, int]]) -> bool:
    return not any(match.end() <= a < other.start() < b for a, b in brackets)


def _listing(
    reading: Reading, before: Sequence[Mention], own: Sequence[Mention], inner: int | None
) -> Iterator[Listing]:
    """One listing for each kind of thing and stage of the budget that whole and parts share."""
    seen: list[Mention] = []
    year = reading.identity.year
    for whole in reversed(before):
        measure = term(whole.label, year).measure
        if any(whole.like(s) and measure == term(s.label, year).measure for s in seen):
            continue
        seen.append(whole)
        parts = [m for m in own if m.like(whole)]
        stages = {term(m.label, year).measure for m in parts}
        if len(stages) > 1 and whole.kind is QuantityKind.MONEY:
            if measure not in stages:
                continue
            parts = [m for m in parts if term(m.label, year).measure == measure]
        if parts:
            others = (m for m in reversed(before) if m.like(whole) and m is not whole)
            yield Listing((whole, *others), tuple(_readings(parts, inner)))


def _readings(parts: Sequence[Mention], inner: int | None) -> Iterator[tuple[Mention, ...]]:
    if inner is not None:
        outer = [m for m in parts if m.end <= inner]
        nested = parts[len(outer) :]
        for taken in range(len(nested), 0, -1):
            yield (*outer, *nested[taken:])
    yield tuple(parts)


def _over_paragraphs(reading: Reading, at: int) -> Iterator[Listing]:
    """A paragraph that ends in 其中： and the numbered ones below it: their first amounts."""
    wholes = [m for s in reading.paragraphs[at] for m in s.mentions if _part(m)]
    below = _numbered(reading, at)
    if not wholes:
        wholes = _named_before(reading, at)
    for whole in reversed(wholes[-2:]):
        heads = [next((m for s in p for m in s.mentions if _part(m)), None) for p in below]
        parts = [m for m in heads if m is not None and m.like(whole)]
        if len(parts) == len(below) and len(parts) > 1:
            yield Listing(
                (whole, *(w for w in reversed(wholes) if w is not whole)), (tuple(parts),)
            )
            return


def _numbered(reading: Reading, at: int) -> list[Paragraph]:
    """The paragraphs below that carry the next numbers of one sort, from its first on."""
    if at + 1 >= len(reading.paragraphs):
        return []
    text, first = reading.text, reading.paragraphs[at + 1]
    style = next((p for p in _NUMBERED if p.match(text, first[0].start)), None)
    if style is None:
        return []
    found: list[Paragraph] = []
    for paragraph in reading.paragraphs[at + 1 :]:
        match = style.match(text, paragraph[0].start)
        if match is None:
            if any(p.match(text, paragraph[0].start) for p in _NUMBERED[:4]):
                break
            continue
        if match[1] in ("一", "1") and found:
            break
        found.append(paragraph)
    return found


def _named_before(reading: Reading, at: int) -> list[Mention]:
    """Amounts of the paragraphs above that the introducing line names: 财政拨款支出 … 如下。"""
    last = reading.paragraphs[at][-1]
    line = re.sub(
        r"\s|主要|内容|如下|[：:。]|具体|情况|其中", "", reading.text[last.start : last.end]
    )
    if len(line) < 4:
        return []
    above = reading.paragraphs[max(0, at - 3) : at]
    return [m for p in above for s in p for m in s.mentions if _part(m) and line in m.label]
