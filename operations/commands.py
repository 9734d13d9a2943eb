"""Around a command line: the log is set up, and an error that nobody foresaw gets its number."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from operations.errors import says_itself
from operations.incidents import number_of, unexpected
from operations.logs import reporting
from operations.settings import OperationsSettings, OperationsSettingsError

Arguments = ParamSpec("Arguments")

REFUSED = 2
"""The exit code where a command could not be done and says why."""
UNEXPECTED = 3
"""The exit code where something went wrong that nobody foresaw."""


def command(room: str) -> Callable[[Callable[Arguments, int]], Callable[Arguments, int]]:
    """A command's main → the same, logging; it exits 3, with a number, where it would crash."""

    def around(main: Callable[Arguments, int]) -> Callable[Arguments, int]:
        @wraps(main)
        def run(*arguments: Arguments.args, **named: Arguments.kwargs) -> int:
            try:
                settings = OperationsSettings.from_environ(os.environ)
            except OperationsSettingsError as error:
                print(error, file=sys.stderr)
                return REFUSED
            with reporting(settings, logging.WARNING):
                try:
                    return main(*arguments, **named)
                except Exception as error:
                    if says_itself(error):
                        print(error, file=sys.stderr)
                        return REFUSED
                    number = number_of(logging.getLogger(f"jiwen.{room}"), error)
                    print(unexpected(number), file=sys.stderr)
                    return UNEXPECTED

        return run

    return around
