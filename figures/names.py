"""The names in an answer (quoted ones, departments) against its sources."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from figures.numbers import SourceText

_QUOTED = re.compile(r"“([^“”]{2,80})”|「([^「」]{2,80})」|《([^《》]{2,80})》|\"([^\"]{2,80})\"")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_HAN_BEFORE = re.compile(r"[\u4e00-\u9fff]{0,30}$")
_DEPARTMENT = re.compile(
    r"(?<![布格结全当大开僵])局(?![面部限势])|委员会|办公室|办事处|街道|人民政府|管委会|福利院|法院|检察院|医院"
    r"|中学|小学|大学|学院|公司|协会|联合会|支队|大队|(?<!大)厅(?!堂)"
    r"|(?:服务|事务|管理|指挥|运行|受理|发展|保障)中心"
)
_NO_PART_OF_A_NAME = re.compile(
    r"(?:[由和与及在为是的向将被至该本年已对经给请从到等比而则即]|(?<!数)据|根据|按照|显示|截至|以及|关于|归|属于|来自|查询"
    r"|其中|包括|全年|年度|目前|报告|当年|此外|同时|另外|各|全区|全市|有关|相关|多个|家)$"
)
_ADMINISTRATIVE = re.compile(r"[省市区县镇乡]|街道")
_SHORTEST = 3


@dataclass(frozen=True, slots=True)
class NameVerdict:
    """One name of an answer at `start:end`; `source` is the first that has it, None if none."""

    name: str
    start: int
    end: int
    source: int | None

    @property
    def found(self) -> bool:
        """Whether the name stands in a source."""
        return self.source is not None


def verify_names(answer_sentence: str, sources: Sequence[SourceText]) -> tuple[NameVerdict, ...]:
    """The Chinese names in quotation marks and the departments of a sentence → their verdicts."""
    texts = [_plain("\n".join((s.text, s.context, s.department, *s.names))) for s in sources]
    verdicts = [*_quoted(answer_sentence, texts), *_departments(answer_sentence, texts)]
    return tuple(sorted(verdicts, key=lambda v: v.start))


def _quoted(sentence: str, texts: Sequence[str]) -> Iterator[NameVerdict]:
    for m in _QUOTED.finditer(sentence):
        name, (start, end) = m[m.lastindex or 0], m.span(m.lastindex or 0)
        if _HAN.search(name):
            yield NameVerdict(name, start, end, _source_of(_plain(name), texts))


def _departments(sentence: str, texts: Sequence[str]) -> Iterator[NameVerdict]:
    floor = 0
    for m in _DEPARTMENT.finditer(sentence):
        before = _HAN_BEFORE.search(sentence, floor, m.start())
        start, floor = before.start() if before else m.start(), m.end()
        verdict = _department(sentence[start : m.end()], m[0], start, texts)
        if verdict is not None:
            yield verdict


def _department(run: str, suffix: str, start: int, texts: Sequence[str]) -> NameVerdict | None:
    """The characters up to a department's last word → a verdict; None where it names none.

    Where the name begins is not marked: it is the longest tail that a source has, unless what
    stands before that tail is part of the name too.
    """
    end = start + len(run)
    for k in range(len(run) - len(suffix)):
        source = _source_of(run[k:], texts)
        if source is None or len(run) - k < _SHORTEST:
            continue
        if _begins_here(run[:k], run[k:], texts):
            return NameVerdict(run[k:], start + k, end, source)
        break
    begin = max((k for k in range(len(run)) if _NO_PART_OF_A_NAME.search(run[:k])), default=0)
    if len(run) - begin < len(suffix) + 2:
        return None
    return NameVerdict(run[begin:], start + begin, end, None)


def _begins_here(before: str, name: str, texts: Sequence[str]) -> bool:
    if not before or _NO_PART_OF_A_NAME.search(before):
        return True
    if _ADMINISTRATIVE.search(before[-2:]):
        return _source_of(before, texts) is not None
    place = _ADMINISTRATIVE.match(name)
    if place:  # 广州市增城 + 区政数局
        return _source_of(before + place[0], texts) is not None
    return any(_stands_alone(name, text) for text in texts)


def _stands_alone(name: str, text: str) -> bool:
    """Whether the text has the name with nothing before it that could belong to it."""
    at = text.find(name)
    while at >= 0:
        before = text[max(0, at - 4) : at]
        if not _HAN.match(before[-1:]) or _NO_PART_OF_A_NAME.search(before):
            return True
        at = text.find(name, at + 1)
    return False


def _source_of(name: str, texts: Sequence[str]) -> int | None:
    return next((i for i, text in enumerate(texts) if name in text), None)


def _plain(text: str) -> str:
    """Without white space and quotation marks, brackets half-width: layout makes no name."""
    return re.sub(r"[ \t\u3000\xa0“”\"'「」《》]", "", text).replace("（", "(").replace("）", ")")
