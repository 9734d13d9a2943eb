"""Killed at any moment, a report and its file are both there or both gone."""

from __future__ import annotations

import random
import time
from multiprocessing.connection import Connection
from pathlib import Path

from ingest.corpus import Corpus, file_id
from ingest.pipeline import put, read, remove, repair
from tests.ingest.test_pipeline import written
from tests.vectorstore.writing import opened, processes
from vectorstore.settings import StoreSettings

ROUNDS = 12


def change_for_ever(home: str, seed: int, ready: Connection) -> None:
    """Add, replace and remove files until killed."""
    dice = random.Random(seed)
    library, corpus = opened(StoreSettings(home=Path(home))), Corpus(Path(home) / "corpus")
    ready.send("changing")
    while True:
        reports = library.reports()
        if reports and dice.random() < 0.4:
            remove(library, corpus, dice.choice(reports).id)
            continue
        year, version = dice.randrange(2018, 2022), dice.randrange(3)
        name = dice.choice([f"{year}.txt", f"{year}-定稿.txt"])
        path = written(Path(home) / f"{seed}" / name, year=year, more=f"第{version}稿。\n")
        put(library, corpus, read(path, name), by="curator", replacing=True)


def test_a_curator_killed_at_random_moments_leaves_shelf_and_folder_in_step(
    tmp_path: Path,
) -> None:
    dice = random.Random(2022)
    for seed in range(ROUNDS):
        ready, told = processes.Pipe(duplex=False)
        curator = processes.Process(target=change_for_ever, args=(str(tmp_path), seed, told))
        curator.start()
        told.close()  # who dies before it tells is not waited for
        assert ready.recv() == "changing"
        time.sleep(dice.random() * 0.8)
        curator.kill()
        curator.join()
        library, corpus = opened(StoreSettings(home=tmp_path)), Corpus(tmp_path / "corpus")
        repair(library, corpus)
        on_shelf = {report.source: report.id for report in library.reports()}
        in_folder = {p.name: file_id(p) for p in corpus.files()}
        assert in_folder == on_shelf
        assert library.verify() == []
        library.close()
