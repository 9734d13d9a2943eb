"""`jiwen backup` and `jiwen restore`: the shelf and the files of its reports as one file, and back.

Neither model is needed for a backup, and the pages may be open and reports being added meanwhile:
what is in it is the shelf at one moment.
"""

from __future__ import annotations

import argparse
import logging
import os
import shutil
import sys
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from ingest.corpus import Corpus, file_id
from ingest.progress import Bars
from ingest.settings import IngestSettings
from languages import N_
from models.embedding import load_embedder
from models.errors import ModelError
from models.settings import ModelSettings
from operations.commands import REFUSED, command
from operations.logs import event
from operations.stopwatch import Stopwatch
from vectorstore import archive, shelf
from vectorstore.archive import Manifest
from vectorstore.catalogue import Catalogue
from vectorstore.errors import StoreError
from vectorstore.library import Library
from vectorstore.rules import check_source
from vectorstore.settings import StoreSettings
from vectorstore.writer import make_home

_LOG = logging.getLogger("jiwen.ingest")
_FILES = "files/"


@command("ingest")
def main(arguments: Sequence[str]) -> int:
    """Command-line arguments → exit code: 0 done, 1 some files were not there, 2 not done."""
    options = _parser().parse_args(arguments)
    try:
        store = StoreSettings.from_environ(os.environ)
        corpus = Corpus(IngestSettings.from_environ(os.environ).folder)
        if options.command == "backup":
            return _backup(store, corpus, options.path)
        return _restore(store, corpus, options)
    except (StoreError, ModelError) as error:
        print(error, file=sys.stderr)
        return REFUSED


def back_up(settings: StoreSettings, corpus: Corpus, into: Path) -> Manifest:
    """The shelf as it is now, with the files of its reports → one new file, and what is in it.

    Others may read and write meanwhile; who adds a report waits while the files are copied.
    Raises StoreError where nothing is on the shelf or the file is there already, OSError.
    """
    watch = Stopwatch()
    with (
        closing(Catalogue(settings)) as catalogue,
        archive.writing(into) as made,
        catalogue.reading() as connection,
    ):
        with corpus.locked():
            # The connection's first look at the shelf, which it goes on seeing as it is here.
            sources = shelf.sources(connection)
            corpus.settle(sources)
            files, missing = _copy_files(made, sources, corpus)
        manifest = archive.write_tables(made, connection, files, missing)
        if not any(manifest.tables.values()):
            raise StoreError(
                N_(
                    "There is nothing on the shelf of {home}; nothing was backed up. Check "
                    "JIWEN_HOME and DATABASE_URL."
                ),
                home=settings.home,
            )
    watch.lap("backup")
    event(_LOG, "shelf.backed_up", **_figures(manifest), seconds=_total(watch))
    return manifest


def restore(
    settings: StoreSettings, corpus: Corpus, path: Path, *, replacing: bool = False
) -> Manifest:
    """A backup → the shelf of these settings, and the files of its reports in the corpus folder.

    All of it or nothing. The indexes are made again by whoever opens the shelf next.
    Raises StoreError where the backup is cut, altered or of a newer Jiwen, or where there is a
    shelf, or another file in the place of one of the backup's, and `replacing` was not said.
    """
    watch = Stopwatch()
    with archive.reading(path) as (kept, manifest):
        for source in manifest.files:
            check_source(source)
        make_home(settings.home)
        with (
            corpus.locked(),
            closing(Catalogue(settings)) as catalogue,
            catalogue.lock.held(settings.wait_seconds),
        ):
            if not replacing:
                _check_nothing_in_the_way(corpus, manifest)
            try:
                for source, report_id in manifest.files.items():
                    _stage(kept, corpus, source, report_id, path)
                archive.put_back(kept, manifest, catalogue, replacing=replacing)
            finally:
                # By what the catalogue says now: into their places, or out again.
                with catalogue.reading() as connection:
                    corpus.settle(shelf.sources(connection))
    watch.lap("restore")
    event(_LOG, "shelf.restored", **_figures(manifest), seconds=_total(watch))
    return manifest


def _copy_files(
    made: zipfile.ZipFile, sources: Mapping[str, str], corpus: Corpus
) -> tuple[dict[str, str], tuple[str, ...]]:
    """Every report's file into the archive → ids by source, and the sources that had none."""
    files: dict[str, str] = {}
    missing = []
    for report_id, source in sources.items():
        path = corpus.path(source)
        if path.is_file() and file_id(path) == report_id:
            made.write(path, _FILES + source)
            files[source] = report_id
        else:
            missing.append(source)
    return files, tuple(missing)


def _check_nothing_in_the_way(corpus: Corpus, manifest: Manifest) -> None:
    for source, report_id in manifest.files.items():
        path = corpus.path(source)
        if path.exists() and file_id(path) != report_id:
            raise StoreError(
                N_(
                    "There is another file at {path}; nothing was restored and nothing has "
                    "changed. To put the backup's in its place, say --replace; to restore it "
                    "elsewhere, set JIWEN_CORPUS."
                ),
                path=path,
            )


def _stage(kept: zipfile.ZipFile, corpus: Corpus, source: str, report_id: str, path: Path) -> None:
    with tempfile.NamedTemporaryFile() as file:
        with kept.open(_FILES + source) as packed:
            shutil.copyfileobj(packed, file)
        file.flush()
        if file_id(Path(file.name)) != report_id:
            raise StoreError(
                N_(
                    "{source} in {path} is not the file it says; nothing was restored. Take "
                    "another backup."
                ),
                source=source,
                path=path,
            )
        corpus.stage(Path(file.name), report_id)


def _figures(manifest: Manifest) -> dict[str, int]:
    """What the log says of a backup."""
    return {"reports": manifest.tables["reports"], "generation": manifest.generation}


def _total(watch: Stopwatch) -> float:
    return round(sum(watch.seconds.values()), 3)


def _backup(settings: StoreSettings, corpus: Corpus, path: Path) -> int:
    now = datetime.now(UTC).strftime("%Y%m%d-%H%M%SZ")
    into = path / f"jiwen-{now}.zip" if path.is_dir() or not path.suffix else path
    manifest = back_up(settings, corpus, into)
    print(f"已备份 backed up: {into} ({into.stat().st_size / 2**20:,.1f} MB)")
    return _told(manifest)


def _restore(settings: StoreSettings, corpus: Corpus, options: argparse.Namespace) -> int:
    if options.check:
        with archive.reading(options.file) as (_, manifest):
            print(f"备份完好 the backup is whole: {options.file}")
        return _told(manifest)
    manifest = restore(settings, corpus, options.file, replacing=options.replace)
    print(f"已恢复 restored: {options.file}")
    code = _told(manifest)
    try:
        embedder = load_embedder(ModelSettings.from_environ(os.environ))
    except ModelError as error:
        print(error, file=sys.stderr)
        print("打开时重建索引。 The indexes are made when it is opened.", file=sys.stderr)
        return code
    with Bars() as bars:
        Library.open(settings, embedder, on_progress=bars.on_progress).close()
    return code


def _told(manifest: Manifest) -> int:
    """Print what is in a backup, and what is not → the exit code."""
    rows = manifest.tables
    print(
        f"  绩问 Jiwen {manifest.jiwen}, {manifest.made_at}; "
        f"报告 reports {rows['reports']:,}, 文件 files {len(manifest.files):,}, "
        f"回答 answers {rows['answers']:,}, 对话 conversations {rows['conversations']:,}, "
        f"审核 reviews {rows['reviews']:,}, 更正 corrections {rows['corrections']:,}"
    )
    for source in manifest.without_file:
        print(f"原件不在或已改动 its file is gone or changed: {source}", file=sys.stderr)
    return 1 if manifest.without_file else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="jiwen", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    text = "the shelf and its reports as one file 整个报告库存成一个文件"
    backup = commands.add_parser("backup", help=text, description=text)
    backup.add_argument("path", type=Path, metavar="FOLDER_OR_FILE", help="where it is to lie")
    text = "a shelf from a backup 由备份恢复报告库"
    restoring = commands.add_parser("restore", help=text, description=text)
    restoring.add_argument("file", type=Path, help="what jiwen backup made")
    restoring.add_argument("--check", action="store_true", help="only see that the file is whole")
    restoring.add_argument(
        "--replace", action="store_true", help="put it in the place of the shelf that is there"
    )
    return parser
