"""`python -m ingest`: add, sync, list, show, set, remove and rebuild the shelf; work, and queue."""

from __future__ import annotations

import argparse
import getpass
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict
from functools import partial
from pathlib import Path

from ingest.batch import Summary, put_files
from ingest.corpus import Corpus, file_id, files_in
from ingest.pipeline import correct, remove, repair, sources
from ingest.progress import Bars
from ingest.queue import hand_over, work
from ingest.renewal import outdated, renew
from ingest.said import value_of
from ingest.settings import IngestSettings
from ingest.sync import plan
from ingest.telling import (
    described,
    failure_fields,
    line,
    notice_line,
    pace_line,
    tell,
    with_notices,
)
from languages import N_
from models.cores import usable_cores
from models.embedder import Embedder
from models.embedding import load_embedder
from models.errors import ModelError
from models.settings import ModelSettings
from operations.commands import command
from records import SIDES, Coverage, Kind, Report, undecided
from vectorstore.errors import StoreError
from vectorstore.library import Library
from vectorstore.named import called
from vectorstore.settings import StoreSettings
from vectorstore.sides import Said, Side

_NOT_GIVEN = object()
"""What a side is that no option was given for; None and '' can be given, and leave it open."""


@command("ingest")
def main(arguments: Sequence[str], prog: str = "python -m ingest") -> int:
    """Command-line arguments → exit code: 0 done, 1 some files were not, 2 nothing could be."""
    options = _parser(prog).parse_args(arguments)
    try:
        options.settings = IngestSettings.from_environ(os.environ)
        corpus = Corpus(options.settings.folder)
        embedder = load_embedder(ModelSettings.from_environ(os.environ))
        settings = StoreSettings.from_environ(os.environ)
        library = _opened(settings, embedder, corpus, anew=options.command == "rebuild")
    except (StoreError, ModelError) as error:
        print(error, file=sys.stderr)
        return 2
    try:
        repair(library, corpus)
        if options.command in _CHANGING and not getattr(options, "queue", False):
            _renew(library, corpus, options.settings)
        command: Callable[[Library, Corpus, argparse.Namespace], int] = options.run
        return command(library, corpus, options)
    except StoreError as error:
        print(error, file=sys.stderr)
        return 2
    finally:
        library.close()


def _opened(settings: StoreSettings, embedder: Embedder, corpus: Corpus, *, anew: bool) -> Library:
    if not anew:
        with Bars() as bars:
            return Library.open(
                settings, embedder, on_wait=_say_waiting, on_progress=bars.on_progress
            )
    # Opened however it was made: to make new vectors of what is made anew anyway takes long.
    with closing(Library(settings, embedder, on_wait=_say_waiting)) as old:
        _check_nothing_is_lost(old, corpus)
    return Library.start_over(settings, embedder, on_wait=_say_waiting)


_CHANGING = ("add", "sync", "set", "remove")
"""Commands that may take their time: they first read again what an earlier version read."""


def _renew(library: Library, corpus: Corpus, settings: IngestSettings) -> None:
    """Read again what an earlier version read, and say so; what cannot be stays as it was read."""
    if not (reports := outdated(library, settings)):
        return
    print(
        f"{len(reports)} 份报告由旧版本读取，正在重新读取。 "
        f"{len(reports)} reports were read by an earlier version and are read again.",
        file=sys.stderr,
    )
    with Bars() as bars:
        renewal = renew(
            library, corpus, lambda *progress: bars.on_progress("renew", *progress), settings
        )
    for f in renewal.failures:
        print(f"未重新读取 not read again: {f.name}: {f.why}", file=sys.stderr)


def _add(library: Library, corpus: Corpus, options: argparse.Namespace) -> int:
    files = [file for path in options.paths for file in _files(path)]
    said = _said(options)
    if options.queue:
        return _hand_over(library, corpus, files, said, options)
    if said and len(files) != 1:
        print("更正只能用于一个文件。 A correction goes with one file.", file=sys.stderr)
        return 2
    summary = Summary()
    put_files(
        library,
        corpus,
        files,
        summary,
        said,
        replacing=options.replace,
        settings=options.settings,
    )
    return tell(library, summary, options.json)


def _hand_over(
    library: Library, corpus: Corpus, files: list[Path], said: Said, options: argparse.Namespace
) -> int:
    if said:
        print(
            "--queue 不能带更正；入库后用 python -m ingest set 更正。"
            " A correction does not go with --queue; correct it with python -m ingest set later.",
            file=sys.stderr,
        )
        return 2
    handed = hand_over(library, corpus, files, replacing=options.replace, by=getpass.getuser())
    if options.json:
        names = {"queued": handed.queued, "waiting": handed.waiting, "on_shelf": handed.on_shelf}
        failed = [failure_fields(f) for f in handed.failures]
        print(json.dumps({**names, "failed": failed}, ensure_ascii=False, indent=2))
    else:
        print(
            f"已交付 queued {len(handed.queued)} · 已在队列 waiting already {len(handed.waiting)}"
            f" · 已入库 on the shelf already {len(handed.on_shelf)}"
        )
    for f in handed.failures:
        print(f"未交付 not queued: {f.name}: {f.why}", file=sys.stderr)
    return 1 if handed.failures else 0


def _work(library: Library, corpus: Corpus, options: argparse.Namespace) -> int:
    with _stoppable() as stop:
        if options.workers > 1:
            return _work_side_by_side(options, stop)
        with Bars() as bars:
            work(
                library,
                corpus,
                options.settings,
                stays=options.stay,
                stop=stop,
                on_pace=lambda pace: bars.say(pace_line(pace)),
            )
            bars.say("")
    pace = library.jobs.pace()
    print(pace_line(pace))
    return 1 if pace.failed else 0


@contextmanager
def _stoppable() -> Iterator[threading.Event]:
    """An event that is set when the process is asked to end: what is begun is finished first."""
    stop = threading.Event()
    asked = (signal.SIGTERM, signal.SIGINT)
    before = [signal.signal(each, lambda *_: stop.set()) for each in asked]
    try:
        yield stop
    finally:
        for each, handler in zip(asked, before, strict=True):
            signal.signal(each, handler)


def _work_side_by_side(options: argparse.Namespace, stop: threading.Event) -> int:
    """Work in several processes, which share the cores."""
    cores = max(1, usable_cores() // options.workers)
    environ = {**os.environ, "OMP_NUM_THREADS": str(cores)}
    command = [sys.executable, "-m", "ingest", "work", *(["--stay"] if options.stay else [])]
    workers = [subprocess.Popen(command, env=environ) for _ in range(options.workers)]
    while not stop.wait(0.2) and any(worker.poll() is None for worker in workers):
        pass
    for worker in workers:
        worker.terminate()
    return max(abs(worker.wait()) for worker in workers)


def _queue(library: Library, corpus: Corpus, options: argparse.Namespace) -> int:
    if options.forget_failures:
        library.jobs.forget_failures()
    pace, failures = library.jobs.pace(), library.jobs.failures()
    if options.json:
        failed = [{"file": f.name, "reason": f.zh, "reason_en": f.en} for f in failures]
        print(json.dumps({**asdict(pace), "failures": failed}, ensure_ascii=False, indent=2))
    else:
        print(pace_line(pace))
    for f in failures:
        print(f"未入库 not added: {f.name}: {f.zh} {f.en}", file=sys.stderr)
    return 1 if failures else 0


def _sync(library: Library, corpus: Corpus, options: argparse.Namespace) -> int:
    folder = options.folder or corpus.folder
    files = {path: file_id(path) for path in files_in(folder)}
    if not files and library.reports():
        print(
            f"{folder} 里没有文件；同步会清空报告库，未执行。"
            f" There is no file in {folder}: to sync would empty the shelf, so nothing was done.",
            file=sys.stderr,
        )
        return 2
    todo = plan(files, library.reports())
    summary = Summary()
    for report in todo.gone:
        remove(library, corpus, report.id)
        summary.removed.append(report)
    put_files(library, corpus, todo.unread, summary, {}, replacing=True, settings=options.settings)
    return tell(library, summary, options.json)


def _check_nothing_is_lost(library: Library, corpus: Corpus) -> None:
    """Raise StoreError where a report on the shelf has no file to be read again from."""
    repair(library, corpus)
    missing = [s for s in sources(library).values() if not corpus.path(s).is_file()]
    if missing:
        names = "、".join(missing[:10])
        raise StoreError(
            N_(
                "The files of {n} reports are not in {folder} ({names}): to rebuild "
                "would lose them, so nothing was done. Put them back, or remove those "
                "reports first."
            ),
            n=len(missing),
            folder=corpus.folder,
            names=names,
        )


def _rebuild(library: Library, corpus: Corpus, options: argparse.Namespace) -> int:
    summary = Summary()
    put_files(
        library, corpus, corpus.files(), summary, {}, replacing=False, settings=options.settings
    )
    return tell(library, summary, options.json)


def _list(library: Library, corpus: Corpus, options: argparse.Namespace) -> int:
    reports = [described(library, report) for report in library.reports()]
    if options.json:
        print(json.dumps(reports, ensure_ascii=False, indent=2))
    for report in [] if options.json else library.reports():
        mark = "?" if report.asked_about else " "
        print(f"{report.id[:12]} {mark}{line(report)}  {report.source}")
    return 0


def _show(library: Library, corpus: Corpus, options: argparse.Namespace) -> int:
    report = _named(library, options.report)
    facts = described(library, report)
    if options.text:
        print(*with_notices(library.text(report.id), report), sep="\n")
        return 0
    if options.json:
        print(json.dumps(facts, ensure_ascii=False, indent=2))
        return 0
    for key, value in facts.items():
        if key not in ("undecided", "notices", "pages_read"):
            print(f"{key:14}{value}")
    for way, pages in facts["pages_read"].items():
        if pages:
            print(f"{f'{way} pages':14}{', '.join(map(str, pages))}")
    for trait in undecided(report.traits, report.confirmed):
        print(f"未定 undecided: {trait.name}")
        for c in trait.candidates:
            print(f"  {c.value}  ({c.source}: {c.words})")
    for notice in report.notices:
        print(f"未读或不确定 not read or unsure: {notice_line(notice)}")
    for section in library.text(report.id).sections:
        print("  " * len(section.headings) + (section.headings[-1] if section.headings else "·"))
    return 0


def _set(library: Library, corpus: Corpus, options: argparse.Namespace) -> int:
    report = _named(library, options.report)
    report = correct(library, report.id, _said(options), getpass.getuser())
    print(json.dumps(described(library, report), ensure_ascii=False, indent=2))
    return 0


def _remove(library: Library, corpus: Corpus, options: argparse.Namespace) -> int:
    for name in options.reports:
        report = _named(library, name)
        remove(library, corpus, report.id)
        print(f"已移除 removed: {report.identity.title} ({report.source})")
    return 0


def _files(path: Path) -> list[Path]:
    return files_in(path) if path.is_dir() else [path]


def _named(library: Library, name: str) -> Report:
    found = called(library.reports(), name)
    if not found:
        raise StoreError(
            N_("No report goes by {name!r}. See what is there: python -m ingest list."), name=name
        )
    if len(found) > 1:
        raise StoreError(
            N_("{n} reports go by {name!r}. See their ids: python -m ingest list."),
            n=len(found),
            name=name,
        )
    return found[0]


def _side(name: str, text: str) -> Side:
    try:
        return value_of(name, text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _said(options: argparse.Namespace) -> Said:
    """The sides of the identity that were given; '' leaves one open."""
    given = {name: getattr(options, name) for name in SIDES}
    return {name: value for name, value in given.items() if value is not _NOT_GIVEN}


def _say_waiting(pid: str) -> None:
    print(
        f"另一个进程（{pid}）正在写入，等待中。 Waiting for process {pid}, which is writing.",
        file=sys.stderr,
    )


def _parser(prog: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=prog, description="Keep the shelf of reports. 管理报告库。"
    )
    commands = parser.add_subparsers(dest="command", required=True)

    def command(
        name: str, run: Callable[[Library, Corpus, argparse.Namespace], int], text: str
    ) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=text, description=text)
        sub.set_defaults(run=run)
        sub.add_argument("--json", action="store_true", help="print JSON")
        return sub

    add = command("add", _add, "put files, or all files of folders, on the shelf")
    add.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    add.add_argument("--replace", action="store_true", help="let a new version replace the old one")
    add.add_argument("--queue", action="store_true", help="hand them over to workers (see work)")
    _correcting(add)
    sync = command("sync", _sync, "make the shelf equal a folder")
    sync.add_argument("folder", nargs="?", type=Path, help="default: the corpus folder")
    command("list", _list, "list the reports on the shelf")
    show = command("show", _show, "show one report: what it is, and its headings")
    show.add_argument("report", help="id (6 or more of its digits), file name or title")
    show.add_argument(
        "--text", action="store_true", help="print all that was read, what is not sure at its place"
    )
    setting = command("set", _set, "correct which report one is")
    setting.add_argument("report", help="id (6 or more of its digits), file name or title")
    _correcting(setting)
    removing = command("remove", _remove, "take reports off the shelf, their files included")
    removing.add_argument("reports", nargs="+", metavar="REPORT")
    command("rebuild", _rebuild, "make everything again from the corpus folder")
    working = command("work", _work, "read what add --queue handed over, on this machine")
    working.add_argument("--stay", action="store_true", help="wait for more when it is empty")
    working.add_argument(
        "--workers", type=int, default=1, help="processes, which share the cores; default: 1"
    )
    queue = command("queue", _queue, "say how far the queue is, and which files failed")
    queue.add_argument("--forget-failures", action="store_true", help="take them off the list")
    return parser


def _correcting(parser: argparse.ArgumentParser) -> None:
    told = {
        "title": "",
        "year": "the year it was issued for",
        "figure_years": "the years its figures are of: 2022、2023、2024",
        "place": "the divisions from the outermost: 广东省广州市增城区",
        "department": "the body's full name; '' where it is of a place",
        "higher": "the body above it",
        "coverage": " | ".join(Coverage),
        "project": "the name of the project that is evaluated",
        "kind": " | ".join(Kind),
    }
    for name, text in told.items():
        parser.add_argument(
            f"--{name.replace('_', '-')}",
            type=partial(_side, name),
            default=_NOT_GIVEN,
            metavar=name.upper(),
            help=text,
        )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
