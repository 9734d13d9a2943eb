"""Grades against the scores they are given for, by the report's own bands or the usual.

Source of the usual bands: 财政部《项目支出绩效评价管理办法》(财预〔2020〕10号):
优 90–100, 良 80–90, 中 60–80, 差 below 60.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from figures.checks.arithmetic import Relation, Sort
from figures.checks.registry import Held, Outcome, Reading, check, suspicion
from figures.checks.scored import Item, scored_in
from figures.checks.scores import IS_TOTAL
from figures.quantities import QuantityKind
from records import Severity

_NATIONAL_GRADES = {"优": (90, 101), "良": (80, 90), "中": (60, 80), "差": (0, 60)}
_GRADE = re.compile(
    r"(?:等级|等次|结果|档次|评级|级别)(?:均?[为是]|定为|评[为定]|属于?|：)*\s*[“\"「]?(?P<grade>优|良|中|差)"
    r"(?:秀|好|等)?[”\"」]?(?![\d、，]*[个项])"
)
_BAND = re.compile(
    r"(?P<low>\d{2,3})(?:分)?(?:[（(]含\d*分?[）)])?(?:[-－—–~～至到]+)(?P<high>\d{2,3})(?:[（(]不?含\d*分?[）)])?分?"
    r"(?:[（(]不?含\d*分?[）)])?(?:的)?(?:评定|等级)?[为是属]?\s*[“\"]?(?P<grade>优|良|中|差)"
)
_REACH = 12
"""Characters between a score and the grade that it is given: ，评价等级为."""


@check("grade", zh="得分与等级", en="score against its grade")
def grades_fit(reading: Reading) -> Iterator[Outcome]:
    """自评得分89.5分，等级为“优”, where 90–100 is 优: by the report's own bands, or the usual."""
    own = {
        m["grade"]: (int(m["low"]), int(m["high"]) + (int(m["high"]) == 100))
        for m in _BAND.finditer(reading.text)
    }
    grades = own if len(own) > 1 else _NATIONAL_GRADES
    for paragraph in reading.paragraphs:
        scores = [
            i for i in scored_in(reading, paragraph) if i.got and i.got.kind is QuantityKind.SCORE
        ]
        for match in _GRADE.finditer(reading.text, paragraph[0].start, paragraph[-1].end):
            near = [i for i in scores if 0 <= match.start() - i.end < _REACH]
            if not near or not IS_TOTAL.search(near[-1].got.label if near[-1].got else ""):
                continue
            yield from _grade(reading, near[-1], match, grades, sure=grades is own)


def _grade(
    reading: Reading,
    item: Item,
    match: re.Match[str],
    grades: dict[str, tuple[int, int]],
    *,
    sure: bool,
) -> Iterator[Outcome]:
    got, band = item.got, grades.get(match["grade"])
    if got is None or band is None:
        return
    low, high = band
    relation = Relation(Sort.SCORE, (got.figure,), lambda got: low <= got.value < high)
    if relation.holds:
        yield Held(relation)
        return
    right = next((g for g, (a, b) in grades.items() if a <= got.figure.value < b), "")
    whose_zh, whose_en = (
        ("报告所列", "the report's own bands")
        if sure
        else ("通行", "the usual bands (财预〔2020〕10号)")
    )
    yield suspicion(
        reading.report,
        "grade",
        Severity.ERROR if sure else Severity.NOTE,
        match["grade"],
        right,
        (
            f"得分{got.figure.as_written}，按{whose_zh}标准应为“{right}”，而报告写的等级是“{match['grade']}”。",
            f"By {whose_en}, {got.figure.as_written} is “{right}”, but the report states "
            f"“{match['grade']}”.",
        ),
        reading.sentence_at(got.start),
        reading.sentence_at(match.start()),
        relation=relation,
    )
