"""The trained reader: makes it again from the data, or measures it.

python -m reader train      train; writes the layers that changed, says what to pin
python -m reader measure    the reports never trained on: the default model, and as brought

This command stands above the rooms, so it alone reads reports as the product does: what is
trained on and measured is what is embedded.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from hashlib import sha256
from itertools import chain
from pathlib import Path

from ingest.chunk import text_to_passages
from ingest.load import load
from ingest.structure import structure
from models.embedder import Embedder
from models.embedding import load_embedder
from models.errors import ModelError
from models.fetch import fetch_converted_folder, fetch_tuned_folder
from models.hub import prepare_libraries
from models.layers import lay_over, write_layers
from models.pinned import BASE_MODEL, EMBEDDING_MODEL
from models.settings import ModelSettings
from reader.errors import ReaderDataError
from reader.examples import EmbeddedPassage, EmbeddedReport, LabelledReport, Sentence, labelled
from reader.measuring import asked, table
from reader.reports import AskedReport, Split, read_reports, read_split
from vectorstore.vectors import embedding_text, read_texts, sentence_texts


def main(arguments: Sequence[str]) -> int:
    """Command-line arguments → exit code: 0 done, 1 a model or the data are not as they must be."""
    options = _options(arguments)
    try:
        settings = ModelSettings.from_environ(os.environ)
        reports = read_reports()
        split = read_split(reports)
        if options.action == "train":
            _train(settings, reports, split, options.to)
        else:
            _measure(settings, reports, split)
    except (ModelError, ReaderDataError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def as_embedded(report: AskedReport) -> EmbeddedReport:
    """A report → its sentences and passages as the shelf gives them to the embedding model."""
    text = structure(load(report.path))
    sentences: list[Sentence] = []
    passages = []
    for passage in text_to_passages(text, report.name):
        words = [text.text[start:end] for start, end in passage.sentences]
        first = len(sentences)
        sentences += map(Sentence, words, sentence_texts(passage), read_texts(passage))
        passages.append(EmbeddedPassage(embedding_text(passage), range(first, len(sentences))))
    return EmbeddedReport(tuple(sentences), tuple(passages))


def _train(settings: ModelSettings, reports: Sequence[AskedReport], split: Split, to: Path) -> None:
    # Torch comes with these: seconds, and what it is to be told has to be told before.
    prepare_libraries()
    from models.trainable import TrainableEmbedder
    from reader.training import Recipe, train

    lessons = [labelled(r, as_embedded) for r in reports if r.name not in split.kept_out]
    began = time.monotonic()

    def on_step(step: int, steps: int, loss: float) -> None:
        if step % 20 == 0 or step == steps:
            seconds = time.monotonic() - began
            print(f"step {step} of {steps}, loss {loss:.3f}, {seconds:.0f} s", flush=True)

    base = fetch_converted_folder(BASE_MODEL, settings.folder)
    write_layers(train(TrainableEmbedder(base), lessons, Recipe(), on_step), to)
    print(f"{to}: to be pinned in models/pinned.py is the sha256 of the model with them,")
    print(_sha256_of_tuned(base, to))


def _sha256_of_tuned(base: Path, layers: Path) -> str:
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "model.safetensors"
        made.write_bytes((base / made.name).read_bytes())
        lay_over(made.parent, layers)
        return sha256(made.read_bytes()).hexdigest()


def _measure(settings: ModelSettings, reports: Sequence[AskedReport], split: Split) -> None:
    base = fetch_converted_folder(BASE_MODEL, settings.folder)
    if settings.embedding_model is None:
        fetch_tuned_folder(EMBEDDING_MODEL, settings.folder)
    embedders = (
        load_embedder(settings.model_copy(update={"embedding_model": str(base)})),
        load_embedder(settings),
    )
    for group, names in (
        ("development", split.development),
        ("exam", split.exam),
        ("later", split.later),
    ):
        kept_out = [labelled(r, as_embedded) for r in reports if r.name in names]
        for embedder in embedders:
            print(f"\n{group}, {len(kept_out)} reports, {embedder.name}")
            print(_measured(embedder, kept_out), flush=True)


def _measured(embedder: Embedder, reports: Sequence[LabelledReport]) -> str:
    return table(list(chain.from_iterable(asked(embedder, report) for report in reports)))


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m reader",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("action", choices=["train", "measure"])
    parser.add_argument(
        "--to", type=Path, default=EMBEDDING_MODEL.layers, help="file for the layers that changed"
    )
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
