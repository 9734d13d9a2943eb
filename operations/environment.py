"""The environment → a room's settings: each with its unit and source, its errors in both languages.

A room's settings are one class of `RoomSettings`. A setting is read from the variable it names,
else from JIWEN_<ROOM>_<NAME>; only entry points read the environment itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from types import NoneType
from typing import Any, ClassVar, Self, get_args
from urllib.parse import urlsplit

from annotated_types import Ge, Gt, Le
from pydantic import Field, SecretStr, ValidationError
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from languages import N_, Message
from operations.errors import Foreseen


def setting(
    default: object = None,
    *,
    en: str,
    zh: str,
    unit: str = "",
    source: str = "",
    variable: str = "",
    usually: tuple[str, str] = ("", ""),
    place: bool = False,
    default_factory: Callable[..., Any] | None = None,
    **bounds: float,
) -> Any:  # noqa: ANN401 - what a class of settings says of the type is what counts
    """A setting: what it is, in both languages, its unit, and where its default comes from.

    `usually` tells the default in English and Chinese where it is no plain value; a `place` says
    where something is, so that no answer depends on it; `bounds` are pydantic's (gt, ge, le).
    """
    told = {
        "zh": zh,
        "unit": unit,
        "source": source,
        "variable": variable,
        "usually": usually,
        "place": place,
    }
    fallback = {"default_factory": default_factory} if default_factory else {"default": default}
    field: Any = Field  # it takes either of the two, which its types tell apart
    return field(
        **fallback,
        description="; ".join(part for part in (en, unit, source) if part),
        json_schema_extra={"en": en, **told},
        validate_default=True,
        **bounds,
    )


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of a setting.

    `own` says that its variable has a name of its own, `place` that it says where something is.
    """

    variable: str
    own: bool
    place: bool
    default: tuple[str, str]
    unit: str
    en: str
    zh: str
    source: str


class RoomSettings(BaseSettings):
    """A room's settings: frozen, with a default for each."""

    model_config = SettingsConfigDict(frozen=True, extra="forbid")

    error: ClassVar[type[Foreseen]]
    """The room's error for a value that makes no sense."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Nothing is read but what is given."""
        return (init_settings,)

    @classmethod
    def from_environ(cls, env: Mapping[str, str]) -> Self:
        """Environment variables → settings; an empty variable is as if unset.

        Raises the room's error where a value makes no sense.
        """
        written = {name: env.get(told.variable, "").strip() for name, told in cls.told().items()}
        try:
            return cls(**{name: value for name, value in written.items() if value})
        except ValidationError as error:
            name = str(error.errors()[0]["loc"][0])
            raise cls.error(
                _NONSENSE,
                variable=cls.told()[name].variable,
                value=written[name],
                must=_must_be(cls.model_fields[name]),
            ) from error

    @classmethod
    def told(cls) -> dict[str, Told]:
        """The settings by name, and what is told of each."""
        prefix = cls.model_config.get("env_prefix", "")
        return {
            name: _told(field, f"{prefix}{name.upper()}")
            for name, field in cls.model_fields.items()
        }

    def __str__(self) -> str:
        """Each variable, its value (not that of a key), and what it is."""
        return "\n".join(
            f"{told.variable}={_shown(getattr(self, name))}  # {told.en}{_in(told.unit)}"
            for name, told in self.told().items()
        )


def changed(settings: RoomSettings) -> dict[str, str]:
    """Settings → variables and values of those set otherwise than by default, as an answer keeps.

    Places and keys are left out: no answer depends on where something is.
    """
    usual = type(settings)()
    return {
        told.variable: _shown(value)
        for name, told in settings.told().items()
        if name in settings.model_fields_set
        and not told.place
        and (value := getattr(settings, name)) != getattr(usual, name)
        and not isinstance(value, SecretStr)
    }


def in_readme(written: str, rooms: Sequence[type[RoomSettings]], language: str) -> str:
    """The README in `language` → the same, its table of settings made anew.

    Raises ValueError where it has no such table.
    """
    head, *rows = _own_table(rooms, language)
    made = "".join(f"{line}\n" for line in (head, *rows))
    # Not as a pattern's replacement: in that, a backslash would be none.
    new, found = re.subn(rf"^{re.escape(head)}\n(?:\|.*\n)*", lambda _: made, written, flags=re.M)
    if found != 1:
        raise ValueError(f"{found} tables are headed {head!r}, not one: write that line once")
    return new


def _own_table(rooms: Sequence[type[RoomSettings]], language: str) -> list[str]:
    """The settings whose variables have names of their own, line by line."""
    heads = {"zh": ("变量", "默认值", "作用"), "en": ("variable", "default", "what it is")}
    own: dict[str, Told] = {}
    for room in rooms:
        own |= {t.variable: t for t in room.told().values() if t.own and t.variable not in own}
    rows = [
        (f"`{t.variable}`", t.default[language == "zh"], t.zh if language == "zh" else t.en)
        for t in own.values()
    ]
    return _table(heads[language], rows)


def limits_page(rooms: Sequence[type[RoomSettings]]) -> str:
    """All other settings, in both languages, room by room."""
    lines = [
        "# Limits 各项限额",
        "",
        "Environment variables, beside those of the README; none is needed. This page is made by "
        "`make settings`.",
        "",
        "环境变量，均可不设；常用的见 README。本页由 `make settings` 生成。",
    ]
    head = ("variable 变量", "default 默认值", "unit 单位", "what it is", "作用", "source 依据")
    for room in rooms:
        rows = [
            (f"`{t.variable}`", t.default[0], t.unit, t.en, t.zh, t.source)
            for t in room.told().values()
            if not t.own
        ]
        if rows:
            lines += ["", f"## {room.__module__.partition('.')[0]}", "", *_table(head, rows)]
    return "\n".join(lines) + "\n"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    return [f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *rows)]


def absolute(path: Path) -> Path:
    """A path as a person writes it, `~` for their own folder → an absolute one."""
    return path.expanduser().absolute()


def _told(field: FieldInfo, variable: str) -> Told:
    extra: Any = field.json_schema_extra
    plain = _shown(field.default) if not field.default_factory else ""
    default_en, default_zh = extra["usually"]
    return Told(
        variable=extra["variable"] or variable,
        own=bool(extra["variable"]),
        place=extra["place"],
        default=(default_en or f"`{plain}`", default_zh or f"`{plain}`"),
        unit=extra["unit"],
        en=extra["en"],
        zh=extra["zh"],
        source=extra["source"],
    )


def _shown(value: object) -> str:
    match value:
        case None:
            return ""
        case SecretStr():
            return "…"
        case Enum():
            return str(value.value)
        case str() if "@" in value and (url := urlsplit(value)).scheme:
            return url._replace(netloc=f"…@{url.netloc.rpartition('@')[2]}").geturl()
        case float():
            return f"{value:g}"
    return str(value)


def _in(unit: str) -> str:
    return f" ({unit})" if unit else ""


_NONSENSE = N_("{variable}={value} cannot be used: it must be {must}. Correct it, or leave it out.")


def _must_be(field: FieldInfo) -> Message:
    kind = next((k for k in get_args(field.annotation) if k is not NoneType), field.annotation)
    if isinstance(kind, type) and issubclass(kind, Enum):
        values = [str(member.value) for member in kind]
        return Message("one of {values}", {"values": ", ".join(values)})
    if kind is bool:
        return Message("true or false")
    number = Message("a whole number") if "int" in str(kind) else Message("a number")
    limits = dict(zip(("first", "second"), _limits(field), strict=False))
    if not limits:
        return number
    said = {1: N_("{number} {first}"), 2: N_("{number} {first} and {second}")}
    return Message(said[len(limits)], {"number": number, **limits})


def _limits(field: FieldInfo) -> Iterator[Message]:
    for bound in field.metadata:
        match bound:
            case Gt(gt):
                yield Message("above {limit}", {"limit": gt})
            case Ge(ge):
                yield Message("of at least {limit}", {"limit": ge})
            case Le(le):
                yield Message("at most {limit}", {"limit": le})
