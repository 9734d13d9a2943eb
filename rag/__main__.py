"""`python -m rag "问题"`, `show ID`, `replay ID`, `export ID… --to FILE`: ask, keep, ask again."""

from __future__ import annotations

import argparse
import getpass
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from models.errors import ModelError
from operations.commands import command
from operations.errors import is_outside
from rag.answer import ask, replay
from rag.answer_json import as_json
from rag.errors import RagError
from rag.export import FORMATS, export
from rag.opening import departments_named, open_answering, open_library
from rag.records import Answer, Finished, Scope, Token, Trouble, Waiting
from rag.store import kept, replay_json, replay_text
from rag.terminal import as_text
from records import Kind
from vectorstore.errors import StoreError


@command("rag")
def main(arguments: Sequence[str], prog: str = "python -m rag") -> int:
    """Command-line arguments → exit code: 0 answered or refused, 1 another answer than was kept
    (replay), 2 it could not be done."""
    options = _options(arguments, prog)
    try:
        match options.command:
            case "show":
                _print(kept(open_library(os.environ, _say_progress), options.id), options.json)
            case "replay":
                return _replayed(options)
            case "export":
                library = open_library(os.environ, _say_progress)
                export([kept(library, i) for i in options.ids], options.to)
            case _:
                _print(_asked(options), options.json)
    except (ModelError, StoreError, RagError) as error:
        print(error, file=sys.stderr)
        return 2
    except BrokenPipeError:
        # Whoever read the output (head) has had enough of it; nothing is left to be written.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        if options.command != "export" or not is_outside(error):
            raise
        print(f"不能写入 {error.filename or options.to}：{error.strerror}。", file=sys.stderr)
        return 2
    return 0


def _asked(options: argparse.Namespace) -> Answer:
    """Ask, telling on the error stream what is being waited for."""
    opened = open_answering(os.environ, _say_progress)
    filters = Scope(
        tuple(options.year),
        departments_named(opened.library.reports(), options.department),
        tuple(Kind(kind) for kind in options.kind),
    )
    events = ask(options.question, opened, filters=filters, user=getpass.getuser())
    for event in events:
        match event:
            case Waiting(0):
                print("正在加载模型…  Loading the model…", file=sys.stderr)
            case Trouble(message):
                print(message, file=sys.stderr)
            case Token(text) if not options.json:
                print(text, end="", file=sys.stderr, flush=True)
            case Finished(answer):
                print(file=sys.stderr)
                return answer
    raise AssertionError("an answer always finishes")


def _replayed(options: argparse.Namespace) -> int:
    """Ask a kept answer's question again → 0 where the same is answered, 1 where it drifted."""
    result = replay(open_answering(os.environ, _say_progress), options.id)
    if options.json:
        print(json.dumps(replay_json(result), ensure_ascii=False, indent=2))
    else:
        print(replay_text(result))
    return int(result.drifted)


def _say_progress(_stage: str, done: int, total: int) -> None:
    """Tell how far the shelf is brought up to date, which may take long."""
    print(f"正在升级报告库 Bringing the shelf up to date: {done}/{total}", file=sys.stderr)


def _print(answer: Answer, in_json: bool) -> None:
    if in_json:
        print(json.dumps(as_json(answer), ensure_ascii=False, indent=2))
    else:
        print(as_text(answer))


def _options(arguments: Sequence[str], prog: str) -> argparse.Namespace:
    if arguments[:1] and arguments[0] in ("show", "export", "replay"):
        return _records_parser(prog).parse_args(arguments)
    parser = argparse.ArgumentParser(
        prog=prog,
        description='Answer a question from the reports: "问题". 根据报告回答问题。',
        epilog=f"{prog} show ID, {prog} replay ID, {prog} export ID… --to FILE: earlier answers.",
    )
    parser.set_defaults(command="ask")
    parser.add_argument("question")
    parser.add_argument("--year", type=int, action="append", default=[])
    parser.add_argument("--department", action="append", default=[], help="full or short name")
    parser.add_argument(
        "--kind", action="append", default=[], choices=[kind.value for kind in Kind]
    )
    parser.add_argument("--json", action="store_true", help="for programs")
    return parser.parse_args(arguments)


def _records_parser(prog: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=prog)
    commands = parser.add_subparsers(dest="command", required=True)
    show = commands.add_parser("show", help="an answer that was given before")
    show.add_argument("id")
    show.add_argument("--json", action="store_true", help="for programs")
    again = commands.add_parser("replay", help="ask again: what differs, and why (exit code 1)")
    again.add_argument("id")
    again.add_argument("--json", action="store_true", help="for programs")
    exporting = commands.add_parser("export", help="answers, with their sources, as a document")
    exporting.add_argument("ids", nargs="+", metavar="ID")
    exporting.add_argument("--to", type=Path, required=True, help=f"a file: {' '.join(FORMATS)}")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
