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
from datetime import UTC, date, datetime
from decimal import Decimal

import numpy as np

from figures.indicators import NAMES
from rag.figures_stated import figures_for
from rag.question.understanding import understand
from records import (
    Evidence,
    Finding,
    Indicator,
    Passage,
    Provenance,
    Report,
    ReportText,
    Section,
    Severity,
)
from tests.fakes import PredictableEmbedder
from tests.identities import identity_of
from ui import series
from vectorstore import shelf
from vectorstore.library import Library
from vectorstore.settings import StoreSettings
from vectorstore.shelf import Entry

YEARS = range(2020, 2025)
PER_REPORT = 30
_PLACES = "东西南北中上下左右前后内外高低大小新老青"
_ROUNDS = 5


def main(reports: int) -> None:
    with tempfile.TemporaryDirectory() as home:
        embedder = PredictableEmbedder(dimension=32)
        library = Library.open(StoreSettings.from_environ({"JIWEN_HOME": home}), embedder)
        put_all(library, reports)
        one = f"{department(7)}2022年预算数是多少？"
        several = f"{department(7)}历年执行率是多少？"
        for what, work in (
            ("a figure of one department and year", figures_asked(library, one)),
            ("a figure of one department over years", figures_asked(library, several)),
            ("a figure of nobody in particular", figures_asked(library, "2022年预算执行率")),
            ("the page of figures, one department", page_of_figures(library)),
            ("every figure on the shelf", library.indicators),
            ("every finding on the shelf", library.findings),
        ):
            print(f"{what:<40} {timed(work):8.1f} ms")
        library.close()


def figures_asked(library: Library, question: str) -> Callable[[], object]:
    """What answering a question reads of the reports' figures."""

    def work() -> object:
        with library.snapshot() as now:
            return figures_for(now, understand(question, (), now.reports(), date.today()), ())

    return work


def page_of_figures(library: Library) -> Callable[[], object]:
    """What the page of figures reads to draw one department."""

    def work() -> object:
        with library.snapshot() as now:
            reports, stated = now.reports(), now.years_stated()
            first = series.departments(reports, stated)[0]
            chosen = [r for r in reports if r.identity.department == first]
            indicators = now.indicators([r.id for r in chosen], years=list(YEARS))
        return series.points(chosen, indicators, list(YEARS))

    return work


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


def put_all(library: Library, reports: int) -> None:
    """Put the reports into the catalogue at once: of the indexes, nothing is measured here."""
    with library._catalogue.writing() as connection:
        for number in range(reports):
            shelf.put(connection, made(library, number))


def made(library: Library, number: int) -> Entry:
    of, year = department(number // len(YEARS)), YEARS[number % len(YEARS)]
    names = [list(NAMES)[i % len(NAMES)] for i in range(PER_REPORT)]
    sentences = [f"{of}{year}年第{i}项数为{number + i}.50万元。\n" for i in range(PER_REPORT)]
    text = "".join(sentences)
    report_id = hashlib.sha256(text.encode()).hexdigest()
    identity = identity_of(f"{year}年{of}自评报告", year, of, (), ("某区",))
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
    return Entry(
        Report(
            id=report_id,
            identity=identity,
            as_read=identity,
            traits=(),
            confirmed=(),
            source=f"{number}.txt",
            page_count=1,
            ingested_at=datetime.now(UTC),
            ingested_by="bench",
            provenance=Provenance("text", 600, library.embedding_model),
        ),
        ReportText(text, (0,), (Section((), 0, len(text)),), ()),
        [passage],
        stated,
        [Finding("rate", Severity.ERROR, "1%", "2%", "相除", "divide", (stated[0].evidence,))],
        np.zeros((1, 32), dtype=np.float32),
        [np.zeros((PER_REPORT, 32), dtype=np.float32)],
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
