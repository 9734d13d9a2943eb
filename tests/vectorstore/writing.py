"""What the tests run in processes of their own, to be killed or to get in each other's way."""

from __future__ import annotations

import multiprocessing
import os
import random
import resource
import shutil
import signal
import time
from multiprocessing.connection import Connection
from pathlib import Path

from sqlalchemy import Engine, event

from tests.fakes import PredictableEmbedder
from tests.vectorstore.made import Made, made
from vectorstore import shelf
from vectorstore.catalogue import Catalogue
from vectorstore.errors import StoreError
from vectorstore.indexes import Indexes
from vectorstore.keywords import Keywords
from vectorstore.library import Library
from vectorstore.passages import Passages
from vectorstore.settings import StoreSettings

# A server that has imported everything, and forks: a process in milliseconds, not seconds.
processes = multiprocessing.get_context("forkserver")
processes.set_forkserver_preload(["tests.vectorstore.writing", "vectorstore.migrations"])

# What happens in turn when the shelf changes; `settle` and `keywords` come after the catalogue's
# commit.
STEPS = {
    "intend": (Indexes, "intend"),
    "passages": (Passages, "replace"),
    "keywords": (Keywords, "follow"),
    "settle": (Indexes, "settle"),
}


def opened(settings: StoreSettings) -> Library:
    return Library.open(settings, PredictableEmbedder())


def report(number: int, version: int) -> Made:
    sentences = tuple(f"第{i}项支出{number * 7 + i}万元，第{version}稿。" for i in range(1, 9))
    return made(f"第{number}局", 2022, sentences)


def write_for_ever(settings: StoreSettings, seed: int, ready: Connection) -> None:
    """Add, replace and remove reports until killed."""
    dice = random.Random(seed)
    library = opened(settings)
    ready.send("writing")
    while True:
        there = library.reports()
        old = next((r for r in there if dice.random() < 0.3), None)
        if old is not None and dice.random() < 0.5:
            library.remove(old.id)
            continue
        number = dice.randrange(6)
        same = next((r for r in there if r.identity.department == f"第{number}局"), None)
        new = report(number, dice.randrange(3))
        new.onto(library, replaces=None if same is None else same.id)


def die_at(
    settings: StoreSettings, step: str, after: bool, new: Made | None, old: str | None
) -> None:
    """Put `new` on the shelf in place of `old`, and be killed just before or after a step."""
    kind, name = STEPS[step]
    whole = getattr(kind, name)

    def fatal(self, reports, *arguments):
        if after or not reports:
            whole(self, reports, *arguments)
        if reports:
            os.kill(os.getpid(), signal.SIGKILL)

    library = opened(settings)
    setattr(kind, name, fatal)
    if new is None:
        library.remove(old)
    else:
        new.onto(library, replaces=old)


def hold_the_lock(settings: StoreSettings, seconds: float, ready: Connection) -> None:
    """Hold the writer's lock for a while."""
    with opened(settings)._writer._writing():
        ready.send(os.getpid())
        time.sleep(seconds)


def add_many(settings: StoreSettings, numbers: list[int]) -> None:
    """Add reports, one after the other."""
    library = opened(settings)
    for number in numbers:
        report(number, 0).onto(library)
    library.close()


def add_until_it_fails(settings: StoreSettings, largest_file: int, told: Connection) -> None:
    """Add reports with no file allowed to grow past `largest_file` bytes; tell the error."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file))
    try:
        library = opened(settings)
        for number in range(10, 400):
            report(number, 0).onto(library)
    except StoreError as error:
        told.send((type(error).__name__, error.worded("zh"), error.worded("en")))


def add_as_nobody(settings: StoreSettings, told: Connection) -> None:
    """Add a report, without the right to write to the folder; tell the error."""
    if os.geteuid() == 0:
        os.setuid(65534)
    try:
        library = opened(settings)
        told.send([r.id for r in library.reports()])
        report(10, 0).onto(library)
    except StoreError as error:
        told.send((type(error).__name__, error.worded("zh"), error.worded("en")))


def remove_one(settings: StoreSettings, report_id: str) -> None:
    """Take a report off the shelf."""
    library = opened(settings)
    library.remove(report_id)
    library.close()


def long_report(number: int) -> Made:
    """A report so long that Chroma writes its graph to disk after three of them."""
    sentences = tuple(f"第{number}局第{i}项支出{number * 1000 + i}万元。" for i in range(400))
    return made(f"第{number}局", 2022, sentences)


def add_when_told(settings: StoreSettings, turns: Connection) -> None:
    """Add the long report of each number that comes, with one shelf held open throughout."""
    library = opened(settings)
    while number := turns.recv():
        long_report(number).onto(library)
        turns.send("done")
    library.close()


def open_and_tell(settings: StoreSettings, told: Connection) -> None:
    """Open the catalogue; tell which form it has."""
    catalogue = Catalogue(settings)
    told.send(catalogue.revision())
    catalogue.close()


def statements_of(form: Path, folder: Path) -> list[str]:
    """A shelf of an earlier form → the statements that bring it up to date, in order."""
    (folder / "counted").mkdir()
    shutil.copy(form / "catalogue.sqlite", folder / "counted")
    said: list[str] = []

    def say(_connection, _cursor, statement, *_):
        said.append(statement)

    event.listen(Engine, "before_cursor_execute", say)
    try:
        Catalogue(StoreSettings.from_environ({"JIWEN_HOME": str(folder / "counted")})).close()
    finally:
        event.remove(Engine, "before_cursor_execute", say)
    return said


def die_at_statement(settings: StoreSettings, number: int) -> None:
    """Bring the catalogue up to date, and be killed before its statement of this number."""
    left = iter(range(number + 1))

    def fatal(*_):
        if next(left) == number:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Engine, "before_cursor_execute", fatal)
    Catalogue(settings)


def die_embedding_again(settings: StoreSettings, after: int) -> None:
    """Open a shelf with another model, and be killed after so many reports have its vectors."""
    whole, left = shelf.put_vectors, iter(range(after + 1))

    def fatal(*arguments):
        if next(left) == after:
            os.kill(os.getpid(), signal.SIGKILL)
        whole(*arguments)

    shelf.put_vectors = fatal
    Library.open(settings, PredictableEmbedder("another", dimension=256))
