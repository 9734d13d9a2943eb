"""Ask the performance reports. 向绩效报告提问。

jiwen ask "问题"        answer a question; show and export answers   提问，查看、导出答案
jiwen ingest COMMAND    add, list, correct and remove reports        添加、查看、更正、移除报告
jiwen audit             what does not add up in the reports          报告中对不上的数
jiwen table             the figures that the reports state           报告中的指标
jiwen models            bring the models, check them, serve one      下载、校验、运行模型
jiwen serve             the pages, on http://127.0.0.1:8501          网页界面

`jiwen COMMAND --help` says more of each.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from models.version import VERSION


def main(arguments: Sequence[str] | None = None) -> int:
    """Command-line arguments → the command's exit code. A room is imported when it is called."""
    parser = argparse.ArgumentParser(
        prog="jiwen", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = ("ask", "ingest", "audit", "table", "models", "serve")
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
        case "models":
            from models.__main__ import main as models

            return models(rest, prog="jiwen models")
        case _:
            from ui.__main__ import main as serve

            return serve(rest)


if __name__ == "__main__":
    sys.exit(main())
