"""`make bench-ingest`: pages and passages a second by stage, and what share of it is embedding.

On the reports of `../shared/reports` where they are there, else on `corpus/`.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from figures.audit import audit
from figures.indicators import indicators
from ingest.chunk import PASSAGE_LIMIT, text_to_passages
from ingest.corpus import file_id, files_in
from ingest.identity.identify import identify
from ingest.identity.sources import lines_of
from ingest.load import load
from ingest.structure import structure
from models.embedding import load_embedder
from models.settings import ModelSettings
from records import Provenance, Report
from vectorstore.library import Library
from vectorstore.settings import StoreSettings

_SHARED = Path("../shared/reports")


class Stages:
    """Seconds spent in each stage."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        began = time.perf_counter()
        yield
        self.seconds[stage] += time.perf_counter() - began


def main(paths: list[Path]) -> None:
    stages, pages, passages_count = Stages(), 0, 0
    embedder = load_embedder(ModelSettings.from_environ(os.environ))
    embedder.load()  # once a process, not once a report
    with tempfile.TemporaryDirectory() as home:
        library = Library.open(StoreSettings.from_environ({"JIWEN_HOME": home}), embedder)
        for path in paths:
            report_pages, report_passages = journey(path, library, stages)
            pages += report_pages
            passages_count += report_passages
        library.close()
    told(stages, pages, passages_count, len(paths))


def journey(path: Path, library: Library, stages: Stages) -> tuple[int, int]:
    """One report onto the shelf, every stage timed → its pages and passages."""
    with stages.timed("read"):
        loaded = load(path)
    with stages.timed("structure"):
        text = structure(loaded)
        identity, traits = identify(text, path.name, lines_of(loaded))
    report_id = file_id(path)
    with stages.timed("chunk"):
        passages = text_to_passages(text, report_id)
    with stages.timed("indicators"):
        stated = indicators(text, identity.year)
    with stages.timed("audit"):
        found = audit(text, identity)
    report = Report(
        id=report_id,
        identity=identity,
        as_read=identity,
        traits=traits,
        confirmed=(),
        source=path.name,
        page_count=loaded.page_count,
        ingested_at=datetime.now(UTC),
        ingested_by="bench",
        provenance=Provenance(loaded.parser, PASSAGE_LIMIT, library.embedding_model),
    )
    began, embedded = time.perf_counter(), time.perf_counter()

    def on_progress(stage: str, done: int, total: int) -> None:
        nonlocal embedded
        if stage == "embed":
            embedded = time.perf_counter()

    library.add(report, text, passages, stated, found, on_progress=on_progress)
    stages.seconds["embed"] += embedded - began
    stages.seconds["store"] += time.perf_counter() - embedded
    return loaded.page_count, len(passages)


def told(stages: Stages, pages: int, passages: int, reports: int) -> None:
    total = sum(stages.seconds.values())
    print(f"{reports} reports, {pages} pages, {passages} passages, {total:.1f} s\n")
    print(f"{'stage':<12}{'s':>8}{'share':>8}{'pages/s':>10}{'passages/s':>12}")
    for stage, seconds in stages.seconds.items():
        rates = f"{pages / seconds:>10.1f}{passages / seconds:>12.1f}"
        print(f"{stage:<12}{seconds:>8.2f}{seconds / total:>8.1%}{rates}")
    rest = total - stages.seconds["embed"]
    print(f"\nembedding {stages.seconds['embed']:.1f} s, everything else {rest:.1f} s")


if __name__ == "__main__":
    named = [Path(name) for name in sys.argv[1:]]
    main(named or sorted(_SHARED.glob("*.pdf")) or files_in(Path("corpus")))
