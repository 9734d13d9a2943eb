"""`python -m bench.evidence [--sets FOLDER] [NAME…]`: the sentence that answers, on open sets.

All documents of a set lie on one shelf; each question is looked up as the product does, the chat
model off. `bench.retrieval` measures the passages beside other systems'.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bench.evaluation import QuestionResult, as_text, found_for, summarised
from bench.judging import Question
from bench.question_sets import Asked, read_set
from bench.retrieval import SETS, put_on_shelf
from models.embedding import load_embedder
from models.settings import ModelSettings
from rag.opening import open_answering
from vectorstore.library import Library
from vectorstore.settings import StoreSettings


def main(arguments: Sequence[str]) -> int:
    """Command-line arguments → exit code: 0 measured."""
    options = _options(arguments)
    outcomes: list[QuestionResult] = []
    for name in options.names:
        outcomes += _measured(options.sets, name)
        print(f"{name}: {len(outcomes)} questions so far", file=sys.stderr, flush=True)
    summary = summarised(outcomes)
    print(json.dumps(summary, ensure_ascii=False, indent=2) if options.json else as_text(summary))
    return 0


def _measured(folder: Path, name: str) -> list[QuestionResult]:
    documents, asked = read_set(folder, name)
    with tempfile.TemporaryDirectory() as home:
        embedder = load_embedder(ModelSettings.from_environ(os.environ))
        library = Library.open(StoreSettings(home=Path(home)), embedder)
        put_on_shelf(library, documents, Path(home))
        library.close()
        answering = open_answering({**os.environ, "JIWEN_HOME": home, "LLM": "off"})
        sources = {document.id for document in documents}
        outcomes = [found_for(question, answering, sources) for question in _questions(name, asked)]
        answering.library.close()
    return outcomes


def _questions(name: str, every: Sequence[Asked]) -> list[Question]:
    return [
        Question(f"{name}/{n}", asked.question, name, (asked.document,), asked.answers, ())
        for n, asked in enumerate(every, start=1)
    ]


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.evidence", description=__doc__)
    parser.add_argument(
        "names", nargs="*", default=["policy", "cmrc_trial"], help="question sets; both by default"
    )
    parser.add_argument("--sets", type=Path, default=SETS, help="folder of the question sets")
    parser.add_argument("--json", action="store_true", help="everything, as JSON")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
