"""How the log is written and who may read the metrics, as the environment says."""

from __future__ import annotations

import logging
from enum import StrEnum
from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator
from pydantic_settings import SettingsConfigDict

from operations.environment import RoomSettings, setting
from operations.errors import Foreseen


class OperationsSettingsError(Foreseen):
    """An environment variable of the log or the metrics has a value that makes no sense."""

    without_content: ClassVar[bool] = True


class Form(StrEnum):
    """How a line of the log is written."""

    TEXT = "text"
    JSON = "json"


class Switch(StrEnum):
    """Whether something is done."""

    OFF = "off"
    ON = "on"


class Level(StrEnum):
    """How grave an event has to be for the log."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class Readers(StrEnum):
    """Who may read the metrics: this machine, or everyone who can reach the server."""

    LOCAL = "local"
    OPEN = "open"


def _lower(written: Any) -> Any:  # noqa: ANN401 - what is no text is left to the type's own check
    return written.lower() if isinstance(written, str) else written


_Lower = BeforeValidator(_lower)


class OperationsSettings(RoomSettings):
    """The log's form, content and level; the readers of the metrics."""

    model_config = SettingsConfigDict(env_prefix="JIWEN_OPERATIONS_")
    error = OperationsSettingsError

    log: Annotated[Form, _Lower] = setting(
        Form.TEXT,
        variable="JIWEN_LOG",
        en="`json` makes every line of the log a JSON object",
        zh="`json` 时日志每行是一个 JSON 对象",
    )
    log_level: Annotated[Level | None, _Lower] = setting(
        variable="JIWEN_LOG_LEVEL",
        usually=(
            "`info` for the server, `warning` for commands",
            "服务为 `info`，命令为 `warning`",
        ),
        en="`debug`, `info`, `warning` or `error`",
        zh="`debug`、`info`、`warning` 或 `error`",
    )
    log_content: Annotated[Switch, _Lower] = setting(
        Switch.OFF,
        variable="JIWEN_LOG_CONTENT",
        en="`on` lets questions, titles and errors' words into the log",
        zh="`on` 时允许提问、标题和错误原话写入日志",
    )
    metrics: Annotated[Readers, _Lower] = setting(
        Readers.LOCAL,
        variable="JIWEN_METRICS",
        en="`open` shows `/metrics`, and all of `/healthz`, to other machines",
        zh="`open` 时对其他机器开放 `/metrics` 和完整的 `/healthz`",
    )

    @property
    def in_json(self) -> bool:
        """Whether a line is a JSON object."""
        return self.log is Form.JSON

    @property
    def with_content(self) -> bool:
        """Whether questions' and reports' text may stand in the log."""
        return self.log_content is Switch.ON

    @property
    def open_metrics(self) -> bool:
        """Whether other machines may read the metrics."""
        return self.metrics is Readers.OPEN

    def level_or(self, usual: int) -> int:
        """The level of `logging` that is set; `usual` where none is."""
        return logging.getLevelNamesMapping()[self.log_level.upper()] if self.log_level else usual
