"""Reports that an earlier version read are read again by themselves; what people did stays."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from figures.audit import audit
from figures.indicators import indicators
from ingest import pipeline, renewal
from ingest.chunk import text_to_passages
from ingest.corpus import Corpus, files_in
from ingest.pipeline import read
from ingest.renewal import outdated, renew
from ingest.settings import IngestSettings
from ingest.version import READING
from tests.fakes import PredictableEmbedder
from vectorstore.library import Library
from vectorstore.settings import StoreSettings
from vectorstore.sides import sides_of

SHELVES = Path(__file__).parents[1] / "shelves"
SAMPLES = (SHELVES / "reports", Path("corpus"))
READINGS = Path(__file__).with_name("readings.json")
MODEL = "multilingual-e5-small-q4-392f4ea8"


@pytest.fixture
def embedder():
    return PredictableEmbedder(MODEL, 384)


@pytest.fixture
def corpus(tmp_path) -> Corpus:
    shutil.copytree(SHELVES / "reports", tmp_path / "corpus")
    return Corpus(tmp_path / "corpus")


@pytest.fixture
def library(tmp_path, embedder):
    """The shelf of the first form, whose reports were read before readings had numbers."""
    shutil.copy(SHELVES / "form-1" / "catalogue.sqlite", tmp_path)
    library = Library.open(StoreSettings.from_environ({"JIWEN_HOME": str(tmp_path)}), embedder)
    yield library
    library.close()


def test_every_report_is_read_again_and_says_so(library, corpus, embedder):
    before = {r.id: r for r in library.reports()}
    told = []
    done = renew(library, corpus, lambda *progress: told.append(progress))
    assert (done.renewed, done.failures) == (3, ())
    assert told == [(0, 3), (1, 3), (2, 3), (3, 3)]
    assert {r.provenance.reading for r in library.reports()} == {READING}
    assert outdated(library) == []
    after = {r.id: r for r in library.reports()}
    for report_id, report in before.items():
        assert after[report_id].traits
        for side in ("title", "year", "department", "kind"):
            assert getattr(after[report_id].identity, side) == getattr(report.identity, side)
        assert after[report_id].ingested_at == report.ingested_at
        assert after[report_id].ingested_by == report.ingested_by
    assert embedder.texts == 0  # the text is what it was: so are its vectors


TARGET_AND_OUTCOME = "ad1ff412fb4c26babb18ada3eb392a49"


def test_corrections_and_judgements_stay(library, corpus):
    said = {r.id: sides_of(r.identity, r.confirmed) for r in library.reports() if r.confirmed}
    judged = library.reviews.current()
    renew(library, corpus, lambda done, total: None)
    after = {r.id: sides_of(r.identity, r.confirmed) for r in library.reports() if r.confirmed}
    assert after == said != {}
    assert library.reviews.current() == judged
    raised = {k.id for of in library.findings().values() for k in of}
    # A target and what became of it (92%, 93.5%) contradict each other no more, to the audit.
    assert judged.keys() - raised <= {TARGET_AND_OUTCOME}


def test_a_report_that_is_read_otherwise_gets_other_passages(
    library, corpus, embedder, monkeypatch
):
    def shorter(text, report_id, limit):
        return text_to_passages(text, report_id, 80)

    monkeypatch.setattr(renewal, "text_to_passages", shorter)
    before = {r.id: len(library.passages_of(r.id)) for r in library.reports()}
    renew(library, corpus, lambda done, total: None)
    for report in library.reports():
        passages = library.passages_of(report.id)
        assert len(passages) >= before[report.id]
        text = library.text(report.id).text
        assert all(text[p.start : p.end] == p.text for p in passages)
    assert sum(len(library.passages_of(i)) for i in before) > sum(before.values())
    assert embedder.texts > 0
    assert library.verify() == []


def test_with_another_length_of_passages_every_report_is_read_again(library, corpus):
    renew(library, corpus, lambda done, total: None)
    longer = IngestSettings(passage_limit=800)
    assert len(outdated(library, longer)) == 3
    assert renew(library, corpus, lambda done, total: None, longer).renewed == 3
    assert outdated(library, longer) == []


def test_a_report_that_is_added_is_cut_as_the_settings_say(library, corpus, tmp_path):
    text = "二、主要工作\n" + "完成河道整治12公里，新建供水点15处。" * 40
    file = tmp_path / "2023_青禾县交通局.txt"
    file.write_text(text, encoding="utf-8")
    settings = IngestSettings(passage_limit=120)
    reading = pipeline.read(file, file.name, settings=settings)
    report = pipeline.put(library, corpus, reading, by="curator").report
    assert report.provenance.passage_limit == 120
    assert max(len(p.text) for p in library.passages_of(report.id)) <= 120


def test_a_file_that_is_gone_or_changed_is_told_and_its_report_stays_as_it_was_read(
    library, corpus
):
    gone, changed = sorted(corpus.files())[:2]
    gone.unlink()
    changed.write_text("另外的内容，执行率为1.00%。", encoding="utf-8")
    before = {r.source: r for r in library.reports()}
    done = renew(library, corpus, lambda done, total: None)
    assert done.renewed == 1
    assert [f.name for f in done.failures] == [gone.name, changed.name]
    assert "sync" in done.failures[1].why.worded("en")
    now = {r.source: r for r in library.reports()}
    assert now[gone.name] == before[gone.name]
    assert now[changed.name] == before[changed.name]


def test_adding_on_the_command_line_reads_again_first(library, corpus, tmp_path):
    library.close()
    command = [sys.executable, "-m", "ingest", "add", str(corpus.folder)]
    ran = subprocess.run(
        command,
        env={"JIWEN_HOME": str(tmp_path), "HOME": str(Path.home())},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "3 reports were read by an earlier version" in ran.stderr
    again = subprocess.run(
        command,
        env={"JIWEN_HOME": str(tmp_path), "HOME": str(Path.home())},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "earlier version" not in again.stderr


def test_whoever_changes_the_reading_raises_its_number():
    sides_of = json.loads(READINGS.read_text("utf-8"))
    said = digest_of_readings()
    assert sides_of.get(str(READING)) == said, (
        f"Files are read otherwise than reading {READING} did. Raise READING in ingest/version.py, "
        f'and add "{READING + 1}": "{said}" to {READINGS.name} (a reading that has not been '
        "shipped yet may keep its number)."
    )


def digest_of_readings() -> str:
    """All that is read from the sample reports, and found in them, as a digest."""
    said = hashlib.sha256()
    for file in (f for folder in SAMPLES for f in files_in(folder)):
        reading = read(file, file.name)
        parts = (
            reading.text,
            reading.identity,
            text_to_passages(reading.text, reading.report_id),
            indicators(reading.text, reading.identity.year),
            audit(reading.text, reading.identity),
        )
        said.update("\n".join(repr(part) for part in parts).encode())
    return said.hexdigest()[:16]
