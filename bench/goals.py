"""`make bench-goals`: goals matched to their results, against marks made by hand.

A mark is a JSON file named after a report of `reader/data`:
{"pairs": [{"goal": verbatim, "results": [verbatim …], "met": "met" | "short" | "exceeded" |
"partly" | "not told" | null}], "results_without_goal": [verbatim …]}

A goal or result is the marked one where either has at least half of the other. A pair is found
where the matrix counts it; those that it only suggests are counted apart, and so are the pairs of
goals that nobody marked. The weights of the matching are fitted by `bench.goal_weights`.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from goals.matching import FITTED
from goals.matrix import matrix
from goals.records import Attainment, MatrixLine
from ingest.pipeline import read
from models.embedding import load_embedder
from models.settings import ModelSettings
from records import ReportText

DATA = Path(__file__).parents[1] / "reader" / "data"
_SPACE = re.compile(r"[\s|]")
_SIDES = {"met": "met", "exceeded": "met", "short": "short", "partly": "short"}


class Squeezed:
    """A text without white space, in which verbatim pieces are found whatever broke its lines."""

    def __init__(self, text: str) -> None:
        kept = [i for i, c in enumerate(text) if not _SPACE.match(c)]
        self._text = "".join(text[i] for i in kept)
        self._at = {i: n for n, i in enumerate(kept)}
        self._kept = kept

    def find(self, piece: str) -> tuple[int, int] | None:
        squeezed = _SPACE.sub("", piece)
        at = self._text.find(squeezed)
        return None if at < 0 or not squeezed else (at, at + len(squeezed))

    def span(self, start: int, end: int) -> tuple[int, int]:
        inside = [n for i, n in self._at.items() if start <= i < end]
        return (inside[0], inside[-1] + 1) if inside else (0, 0)


def alike(a: tuple[int, int], b: tuple[int, int]) -> bool:
    common = min(a[1], b[1]) - max(a[0], b[0])
    return common > 0 and 2 * common >= min(a[1] - a[0], b[1] - b[0])


@dataclass
class Count:
    """What is counted over the reports; `misses` says which were not found or wrong."""

    marked: int = 0
    found: int = 0
    goals: int = 0
    goals_seen: int = 0
    goals_with_a_result: int = 0
    goals_found: int = 0
    shown: int = 0
    wrong: int = 0
    beyond: int = 0
    suggested: int = 0
    not_told: int = 0
    not_told_right: int = 0
    decided: int = 0
    decided_right: int = 0
    stated: int = 0
    misses: list[str] = field(default_factory=list)

    def add(self, other: Count) -> None:
        for name in vars(self):
            setattr(self, name, getattr(self, name) + getattr(other, name))

    def told(self) -> str:
        def share(a: int, b: int) -> str:
            return f"{a}/{b}" + (f" = {a / b:.2f}" if b else "")

        return "; ".join(
            (
                f"pairs found {share(self.found, self.marked)}",
                "goals with any of their results "
                f"{share(self.goals_found, self.goals_with_a_result)}",
                f"wrong pairs {share(self.wrong, self.shown)}",
                f"goals seen {share(self.goals_seen, self.goals)}",
                f"not told, and so said {share(self.not_told_right, self.not_told)}",
                f"met or short right {share(self.decided_right, self.decided)}"
                f" (of {self.stated} marked)",
                f"missed pairs among the suggestions {self.suggested}",
                f"pairs of goals that nobody marked {self.beyond}",
            )
        )


def measure(report: ReportText, lines: Sequence[MatrixLine], marks: dict[str, object]) -> Count:
    """A report's matrix and its marks → what agrees."""
    text, count = Squeezed(report.text), Count()
    place = {id(line): text.span(line.goal.place.start, line.goal.place.end) for line in lines}
    marked = list(marked_pairs(text, marks, count))
    for goal, results, met in marked:
        mine = [line for line in lines if alike(place[id(line)], goal)]
        count.goals += 1
        count.goals_seen += bool(mine)
        if not mine:
            count.misses.append(f"goal not seen: {_said(text, goal)}")
        told = [text.span(r.place.start, r.place.end) for line in mine for r in line.results]
        maybe = [text.span(r.place.start, r.place.end) for line in mine for r in line.suggested]
        hits = [any(alike(r, t) for t in told) for r in results]
        count.marked += len(results)
        count.found += sum(hits)
        count.suggested += sum(
            not hit and any(alike(r, m) for m in maybe)
            for r, hit in zip(results, hits, strict=True)
        )
        count.goals_with_a_result += bool(results)
        count.goals_found += any(hits)
        if not results:
            count.not_told += 1
            count.not_told_right += bool(mine) and not told
        for r, hit in zip(results, hits, strict=True):
            if not hit:
                count.misses.append(f"missed: {_said(text, goal)} → {_said(text, r)}")
        side = _SIDES.get(str(met))
        count.stated += side is not None
        outcomes = {
            "short" if line.outcome is Attainment.SHORT else "met"
            for line in mine
            if line.outcome in (Attainment.SHORT, Attainment.MET, Attainment.EXCEEDED)
        }
        if side and outcomes:
            count.decided += 1
            count.decided_right += outcomes == {side}
            if outcomes != {side}:
                count.misses.append(f"said {outcomes}, marked {met}: {_said(text, goal)}")
    for line in lines:
        of = [results for goal, results, _ in marked if alike(place[id(line)], goal)]
        for result in line.results:
            if not of:
                count.beyond += 1
                continue
            count.shown += 1
            there = text.span(result.place.start, result.place.end)
            if not any(alike(there, r) for results in of for r in results):
                count.wrong += 1
                count.misses.append(f"wrong: {line.goal.name} → {result.place.text}")
    return count


def _said(text: Squeezed, span: tuple[int, int]) -> str:
    return text._text[span[0] : span[1]]


Marked = tuple[tuple[int, int], list[tuple[int, int]], object]


def marked_pairs(text: Squeezed, marks: dict[str, object], count: Count) -> Iterator[Marked]:
    """A report and its marks → each goal's place, its results' places, and what became of it;
    `count` is told what does not stand in the report."""
    pairs = marks["pairs"]
    assert isinstance(pairs, list)
    for pair in pairs:
        goal = text.find(pair["goal"])
        results = [text.find(r) for r in pair["results"]]
        if goal is None or None in results:
            count.misses.append(f"not verbatim in the report: {pair}")
        if goal is not None:
            yield goal, [r for r in results if r is not None], pair["met"]


def report_of(name: str) -> ReportText:
    """w3_NAME or NAME → that report of `reader/data`, as it is read."""
    stem = re.sub(r"^w\d+_", "", name)
    [path] = DATA.glob(f"*/{stem}.txt")
    return read(path, path.name).text


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.goals", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--misses", action="store_true", help="say which were not found or wrong")
    options = parser.parse_args(arguments)
    embedder = load_embedder(ModelSettings.from_environ(os.environ))
    whole = Count()
    print(f"weights: {FITTED.made}")
    for path in sorted(options.folder.glob("*.json")):
        report = report_of(path.stem)
        count = measure(report, matrix(report, embedder).lines, json.loads(path.read_text("utf-8")))
        print(f"{path.stem}: {count.told()}", flush=True)
        if options.misses:
            print(*(f"    {miss}" for miss in count.misses), sep="\n")
        whole.add(count)
    print(f"all: {whole.told()}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
