"""Ask the performance reports. 向绩效报告提问。

jiwen ask "问题"        answer a question; show and export answers   提问，查看、导出答案
jiwen ingest COMMAND    add, list, correct and remove reports        添加、查看、更正、移除报告
jiwen audit             what does not add up in the reports          报告中对不上的数
jiwen table             the figures that the reports state           报告中的指标
jiwen goals             goals, what was done, the money              目标、成效与资金对照
jiwen backup PATH       the shelf and its reports as one file        整个报告库存成一个文件
jiwen restore FILE      a shelf from such a file                     由备份恢复报告库
jiwen models            bring the models, check them, serve one      下载、校验、运行模型
jiwen settings          every setting, its value, what it is         各项设置及其现值
jiwen serve             the pages, on http://127.0.0.1:8501          网页界面

`jiwen COMMAND --help` says more of each.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from models.version import VERSION

if TYPE_CHECKING:
    from operations.environment import RoomSettings


def main(arguments: Sequence[str] | None = None) -> int:
    """Command-line arguments → the command's exit code. A room is imported when it is called."""
    parser = argparse.ArgumentParser(
        prog="jiwen", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = (
        "ask",
        "ingest",
        "audit",
        "table",
        "goals",
        "backup",
        "restore",
        "models",
        "settings",
        "serve",
    )
    parser.add_argument("command", choices=commands, metavar="COMMAND", help=", ".join(commands))
    parser.add_argument("rest", nargs=argparse.REMAINDER, metavar="…", help="what it is to do")
    parser.add_argument("--version", action="version", version=f"jiwen {VERSION}")
    options = parser.parse_args(arguments)
    return _run(options.command, options.rest)


def _run(command: str, rest: list[str]) -> int:
    match command:
        case "ask":
            from rag.__main__ import main as ask

            return ask(rest, prog="jiwen ask")
        case "ingest":
            from ingest.__main__ import main as ingest

            return ingest(rest, prog="jiwen ingest")
        case "audit" | "table":
            from figures.__main__ import main as figures

            return figures([command, *rest], prog="jiwen")
        case "goals":
            from goals.__main__ import main as goals

            return goals(rest, prog="jiwen goals")
        case "backup" | "restore":
            from ingest.keeping import main as keeping

            return keeping([command, *rest])
        case "models":
            from models.__main__ import main as models

            return models(rest, prog="jiwen models")
        case "settings":
            return _settings(rest)
        case _:
            from ui.__main__ import main as serve

            return serve(rest)


def room_settings() -> tuple[type[RoomSettings], ...]:
    """The settings of every room that has some; to ask for them imports little of it."""
    from ingest.settings import IngestSettings
    from models.settings import ModelSettings
    from operations.settings import OperationsSettings
    from rag.settings import RagSettings
    from ui.settings import UiSettings
    from vectorstore.settings import StoreSettings

    return (
        StoreSettings,
        IngestSettings,
        ModelSettings,
        RagSettings,
        OperationsSettings,
        UiSettings,
    )


def _settings(rest: list[str]) -> int:
    """Print the settings of all rooms as they are now, or write the documents' tables of them."""
    from operations.environment import in_readme, limits_page

    rooms = room_settings()
    parser = argparse.ArgumentParser(prog="jiwen settings", description=_settings.__doc__)
    parser.add_argument(
        "--documents",
        type=Path,
        metavar="FOLDER",
        help="make the tables of README.md, README.zh.md and docs/settings.md in FOLDER anew",
    )
    folder: Path | None = parser.parse_args(rest).documents
    if folder is None:
        return _print_values(rooms)
    documents = {folder / "docs" / "settings.md": limits_page(rooms)}
    for name, language in (("README.md", "en"), ("README.zh.md", "zh")):
        readme = folder / name
        documents[readme] = in_readme(readme.read_text(encoding="utf-8"), rooms, language)
    for path, text in documents.items():  # all are made before any is written
        path.write_text(text, encoding="utf-8")
    return 0


def _print_values(rooms: Sequence[type[RoomSettings]]) -> int:
    for room in rooms:
        try:
            print(room.from_environ(os.environ))
        except room.error as error:
            print(error, file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
