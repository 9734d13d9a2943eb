"""Where the reports themselves are kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class CorpusSettings:
    """The folder that holds every report on the shelf, as it was brought."""

    folder: Path

    @classmethod
    def from_environ(cls, env: Mapping[str, str]) -> CorpusSettings:
        """The environment → settings: JIWEN_CORPUS.

        Without it, `corpus` for the usual shelf, and a folder beside the shelf for another
        JIWEN_HOME, so that two shelves never share their files.
        """
        if corpus := env.get("JIWEN_CORPUS"):
            return cls(Path(corpus).absolute())
        home = env.get("JIWEN_HOME")
        return cls((Path(home) / "corpus" if home else Path("corpus")).absolute())
