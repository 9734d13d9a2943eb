"""A question about goals, and the reports it is of → an answer whose every line is a quotation.

Which of the three kinds of answer a question wants (how the goals did, which were missed, what
became of last year's promises) is told by the trained embedding, from the questions of each kind
below: they are examples, not patterns.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from goals.kept import followed_in, matrix_of
from goals.outcome import asks_for_a_reason
from goals.records import Attainment, MatrixLine, counts
from goals.saying import deviation_written, reason_lead
from goals.years import earlier_of
from languages import N_, translate
from models.embedder import Embedder, Vectors
from records import Evidence, Report
from vectorstore.library import Library


class Asked(StrEnum):
    """What a question about goals wants to know."""

    STATE = "state"
    MISSED = "missed"
    PROMISES = "promises"


_EXAMPLES: dict[Asked | None, tuple[str, ...]] = {
    Asked.STATE: (
        "目标完成得怎么样？",
        "年度绩效目标完成情况如何？",
        "定的目标都实现了吗？",
        "今年的任务完成了多少？",
        "How were the goals met?",
        "How did they do against their targets?",
        "Were the annual performance goals achieved?",
    ),
    Asked.MISSED: (
        "哪些目标没完成？",
        "有没有没达标的指标？",
        "哪几项任务没有达到预期？",
        "没完成的目标有哪些，原因是什么？",
        "Which targets were missed?",
        "Which goals were not met?",
        "What fell short of its target?",
    ),
    Asked.PROMISES: (
        "去年说要改进的今年改了吗？",
        "上一年提出的改进措施落实了没有？",
        "上年承诺的事做到了吗？",
        "去年的问题解决了吗？",
        "上年的整改措施今年完成了吗？",
        "上一年度提出的改进计划执行得怎样？",
        "Was what they promised last year done this year?",
        "Did last year's improvement measures get carried out?",
        "Were last year's problems fixed?",
    ),
    # Questions about reports that are none of these: about one thing, and not about all goals.
    None: (
        "12345热线的目标是什么？",
        "群众满意度达到目标了吗？",
        "2022年预算执行率是多少？",
        "下一步有什么改进措施？",
        "存在哪些问题？",
        "绩效自评得了多少分？",
        "绩效目标设置得合理吗？",
        "主要工作成效有哪些？",
        "获得了哪些奖项？",
        "为什么排污口整治没有按时完成？",
        "年度绩效目标是什么？",
        "新建了多少公里农村公路？",
        "What is the satisfaction rate?",
        "What are the annual goals?",
        "What problems remain?",
        "How much was spent on projects?",
        "What was the budget in 2022?",
    ),
}
_ALIKE = 0.75
"""How alike two questions are from which one can be taken for the other: 0 as an example of no
kind is to those of the kinds, 1 as two of one kind are. With the default model a cosine of 0.88:
two ways of asking for all goals have 0.88 to 0.98, a question about one goal 0.75 to 0.87."""


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One line of an answer, the places that it quotes, each with its report, and how what it
    computes follows."""

    text: str
    places: tuple[tuple[Report, Evidence], ...] = ()
    calculation: str = ""


@dataclass(frozen=True, slots=True)
class _Examples:
    """The examples' vectors, a row each as in `_KINDS`; the cosine from which one is meant."""

    vectors: Vectors
    alike: float


_KINDS = [kind for kind, examples in _EXAMPLES.items() for _ in examples]


def asked_about_goals(question: str, embedder: Embedder) -> Asked | None:
    """A question → what it wants to know of all goals together; None where it is about other
    things."""
    examples = _examples(embedder)
    cosines = examples.vectors @ embedder.question(question)
    best = int(cosines.argmax())
    return _KINDS[best] if cosines[best] >= examples.alike else None


_READ: dict[str, _Examples] = {}
"""By the embedding model's name, which stands for its content."""


def _examples(embedder: Embedder) -> _Examples:
    if embedder.name not in _READ:
        every = [e for of in _EXAMPLES.values() for e in of]
        vectors = np.stack([embedder.question(e) for e in every])
        _READ[embedder.name] = _Examples(vectors, _alike(vectors))
    return _READ[embedder.name]


def _alike(vectors: Vectors) -> float:
    """What `_ALIKE` is to this model: models differ in what they call near."""
    cosines = vectors @ vectors.T
    np.fill_diagonal(cosines, -1)
    kinds = np.array([kind or "" for kind in _KINDS])
    about = kinds != ""
    same = (kinds[:, None] == kinds[None]) & about[:, None]
    related = np.where(same, cosines, -1).max(1)[about].mean()
    unrelated = cosines[np.ix_(~about, about)].max(1).mean()
    return float(unrelated + _ALIKE * (related - unrelated))


def answer(
    asked: Asked, library: Library, reports: Sequence[Report], language: str
) -> tuple[AnswerLine, ...]:
    """What is asked of all goals, and of which reports → the answer's lines; each report's first
    one sums up.

    Every line about a goal quotes the report; what a report does not tell is said.
    """
    said: list[AnswerLine] = []
    for report in reports:
        if asked is Asked.PROMISES:
            said += _promises(library, report, language)
        else:
            said += _goals(library, report, language, only_missed=asked is Asked.MISSED)
    return tuple(said)


def _goals(
    library: Library, report: Report, language: str, *, only_missed: bool
) -> list[AnswerLine]:
    made = matrix_of(library, report.id)
    title = report.identity.title
    if not made.lines:
        return [
            AnswerLine(
                translate(language, "{report} sets no goals that could be followed.", report=title),
            )
        ]
    of = counts(made)
    summed = translate(
        language,
        "{report} sets {goals} goals: {met} met, {exceeded} exceeded, {short} "
        "missed, {told} told without comparable figures, {untold} not told.",
        report=title,
        goals=len(made.lines),
        met=of[Attainment.MET],
        exceeded=of[Attainment.EXCEEDED],
        short=of[Attainment.SHORT],
        told=of[Attainment.TOLD],
        untold=of[Attainment.NOT_TOLD],
    )
    said = [AnswerLine(summed)]
    shown = [line for line in made.lines if not only_missed or line.outcome is Attainment.SHORT]
    if only_missed and not shown:
        compared = of[Attainment.MET] + of[Attainment.EXCEEDED]
        message = _NONE_MISSED if compared else _NONE_COMPARED
        said.append(AnswerLine(translate(language, message, n=compared)))
    return said + [_line(line, report, language) for line in shown]


_NONE_MISSED = N_("All {n} goals whose figures can be compared were met.")
_NONE_COMPARED = N_("No goal has figures that can be compared.")


def _line(line: MatrixLine, report: Report, language: str) -> AnswerLine:
    quoted = "；".join(f"“{r.place.text.strip('；;。')}”" for r in line.results)
    # The name of a table's row is put together of its cells, and is no quotation.
    row = "\t" in line.goal.place.text
    goal = line.goal.name if row else f"“{line.goal.name}”"
    text = f"{goal} → {quoted or translate(language, 'The report does not say.')}"
    places = [line.goal.place, *(r.place for r in line.results)]
    calculation = ""
    if line.deviation is not None and line.actual and line.goal.target:
        text += " " + translate(
            language,
            "target {target}, actual {actual}, off by {deviation}.",
            target=line.goal.target.as_written,
            actual=line.actual.as_written,
            deviation=deviation_written(line),
        )
        target, actual = line.goal.target.as_written, line.actual.as_written
        calculation = f"({actual} - {target}) ÷ {target} = {deviation_written(line)}"
    if asks_for_a_reason(line.outcome, line.deviation):
        if line.reason is None:
            text += " " + translate(language, "The report gives no reason.")
        else:
            text += f" {reason_lead(line, language)}“{line.reason.text}”"
            places.append(line.reason)
    return AnswerLine(text, tuple((report, place) for place in places), calculation)


def _promises(library: Library, report: Report, language: str) -> list[AnswerLine]:
    earlier = earlier_of(report, library.reports())
    title = report.identity.title
    if not earlier:
        return [
            AnswerLine(
                translate(
                    language,
                    "The report of the year before {report} is not on the shelf.",
                    report=title,
                ),
            )
        ]
    said = []
    for before in earlier:
        found = followed_in(library, before.id, report.id)
        told = [line for line in found.promises if line.results]
        summed = translate(
            language,
            "Of {n} measures and plans in {earlier}, {report} tells of {told}, and "
            "not of {untold}.",
            earlier=before.identity.title,
            report=title,
            n=len(found.promises),
            told=len(told),
            untold=len(found.promises) - len(told),
        )
        said.append(AnswerLine(summed))
        for line in found.promises:
            quoted = "；".join(f"“{r.place.text}”" for r in line.results)
            text = (
                f"“{line.goal.name}” → {quoted or translate(language, 'The report does not say.')}"
            )
            quoted_in = [(before, line.goal.place), *((report, r.place) for r in line.results)]
            said.append(AnswerLine(text, tuple(quoted_in)))
        for again in found.problems:
            if again.sure:
                text = (
                    translate(language, "A problem that comes again: ")
                    + f"“{again.now.place.text}”"
                )
                said.append(AnswerLine(text, ((report, again.now.place),)))
    return said
