"""`python -m bench.goal_weights FOLDER`: marks made by hand → `goals/weights.json`.

The marks are as in `bench.goals`; those that are measured on are never fitted on. A logistic
regression with a ridge. Printed is how good it is on reports left out, each once, and kept beside
the weights with what they were made from.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bench.goals import Count, Squeezed, alike, marked_pairs, report_of
from goals import matching
from goals.likeness import FEATURES, Floats, features
from goals.matching import FITTED, Weights, likely_of
from goals.matrix import candidates
from goals.parts import statements
from goals.records import GoalKind
from goals.setting import goals_in_prose, indicator_rows
from models.embedder import Embedder
from models.embedding import load_embedder
from models.settings import ModelSettings

_KEPT = Path(matching.__file__).parent / "weights.json"
_STILL = 1e-4
_RIGHT, _WRONG, _UNSAID = 1, 0, -1


@dataclass(frozen=True, slots=True)
class Judged:
    """A report's pairs of goal and statement, and which of them people say are right.

    `right` (goals, statements) is 1, 0, or -1 where nobody marked the goal.
    """

    seen: Floats
    right: np.ndarray


def judged(name: str, marks: dict[str, object], embedder: Embedder) -> Judged:
    """A marked report → its pairs."""
    report = report_of(name)
    text, said = Squeezed(report.text), statements(report)
    goals, rows = goals_in_prose(report, said), indicator_rows(report)
    told = candidates(said, goals, rows)
    unsettled = [row.goal for row in rows if row.done is None]
    asked = [goal for goal in (*goals, *unsettled) if goal.kind is not GoalKind.AHEAD]
    seen = features(asked, told, embedder)
    right = np.full(seen.shape[:2], _UNSAID)
    places = [text.span(g.place.start, g.place.end) for g in asked]
    spans = [text.span(s.place.start, s.place.end) for s in told]
    nearest = seen[:, :, FEATURES.index("nearness")] + seen[:, :, FEATURES.index("words")]
    for goal, results, _ in marked_pairs(text, marks, Count()):
        mine = [i for i, p in enumerate(places) if alike(p, goal)]
        right[mine] = np.maximum(right[mine], _WRONG)
        there = [j for j, s in enumerate(spans) if any(alike(s, r) for r in results)]
        for j in there if mine else []:
            # Of several goals that one mark speaks of, the result is for one of them at least.
            right[mine, j] = np.where(right[mine, j] == _RIGHT, _RIGHT, _UNSAID)
            right[max(mine, key=lambda i: nearest[i, j]), j] = _RIGHT
    return Judged(seen, right)


def fitted(reports: Sequence[Judged], made: str) -> Weights:
    """Reports with their pairs → the weights that these give."""
    w = _logistic([r.seen for r in reports], [r.right for r in reports])
    weights = tuple(round(float(v), 3) for v in w)
    return Weights(weights[-1], weights[:-1], FITTED.best, FITTED.sure, FITTED.near, made)


def left_out(reports: Sequence[Judged]) -> tuple[int, int, int, int]:
    """Reports → right pairs found, right pairs, pairs shown, wrong ones of these, each report
    judged by the weights of the others."""
    found = right = shown = wrong = 0
    for i, report in enumerate(reports):
        weights = fitted([r for j, r in enumerate(reports) if j != i], "")
        likely = likely_of(report.seen, weights)
        best = likely == likely.max(axis=1, keepdims=True)
        counts = likely >= np.where(best, weights.best, weights.sure)
        found += int((counts & (report.right == _RIGHT)).sum())
        right += int((report.right == _RIGHT).sum())
        shown += int((counts & (report.right != _UNSAID)).sum())
        wrong += int((counts & (report.right == _WRONG)).sum())
    return found, right, shown, wrong


def _logistic(
    seen: Sequence[np.ndarray], right: Sequence[np.ndarray], ridge: float = 1.0
) -> np.ndarray:
    """Features and answers → weights, the bias last; Newton's method, with a ridge."""
    x = np.concatenate([s[r != _UNSAID] for s, r in zip(seen, right, strict=True)])
    y = np.concatenate([r[r != _UNSAID] for r in right])
    a = np.c_[x.astype(float), np.ones(len(x))]
    penalty = np.diag([ridge] * x.shape[1] + [1e-6])
    w = np.zeros(a.shape[1])
    for _ in range(30):
        p = 1 / (1 + np.exp(-np.clip(a @ w, -30, 30)))
        hessian = (a * (p * (1 - p))[:, None]).T @ a + penalty
        step = np.linalg.solve(hessian, a.T @ (p - y) + penalty @ w)
        w -= step
        if np.abs(step).max() < _STILL:
            break
    return w


def _kept(weights: Weights) -> dict[str, object]:
    return {
        "made": weights.made,
        "best": weights.best,
        "sure": weights.sure,
        "near": weights.near,
        "bias": weights.bias,
        "weights": dict(zip(FEATURES, weights.weights, strict=True)),
    }


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.goal_weights", description=__doc__)
    parser.add_argument("folder", type=Path)
    options = parser.parse_args(arguments)
    embedder = load_embedder(ModelSettings.from_environ(os.environ))
    reports = [
        judged(path.stem, json.loads(path.read_text("utf-8")), embedder)
        for path in sorted(options.folder.glob("*.json"))
    ]
    found, right, shown, wrong = left_out(reports)
    made = (
        f"{len(reports)} reports of {options.folder}; each left out once: "
        f"{found} of {right} right pairs found, {wrong} of {shown} shown wrong"
    )
    weights = fitted(reports, made)
    _KEPT.write_text(json.dumps(_kept(weights), ensure_ascii=False, indent=1) + "\n", "utf-8")
    print(made)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
