"""A file → pages of lines and raw tables, whatever its format; judged by content."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ingest.load.pdf import read_pdf
from ingest.load.text import read_text
from ingest.loaded import Loaded, RawTable, UnreadableFile


def load(path: Path, on_page: Callable[[int, int], None] = lambda done, total: None) -> Loaded:
    """A file → what it holds. `on_page(done, total)` is called after every page.

    Raises UnreadableFile, whose message says what is the matter and what to do.
    """
    data = path.read_bytes()
    if not data.strip(b"\0 \t\r\n"):
        raise UnreadableFile(path, "文件是空的。", "the file is empty.")
    loaded = read_pdf(path, data, on_page) if b"%PDF-" in data[:1024] else read_text(path, data)
    if not any(isinstance(b, RawTable) or b.text for page in loaded.pages for b in page.blocks):
        raise UnreadableFile(path, "文件里没有文字。", "there is no text in the file.")
    return loaded
