"""Where the shelf is kept, and how much of it is held and waited for."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, field_validator
from pydantic_settings import SettingsConfigDict

from languages import N_
from operations.environment import RoomSettings, absolute, setting
from vectorstore.errors import StoreError


def _under_home(given: dict[str, Any]) -> str:
    return f"sqlite:///{given['home'] / 'catalogue.sqlite'}"


class StoreSettings(RoomSettings):
    """The folder of the shelf, its catalogue's database, its Chroma server if it has one; limits.

    `database_url` is an SQLAlchemy URL. `chroma_url` is http(s)://host[:port]; None keeps the
    passages under `home`.
    """

    model_config = SettingsConfigDict(env_prefix="JIWEN_VECTORSTORE_")
    error = StoreError

    home: Annotated[Path, AfterValidator(absolute)] = setting(
        Path("data"),
        variable="JIWEN_HOME",
        place=True,
        en="the folder of the shelf: catalogue, vectors, keyword index",
        zh="报告库（目录、向量、关键词索引）的文件夹",
    )
    database_url: str = setting(
        default_factory=_under_home,
        variable="DATABASE_URL",
        place=True,
        usually=("SQLite under `JIWEN_HOME`", "`JIWEN_HOME` 下的 SQLite"),
        en="the catalogue's database, as an SQLAlchemy URL",
        zh="目录所在的数据库（SQLAlchemy 地址）",
    )
    chroma_url: str | None = setting(
        variable="CHROMA_URL",
        place=True,
        usually=("none (vectors under `JIWEN_HOME`)", "无（向量存于 `JIWEN_HOME`）"),
        en="a Chroma server, such as `http://127.0.0.1:8000`",
        zh="Chroma 服务器地址，如 `http://127.0.0.1:8000`",
    )

    exact_at_most: int = setting(
        200_000,
        ge=0,
        le=100_000_000,
        unit="passages",
        en="up to so many passages every vector is looked at as it is",
        zh="段落不超过此数时，逐一比较原样的向量",
        source="300 MB of memory at 384 numbers each, and some 40 ms on two cores",
    )
    quantised_at_most: int = setting(
        3_000_000,
        ge=0,
        le=100_000_000,
        unit="passages",
        en="above that, and up to so many, every vector is looked at in one byte a number, and the "
        "best again as they are; above, Chroma's index is asked",
        zh="再多而不超过此数时，逐一比较每个数压成一个字节的向量，最好的再按原样排序；"
        "超过时用 Chroma 的索引",
        source="390 MB of memory and 120 ms of processor time a million (decision 024)",
    )
    wait_seconds: float = setting(
        600.0,
        ge=0,
        le=86_400,
        unit="s",
        en="how long a writer waits for another process that writes",
        zh="写入时等待另一个写入进程的最长时间",
        source="chosen, not measured",
    )
    busy_seconds: float = setting(
        30.0,
        ge=0,
        le=3600,
        unit="s",
        en="how long the database waits for another process's transaction",
        zh="数据库等待另一个进程事务的最长时间",
        source="chosen, not measured",
    )
    chroma_seconds: float = setting(
        120.0,
        gt=0,
        le=3600,
        unit="s",
        en="how long a Chroma server is waited for",
        zh="等待 Chroma 服务器回应的最长时间",
        source="a thousand vectors take 2 s to add, on a machine twenty times too busy a minute",
    )
    search_width: int = setting(
        1000,
        ge=10,
        le=100_000,
        unit="passages",
        en="how widely Chroma's index searches (ef_search); for a shelf that is made anew",
        zh="Chroma 索引的搜索宽度（ef_search），新建报告库时生效",
        source="at 100,000 passages 100 finds 0.73 of the nearest fifty, in 2 ms; "
        "1000 finds 0.99, in 3",
    )
    keyword_memory_bytes: int = setting(
        64_000_000,
        ge=15_000_000,
        le=4_000_000_000,
        unit="bytes",
        en="memory that the keyword index writes with",
        zh="写入关键词索引所用的内存",
        source="Tantivy asks for 15 MB at least",
    )

    @field_validator("database_url")
    @classmethod
    def _is_a_database(cls, url: str) -> str:
        if not url.partition("://")[2]:
            raise StoreError(
                N_(
                    "DATABASE_URL={url!r} is not a database URL. Write it like "
                    "sqlite:///data/catalogue.sqlite, or leave it out."
                ),
                url=url,
            )
        return url

    @field_validator("chroma_url")
    @classmethod
    def _is_a_server(cls, url: str | None) -> str | None:
        parts = urlsplit(url or "http://none")
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise StoreError(
                N_(
                    "CHROMA_URL={url!r} is not a server's address. Write it like "
                    "http://127.0.0.1:8000, or leave it out."
                ),
                url=url,
            )
        return url


USUAL = StoreSettings()
"""The settings where none are given."""
