"""Statements that tell of something planned that it was not done in time → goals that were missed.

“一网通办”平台未能按期验收; 原定11月举办的运动会因场馆维修取消. That something was planned is in the
field's own words, and so is the word without which nothing was missed (未, 推迟, 取消); whether the
statement as a whole says that it was not done is for the trained embedding, which is asked as a
person would ask.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from goals.likeness import embedded, nearness_of, pairs_of
from goals.records import Attainment, Goal, GoalKind, MatrixLine, Result, Statement
from models.embedder import Embedder

_PLANNED = re.compile(r"原定|计划|承诺|[按如]期|按时")
_NOT_DONE = re.compile(r"未|没|不|推迟|延[期后迟误至]|取消|滞后|暂[停缓]|搁置")
"""Such a word must stand there: an embedding holds 按时办结 and 未按时办结 for nearly the same."""
_QUESTIONS = (
    "哪些任务没有按期完成？",
    "哪些项目推迟了？",
    "哪些工作没有按计划完成？",
    "什么没有如期完成，原因是什么？",
    "哪项活动取消了？",
)
_MISSED = 0.8
"""On the scale of the model: of the 25 statements with such words that are nearer to a question in
the reports of `bench/golden/goals`, 21 tell of something missed."""
_CLAUSE = re.compile(r"[^，,；;。]+")
_ITS_WORDS = 0.25
"""Of a goal's character pairs, how many must stand in the clause for it to be about the goal."""


def missed(statements: Sequence[Statement], embedder: Embedder) -> list[Statement]:
    """Statements → those that say of something planned that it was not done, or not in time."""
    planned = [
        s
        for s in statements
        if "\t" not in s.place.text
        and _PLANNED.search(s.place.text)
        and _NOT_DONE.search(s.place.text)
    ]
    if not planned:
        return []
    asked = np.stack([embedder.question(q) for q in _QUESTIONS])
    told = embedder.passages([embedded(s) for s in planned])
    near = nearness_of(asked, told, embedder).max(axis=0)
    return [s for s, n in zip(planned, near, strict=True) if n >= _MISSED]


def goal_missed(statement: Statement) -> tuple[Goal, Result]:
    """A statement that something planned was not done → the goal that it names, and itself as what
    came of it."""
    here = statement.place
    goal = Goal(here, GoalKind.BESIDE, here.text.strip(" 。；;"), statement.path, "", None)
    return goal, Result(here, statement.path, 1.0, True, None)


def short_in_words(line: MatrixLine, late: Sequence[Statement]) -> MatrixLine:
    """A line without figures to compare → one that is short, where what was missed is its goal:
    the clause that speaks of the plan has the goal's words."""
    told = {r.place.start for r in line.results}
    if line.actual is None and any(s.place.start in told and _of(line.goal, s) for s in late):
        return replace(line, outcome=Attainment.SHORT)
    return line


def _of(goal: Goal, statement: Statement) -> bool:
    mine = pairs_of(goal.name)
    planned = (c for c in _CLAUSE.findall(statement.place.text) if _PLANNED.search(c))
    about = bool(mine) and any(len(mine & pairs_of(c)) >= _ITS_WORDS * len(mine) for c in planned)
    return about or statement.place.start == goal.place.start
