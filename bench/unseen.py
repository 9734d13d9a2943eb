"""`python -m bench.unseen [NAME…]`: the product on the reports that are never trained on.

Each report lies alone on a shelf of its own and is asked its questions, the chat model off. All
of `exam` in `reader/data/split.toml`, or those named; EMBEDDING_MODEL names another model as
always.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bench.evaluation import QuestionResult, answered, as_text, summarised
from bench.judging import Question
from ingest.corpus import Corpus
from ingest.pipeline import put, read
from rag.opening import open_answering
from reader.reports import DATA, AskedReport, read_reports, read_split


def main(arguments: Sequence[str]) -> int:
    """Command-line arguments → exit code: 0 measured."""
    options = _options(arguments)
    reports = read_reports(options.data)
    every = [report.name for report in reports]
    names = options.names or (read_split(reports).exam if options.data == DATA else every)
    outcomes: list[QuestionResult] = []
    for report in reports:
        if report.name in names:
            outcomes += _asked(report)
            print(f"{report.name}: {len(outcomes)} questions so far", file=sys.stderr, flush=True)
    summary = summarised(outcomes)
    print(json.dumps(summary, ensure_ascii=False, indent=2) if options.json else as_text(summary))
    return 0


def _asked(report: AskedReport) -> list[QuestionResult]:
    with tempfile.TemporaryDirectory() as home:
        corpus = Path(home) / "corpus"
        corpus.mkdir()
        answering = open_answering({**os.environ, "JIWEN_HOME": home, "LLM": "off"})
        reading = read(report.path, report.path.name)
        put(answering.library, Corpus(corpus), reading, by="bench")
        sources = {report.path.name}
        outcomes = [answered(question, answering, sources) for question in _questions(report)]
        answering.library.close()
    return outcomes


def _questions(report: AskedReport) -> list[Question]:
    return [
        Question(
            id=f"{report.name}/{number}",
            text=question.text,
            kind=question.style.value,
            reports=(report.path.name,) if question.answerable else (),
            evidence=question.evidence,
            expected=(question.answer,) if question.answer else (),
        )
        for number, question in enumerate(report.questions, start=1)
    ]


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.unseen", description=__doc__)
    parser.add_argument("names", nargs="*", help="reports, as w2/shuili2023; the exam by default")
    parser.add_argument(
        "--data", type=Path, default=DATA, help="WRITER/NAME.txt and .jsonl; all of it is asked"
    )
    parser.add_argument("--json", action="store_true", help="everything, as JSON")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
