"""A bar by file and a bar by stage on the command line, with the time left."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import NoReturn

from tqdm import tqdm

_STAGES = {
    "migrate": "升级报告库 upgrade",
    "embed again": "重算向量 embed again",
    "index": "重建索引 index",
    "renew": "重新读取 read again",
    "read": "读取 read",
    "embed": "向量 embed",
    "store": "入库 store",
}


class Bars:
    """The files bar and, under it, the bar of the stage that the present file is in."""

    def __init__(self) -> None:
        self._stage: tqdm[NoReturn] | None = None
        self._name = ""

    def __enter__(self) -> Bars:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._close()

    def files(self, paths: Sequence[Path]) -> Iterator[Path]:
        """The same paths, each shown as it is begun."""
        with tqdm(total=len(paths), unit="file", file=sys.stderr, disable=len(paths) < 2) as bar:
            for path in paths:
                bar.set_description(path.name[:40])
                yield path
                self._close()
                bar.update()

    def on_progress(self, stage: str, done: int, total: int) -> None:
        """Show that `done` of `total` are through this stage."""
        if stage != self._name:
            self._close()
            self._name = stage
            self._stage = tqdm(
                total=total,
                desc=_STAGES.get(stage, stage),
                leave=False,
                file=sys.stderr,
                position=1,
                delay=0.5,
            )
        if self._stage is not None:
            self._stage.update(done - self._stage.n)

    def say(self, line: str) -> None:
        """Show one line in place of the last: only to a person, who sees a terminal."""
        if sys.stderr.isatty():
            print(f"\r\x1b[K{line}", end="", file=sys.stderr, flush=True)

    def _close(self) -> None:
        if self._stage is not None:
            self._stage.close()
        self._stage, self._name = None, ""
