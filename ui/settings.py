"""What the pages show at once, and whom they let in without sign-in."""

from __future__ import annotations

from typing import ClassVar

from pydantic_settings import SettingsConfigDict

from operations.environment import RoomSettings, setting
from operations.errors import Foreseen

ALLOW_UNAUTHENTICATED = "yes, anyone who can reach this address may read and change everything"


class Misconfigured(Foreseen):
    """The secrets or settings of the pages make no sense; the message says what to write."""

    without_content: ClassVar[bool] = True


class UiSettingsError(Misconfigured):
    """An environment variable of the pages has a value that makes no sense."""


class UiSettings(RoomSettings):
    """Settings of the pages."""

    model_config = SettingsConfigDict(env_prefix="JIWEN_UI_")
    error = UiSettingsError

    allow_unauthenticated: str = setting(
        "",
        variable="JIWEN_ALLOW_UNAUTHENTICATED",
        usually=("none", "无"),
        en=f"`{ALLOW_UNAUTHENTICATED}` lets Jiwen listen on another address without sign-in",
        zh=f"写明 `{ALLOW_UNAUTHENTICATED}`，才可在没有登录的情况下监听其他地址",
    )

    records_page: int = setting(
        100,
        ge=10,
        le=1000,
        unit="answers",
        en="how many answers a page of the record shows",
        zh="记录页每页显示多少个回答",
        source="chosen, not measured",
    )
    first_look_seconds: float = setting(
        2.0,
        ge=0,
        le=60,
        unit="s",
        en="how long a page waits at most for the quotation before it is drawn",
        zh="页面首次显示前等待引文的最长时间",
        source="so that the page has it when first drawn, also where ten people ask at once",
    )
    forgotten_after_seconds: float = setting(
        600.0,
        gt=0,
        le=86_400,
        unit="s",
        en="how long a page may take to find out what became of its question",
        zh="问题回答完毕后，页面多久内仍可取得结果",
        source="chosen, not measured",
    )
