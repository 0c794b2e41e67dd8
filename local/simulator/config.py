"""What the simulator is told: by environment, by command line or over its control API."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]
Given = str | float | Sequence[float] | Mapping[str, float] | None


@dataclass(frozen=True)
class Config:
    """Every setting; times are seconds, a stage delay of None means "only when told to"."""

    dialect: str = "sunoapi"
    text_style: str = ""
    text_delay: float | None = 1.5
    first_delay: float | None = 4.0
    complete_delay: float | None = 9.0
    retry_delays: tuple[float, ...] = (2.0, 4.0, 8.0)
    callback_timeout: float = 15.0
    resign_retries: bool = True
    rate_limit: int = 20
    rate_window: float = 10.0
    rate_code: int = 0
    record_limit: int = 3
    credits: float = 100_000.0
    cost: float = 12.0
    prices: Mapping[str, float] = field(default_factory=dict)
    video_code: int = 200
    recovery_format: str = "mp3"
    fetch_uploads: bool = False
    song_seconds: float = 0.0
    extension_holds_source: bool = False
    api_key: str = ""
    openai_api_key: str = ""
    webhook_secret: str = ""
    webhook_scheme: str = ""
    base_url: str = ""

    @property
    def style(self) -> str:
        """How callbacks look: as documented (sunoapi) or as really recorded (kie), unless set."""
        return self.text_style or ("real" if self.dialect == "kie" else "documented")

    @property
    def scheme(self) -> str:
        """The signature scheme in use; empty when no secret is set."""
        if not self.webhook_secret:
            return ""
        return self.webhook_scheme or ("kie" if self.dialect == "kie" else "body")

    def patched(self, changes: Mapping[str, Any]) -> Config:
        """A copy with these settings changed; ValueError names what is unknown or malformed."""
        flat = dict(changes)
        for stage, seconds in dict(flat.pop("delays", None) or {}).items():
            flat[f"{stage}_delay"] = seconds
        parsed: Json = {name: _parsed(name, value) for name, value in flat.items()}
        return dataclasses.replace(self, **parsed)

    def public(self) -> Json:
        """The settings without their secrets."""
        shown = dataclasses.asdict(self)
        return shown | {name: bool(shown[name]) for name in ("api_key", "openai_api_key", "webhook_secret")}


def from_env(environ: Mapping[str, str]) -> Config:
    """Settings from SIM_<NAME> variables, for example SIM_DIALECT or SIM_TEXT_DELAY."""
    names = [field.name for field in dataclasses.fields(Config)]
    given = {name: environ[f"SIM_{name.upper()}"] for name in names if f"SIM_{name.upper()}" in environ}
    return Config().patched(given)


def _parsed(name: str, value: Given) -> object:
    if name not in _PARSERS:
        raise ValueError(f"unknown setting: {name}")
    try:
        return _PARSERS[name](value)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{name}: {error}") from error


def _one_of(*allowed: str) -> Callable[[Any], str]:
    def parse(value: Given) -> str:
        if value not in allowed:
            raise ValueError(f"must be one of {', '.join(allowed)}")
        return str(value)

    return parse


def _optional_seconds(value: Given) -> float | None:
    return None if value in (None, "", "never") else _number(value)


def _number(value: Given) -> float:
    if isinstance(value, str | int | float):
        return float(value)
    raise ValueError("must be a number")


def _whole(value: Given) -> int:
    return int(_number(value))


def _seconds_list(value: Given) -> tuple[float, ...]:
    parts = value.split(",") if isinstance(value, str) else value
    if not isinstance(parts, Sequence):
        raise TypeError("must be a list of seconds")
    return tuple(float(part) for part in parts if part != "")


def _numbers(value: Given) -> dict[str, float]:
    """As an object, or as `wav=1,mp4=2`."""
    if isinstance(value, str):
        pairs = dict(part.split("=", 1) for part in value.split(",") if part)
        return {name.strip(): float(number) for name, number in pairs.items()}
    if not isinstance(value, Mapping):
        raise TypeError("must be numbers by name")
    return {str(name): float(number) for name, number in value.items()}


def _flag(value: Given) -> bool:
    return str(value).lower() in ("1", "true", "yes")


def _text(value: Given) -> str:
    return "" if value is None else str(value)


_PARSERS: dict[str, Callable[[Given], object]] = {
    "dialect": _one_of("sunoapi", "kie"),
    "text_style": _one_of("", "documented", "null", "real"),
    "text_delay": _optional_seconds,
    "first_delay": _optional_seconds,
    "complete_delay": _optional_seconds,
    "retry_delays": _seconds_list,
    "callback_timeout": _number,
    "resign_retries": _flag,
    "rate_limit": _whole,
    "rate_window": _number,
    "rate_code": _whole,
    "record_limit": _whole,
    "credits": _number,
    "cost": _number,
    "prices": _numbers,
    "video_code": lambda value: int(_one_of("0", "200")(str(value))),
    "recovery_format": _one_of("mp3", "m4a"),
    "fetch_uploads": _flag,
    "song_seconds": _number,
    "extension_holds_source": _flag,
    "api_key": _text,
    "openai_api_key": _text,
    "webhook_secret": _text,
    "webhook_scheme": _one_of("", "body", "kie", "timestamped", "standard"),
    "base_url": lambda value: _text(value).rstrip("/"),
}
