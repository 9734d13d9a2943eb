"""Where the shelf is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from vectorstore.errors import StoreError


@dataclass(frozen=True, slots=True)
class StoreSettings:
    """The folder of the shelf, its catalogue's database, and its Chroma server if it has one.

    `database_url` is an SQLAlchemy URL. `chroma_url` is http(s)://host[:port]; None keeps the
    passages under `home`.
    """

    home: Path
    database_url: str
    chroma_url: str | None

    def __post_init__(self) -> None:
        if not self.database_url.partition("://")[2]:
            raise StoreError(
                f"DATABASE_URL={self.database_url!r} 不是数据库地址。"
                "请写成 sqlite:///data/catalogue.sqlite 这样的形式，或不设。",
                f"DATABASE_URL={self.database_url!r} is not a database URL. "
                "Write it like sqlite:///data/catalogue.sqlite, or leave it out.",
            )
        if self.chroma_url is not None:
            url = urlsplit(self.chroma_url)
            if url.scheme not in ("http", "https") or not url.hostname:
                raise StoreError(
                    f"CHROMA_URL={self.chroma_url!r} 不是服务器地址。"
                    "请写成 http://127.0.0.1:8000 这样的形式，或不设。",
                    f"CHROMA_URL={self.chroma_url!r} is not a server's address. "
                    "Write it like http://127.0.0.1:8000, or leave it out.",
                )

    @classmethod
    def from_environ(cls, env: Mapping[str, str]) -> StoreSettings:
        """The environment → settings: JIWEN_HOME, DATABASE_URL, CHROMA_URL.

        Raises StoreError where an address cannot be one.
        """
        home = Path(env.get("JIWEN_HOME") or "data").absolute()
        return cls(
            home=home,
            database_url=env.get("DATABASE_URL") or f"sqlite:///{home / 'catalogue.sqlite'}",
            chroma_url=env.get("CHROMA_URL") or None,
        )
