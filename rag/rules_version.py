"""Which rules an answer is made with."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

import figures
import rag

_RULES = (rag, figures)


@cache
def rules_version() -> str:
    """A digest of the code by which questions are read and evidence weighed: `rag/`, `figures/`.

    Nobody has to remember to raise a number: another code has another digest.
    """
    digest = hashlib.sha256()
    for package in _RULES:
        folder = Path(package.__path__[0])
        for path in sorted(p for p in folder.rglob("*") if p.suffix in (".py", ".toml")):
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
