"""`python -m bench.retrieval [--sets FOLDER] [NAME…]`: Jiwen beside its peers, one table a set."""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path

from bench.question_sets import Asked, Document, Piece, Run, holdable, measured, read_set
from ingest.chunk import PASSAGE_LIMIT, text_to_passages
from ingest.load import load
from ingest.structure import structure
from models.embedder import Embedder
from models.embedding import load_embedder
from models.settings import ModelSettings
from rag.evidence.retrieval import query_of, retrieve
from rag.question.understanding import understand
from records import Kind, Provenance, Report
from tests.identities import identity_of
from vectorstore.library import Library
from vectorstore.settings import StoreSettings

SETS = Path(__file__).parents[2] / "shared" / "eval"

Indexed = tuple[Sequence[Piece], Callable[[str], Sequence[Piece]]]


def main(arguments: Sequence[str]) -> int:
    """Command-line arguments → exit code: 0 measured, 2 there is nothing to measure on."""
    options = _options(arguments)
    names = options.names or [
        p.name.removesuffix("_passages.jsonl")
        for p in sorted(options.sets.glob("*_passages.jsonl"))
    ]
    if not names:
        print(f"No question sets in {options.sets}: name a folder with --sets.", file=sys.stderr)
        return 2
    embedder = load_embedder(ModelSettings.from_environ(os.environ))
    results = {name: _measured_set(options.sets, name, embedder, options.jiwen) for name in names}
    if options.json:
        print(json.dumps(results, indent=2, ensure_ascii=False))
    return 0


def _measured_set(
    folder: Path, name: str, embedder: Embedder, alone: bool
) -> dict[str, dict[str, float]]:
    documents, questions = read_set(folder, name)
    runs = []
    with tempfile.TemporaryDirectory() as home:
        systems = {"Jiwen": lambda d, e: jiwen(d, e, Path(home))}
        for system, build in (systems if alone else systems | _peers()).items():
            runs.append(_run(system, build, documents, questions, embedder))
    everything = [True] * len(questions)
    whole = [all(h) for h in zip(*(holdable(run, questions) for run in runs), strict=True)]
    results = {}
    for title, counted in (("all questions", everything), ("answer in one piece of each", whole)):
        print(f"\n{name}: {len(documents)} documents, {sum(counted)} questions ({title})")
        for run in runs:
            results[f"{run.system}, {title}"] = row = measured(run, questions, counted)
            if run is runs[0]:
                print(f"{'':42}" + "".join(f"{column:>11}" for column in row))
            print(f"{run.system:42}" + "".join(f"{value:11.3f}" for value in row.values()))
    return results


def _run(
    system: str,
    build: Callable[[Sequence[Document], Embedder], Indexed],
    documents: Sequence[Document],
    questions: Sequence[Asked],
    embedder: Embedder,
) -> Run:
    began = time.perf_counter()
    pieces, search = build(documents, embedder)
    indexing = time.perf_counter() - began
    search(questions[0].question)  # Whatever is loaded at the first question is not the question's.
    rankings, seconds = [], []
    for asked in questions:
        began = time.perf_counter()
        rankings.append(search(asked.question))
        seconds.append(time.perf_counter() - began)
    return Run(system, indexing, pieces, rankings, seconds)


def jiwen(documents: Sequence[Document], embedder: Embedder, home: Path) -> Indexed:
    """Every document a report on the shelf, read and cut like any other; nothing known of it."""
    library = Library.open(StoreSettings(home=home), embedder)
    pieces = put_on_shelf(library, documents, home)

    def search(question: str) -> list[Piece]:
        with library.snapshot() as shelf:
            reports = shelf.reports()
            query = query_of(understand(question, (), reports, date.today()), embedder, reports)
            found = retrieve(shelf, query, 10)
        return [Piece(f.report.source, f.passage.text) for f in found]

    return pieces, search


def put_on_shelf(library: Library, documents: Sequence[Document], home: Path) -> list[Piece]:
    """Documents → their passages, which are now on the shelf; a report's source is their id."""
    pieces: list[Piece] = []
    for document in documents:
        path = home / "document.txt"
        path.write_text(document.text, "utf-8")
        report = _report(document, library.embedder.name)
        text = structure(load(path))
        passages = text_to_passages(text, report.id)
        library.add(report, text, passages, (), ())
        pieces += [Piece(document.id, passage.text) for passage in passages]
    return pieces


def _report(document: Document, model: str) -> Report:
    identity = identity_of(document.title, None, "", kind=Kind.OTHER)
    return Report(
        id=sha256(document.id.encode()).hexdigest(),
        identity=identity,
        as_read=identity,
        traits=(),
        confirmed=(),
        source=document.id,
        page_count=1,
        ingested_at=datetime.now(UTC),
        ingested_by="bench",
        provenance=Provenance("text", PASSAGE_LIMIT, model),
    )


def _peers() -> dict[str, Callable[[Sequence[Document], Embedder], Indexed]]:
    try:
        import jieba  # noqa: F401 - asks whether the peers are installed
    except ImportError:
        print("Peers left out: .venv/bin/pip install -r bench/requirements.txt -c requirements.txt")
        return {}
    from bench.peers import PEERS

    return dict(PEERS)


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.retrieval", description=__doc__)
    parser.add_argument("names", nargs="*", help="question sets; all in the folder by default")
    parser.add_argument("--sets", type=Path, default=SETS, help="folder of the question sets")
    parser.add_argument("--jiwen", action="store_true", help="measure Jiwen alone")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON as well")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
