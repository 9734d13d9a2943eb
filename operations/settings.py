"""How the log is written and who may read the metrics, as the environment says."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from operations.errors import Foreseen

_LEVELS = {
    "debug": logging.DEBUG,
    "info": logging.INFO,
    "warning": logging.WARNING,
    "error": logging.ERROR,
}


class OperationsSettingsError(Foreseen):
    """An environment variable of the log or the metrics has a value that makes no sense."""

    without_content: ClassVar[bool] = True

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"{zh}\n{en}")
        self.zh = zh
        self.en = en


@dataclass(frozen=True, slots=True)
class OperationsSettings:
    """`json` is one JSON object a line; `content` lets questions' and reports' text in.

    `level` None leaves it to who logs: INFO for the server, WARNING for a command. `open_metrics`
    shows /metrics and the whole of /healthz to other machines.
    """

    json: bool = False
    content: bool = False
    level: int | None = None
    open_metrics: bool = False

    @classmethod
    def from_environ(cls, env: Mapping[str, str]) -> OperationsSettings:
        """The environment → settings. Raises OperationsSettingsError."""
        level = _chosen("JIWEN_LOG_LEVEL", env.get("JIWEN_LOG_LEVEL", ""), ("", *_LEVELS))
        return cls(
            json=_chosen("JIWEN_LOG", env.get("JIWEN_LOG", ""), ("text", "json")) == "json",
            content=_chosen("JIWEN_LOG_CONTENT", env.get("JIWEN_LOG_CONTENT", ""), ("off", "on"))
            == "on",
            level=_LEVELS.get(level),
            open_metrics=_chosen("JIWEN_METRICS", env.get("JIWEN_METRICS", ""), ("local", "open"))
            == "open",
        )


def _chosen(name: str, written: str, choices: tuple[str, ...]) -> str:
    """What is written → one of the choices; the first where nothing is."""
    chosen = written.strip().lower() or choices[0]
    if chosen not in choices:
        named = [choice for choice in choices if choice]
        raise OperationsSettingsError(
            f"{name}={written} 不认识；可以是 {'、'.join(named)}，或不设。",
            f"{name}={written} means nothing. It is {', '.join(named)}, or left out.",
        )
    return chosen
