"""What a Chroma server keeps over a restart: python -m bench.chroma_server [--sizes 5000 100000].

A server of its own is filled with vectors (384 numbers, scattered about 500 places, since those of
reports lie in clusters), asked 50 questions, stopped or killed, started again and asked the same.
What it finds is compared with the true nearest fifty. Then the shelf is changed as by replacing
one report 300 times, and the folder measured.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

import numpy as np

from models.embedder import Vectors
from records import Passage
from tests.servers import Chroma, chroma
from tests.vectorstore.made import made
from vectorstore.passages import Passages
from vectorstore.settings import USUAL

REPORT = 50
NEAREST = 50
QUESTIONS = 50
REPLACED = 300


def near(dice: np.random.Generator, places: Vectors, count: int) -> Vectors:
    """So many unit vectors about these places."""
    aside = dice.standard_normal((count, places.shape[1]), dtype=np.float32)
    aside /= np.linalg.norm(aside, axis=1, keepdims=True)
    moved = places[dice.integers(len(places), size=count)] + 0.5 * aside
    vectors: Vectors = moved / np.linalg.norm(moved, axis=1, keepdims=True)
    return vectors


def report(number: int, version: int) -> list[Passage]:
    return made(
        f"第{number}局", 2022, tuple(f"第{version}稿第{i}项" for i in range(REPORT))
    ).passages


def share_found(there: Passages, asked: Vectors, ids: list[str], vectors: Vectors) -> float:
    shares = []
    for question in asked:
        true = {ids[i] for i in np.argpartition(-(vectors @ question), NEAREST)[:NEAREST]}
        found = {hit.passage_id for hit in there.search(question, NEAREST)}
        shares.append(len(true & found) / NEAREST)
    return float(np.mean(shares))


def measure(size: int, folder: Path) -> None:
    """Measure one size, and print a line for each thing."""
    dice = np.random.default_rng(1)
    places = near(dice, np.zeros((1, 384), dtype=np.float32), 500)
    vectors, asked = near(dice, places, size), near(dice, places, QUESTIONS)
    with chroma(folder / "served") as server:
        there = Passages(folder, server.url, "bench", USUAL.search_width, 600)
        ids, began = [], time.perf_counter()
        for start in range(0, size, 20 * REPORT):
            numbers = range(start // REPORT, min(size, start + 20 * REPORT) // REPORT)
            passages = [p for number in numbers for p in report(number, 0)]
            there.replace([], passages, vectors[start : start + len(passages)])
            ids += [p.id for p in passages]
        say(size, "added by the thousand, passages a second", size / (time.perf_counter() - began))
        say(size, "share of the nearest fifty", share_found(there, asked, ids, vectors))
        for kill in (False, True):
            server.stop(kill=kill)
            began = time.perf_counter()
            server.start()
            there.search(asked[0], NEAREST)
            how = "killed" if kill else "stopped"
            say(size, f"{how}: s until it answers again", time.perf_counter() - began)
            say(size, f"{how}: passages there", there.count())
            say(size, f"{how}: share of the nearest fifty", share_found(there, asked, ids, vectors))
        began = time.perf_counter()
        for _ in range(20):
            there.count()
        say(size, "ms to count them", (time.perf_counter() - began) * 50)
        replaced(server, there, size, dice, places)
        there.close()


def replaced(
    server: Chroma, there: Passages, size: int, dice: np.random.Generator, places: Vectors
) -> None:
    before, began = server.size(), time.perf_counter()
    say(size, "MB on disk", before / 1e6)
    gone = report(0, 0)[0].report_id
    for version in range(1, REPLACED + 1):
        passages = report(0, version)
        there.replace([], passages, near(dice, places, REPORT))
        there.replace([gone], [], np.zeros((0, 1), dtype=np.float32))
        gone = passages[0].report_id
    say(size, "s for one replacement", (time.perf_counter() - began) / REPLACED)
    say(size, f"times as large after {REPLACED} replacements of one report", server.size() / before)


def say(size: int, what: str, value: float) -> None:
    print(f"{size:>8,}  {what:<52} {value:,.3f}", flush=True)


def main() -> None:
    """Measure the sizes asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[5000, 100_000])
    for size in parser.parse_args().sizes:
        with tempfile.TemporaryDirectory() as folder:
            measure(size, Path(folder))


if __name__ == "__main__":
    main()
