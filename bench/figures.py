"""`make bench-figures`: questions about figures, and the page of figures, on many reports.

The reports are made: of each of 400 departments five years, with 30 figures a report. No model is
needed: the vectors are predictable, and what is measured is what the catalogue costs.
"""

from __future__ import annotations

import hashlib
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal

from figures.indicators import NAMES
from rag.answer import Answering, ask
from rag.queue import Queue
from tests.fakes import PredictableEmbedder
from vectorstore.library import Library
from vectorstore.records import (
    Evidence,
    Identity,
    Indicator,
    Kind,
    Passage,
    Provenance,
    Report,
    ReportText,
    Section,
)
from vectorstore.settings import StoreSettings

YEARS = range(2020, 2025)
PER_REPORT = 30
_PLACES = "东西南北中上下左右前后内外高低大小新老青"
_ROUNDS = 5


def main(reports: int) -> None:
    with tempfile.TemporaryDirectory() as home:
        embedder = PredictableEmbedder(dimension=32)
        library = Library.open(StoreSettings.from_environ({"JIWEN_HOME": home}), embedder)
        began = time.perf_counter()
        for number in range(reports):
            add(library, number)
        print(f"{reports} reports added in {time.perf_counter() - began:.0f} s")
        answering = Answering(library, embedder, None, Queue(1))
        name = department(7)
        for what, work in (
            (
                "a figure of one department and year",
                asking(answering, f"{name}2022年预算数是多少？"),
            ),
            ("a figure of one department over years", asking(answering, f"{name}历年执行率")),
            ("a figure of nobody in particular", asking(answering, "2022年预算执行率是多少？")),
            ("every figure on the shelf", lambda: library.indicators()),
            ("every finding on the shelf", lambda: library.findings()),
            ("every judgement of a finding", lambda: library.reviews.current()),
        ):
            print(f"{what:<40} {timed(work):8.1f} ms")
        library.close()


def asking(answering: Answering, question: str) -> Callable[[], object]:
    return lambda: list(ask(question, answering))


def timed(work: Callable[[], object]) -> float:
    """The median of some rounds, in ms; the first one, which fills memory, is not counted."""
    seconds = []
    for _ in range(_ROUNDS + 1):
        began = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - began)
    return 1000 * statistics.median(seconds[1:])


def department(number: int) -> str:
    first, second = divmod(number, len(_PLACES))
    return f"{_PLACES[first]}{_PLACES[second]}县水务局"


def add(library: Library, number: int) -> None:
    of, year = department(number // len(YEARS)), YEARS[number % len(YEARS)]
    names = [list(NAMES)[i % len(NAMES)] for i in range(PER_REPORT)]
    sentences = [f"{of}{year}年第{i}项数为{number + i}.50万元。\n" for i in range(PER_REPORT)]
    text = "".join(sentences)
    report_id = hashlib.sha256(text.encode()).hexdigest()
    identity = Identity(f"{year}年{of}自评报告", year, of, (), "某区", Kind.SELF_EVALUATION)
    spans, start = [], 0
    for sentence in sentences:
        spans.append((start, start + len(sentence)))
        start += len(sentence)
    passage = Passage(
        f"{report_id[:24]}-0", report_id, 0, (), "", 1, 1, 0, len(text), text, tuple(spans), None
    )
    stated = [
        Indicator(
            name,
            year,
            Decimal(f"{number + i}.50"),
            "万元",
            f"{number + i}.50万元",
            Evidence(*spans[i], 1, sentences[i]),
        )
        for i, name in enumerate(names)
    ]
    library.add(
        Report(
            id=report_id,
            identity=identity,
            as_read=identity,
            confidence=1.0,
            source=f"{number}.txt",
            page_count=1,
            ingested_at=datetime.now(UTC),
            ingested_by="bench",
            provenance=Provenance("text", 600, library.embedding_model),
        ),
        ReportText(text, (0,), (Section((), 0, len(text)),), ()),
        [passage],
        stated,
        [],
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
