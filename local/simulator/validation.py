"""What the providers refuse: missing fields, wrong types, text beyond the model's limit."""

from __future__ import annotations

from collections.abc import Iterator

from .config import Json
from .dialects import Reason, Refusal
from .operations import Operation
from .particulars import is_address, particulars

_COMMON_MODELS = frozenset({"V4", "V4_5", "V4_5PLUS", "V4_5ALL", "V5", "V5_5"})
# V3_5 is in the older sunoapi.org pages only, the V6 names in the newest ones only.
_NEWEST_MODELS = frozenset({"V6", "V6_WILD", "V6_MINI"})
MODELS = {"kie": _COMMON_MODELS, "sunoapi": _COMMON_MODELS | _NEWEST_MODELS | {"V3_5"}}
_SMALL_MODELS = frozenset({"V3_5", "V4"})
_SHORT_TITLES = _SMALL_MODELS | _NEWEST_MODELS | {"V4_5ALL"}
_SHORT_TITLE_PAGES = frozenset({"generate", "mashup"})
_LYRICS_PROMPT = 200
_SMALL_LIMITS = (3000, 200)
_USUAL_LIMITS = (5000, 1000)
_SIMPLE_PROMPT = 500
_NEWEST_SIMPLE_PROMPT = 3000
_NEWEST_LYRICS = 5000
_SIGNATURE = 50
_TYPES: dict[str, tuple[type, ...]] = {
    "customMode": (bool,), "instrumental": (bool,), "defaultParamFlag": (bool,), "uploadUrlList": (list,),
    "continueAt": (int, float), "infillStartS": (int, float), "infillEndS": (int, float),
}  # fmt: skip
_WANTED_TO_EXTEND = {
    "extend": ("prompt", "style", "title", "continueAt"),
    "upload-extend": ("style", "title", "continueAt"),
}
_WEIGHTS = ("styleWeight", "weirdnessConstraint", "audioWeight")
_CHOICES = {"vocalGender": ("m", "f"), "personaModel": ("style_persona", "voice_persona")}


def first_problem(operation: Operation, body: Json, dialect: str) -> Refusal | None:
    """The first thing the provider would object to, or None."""
    return next(_problems(operation, body, dialect), None)


def _problems(operation: Operation, body: Json, dialect: str) -> Iterator[Refusal]:
    yield from _callback(operation, body, dialect)
    yield from _missing(operation, body, dialect)
    yield from _wrong(body, dialect)
    yield from particulars(operation, body, dialect)
    for name, limit in limits(operation.name, body, dialect).items():
        if len(str(body.get(name) or "")) > limit:
            yield Refusal(Reason.TOO_LONG, f"{name} exceeds the maximum length of {limit} characters")


def _callback(operation: Operation, body: Json, dialect: str) -> Iterator[Refusal]:
    url = body.get("callBackUrl")
    if not url and dialect not in operation.silent:
        yield Refusal(Reason.NO_CALLBACK)
    if url and not is_address(url):
        yield Refusal(Reason.INVALID, "callBackUrl is not a valid URL")


def _missing(operation: Operation, body: Json, dialect: str) -> Iterator[Refusal]:
    for name in (*operation.required_by(dialect), *_wanted_by_mode(operation, body)):
        value = body.get(name)
        if value is None or value == "":
            yield Refusal(Reason.INVALID, f"Please enter {name}")
        elif not _has_type(value, _TYPES.get(name, (str,))):
            yield Refusal(Reason.INVALID, f"{name} has the wrong type")


def _wanted_by_mode(operation: Operation, body: Json) -> tuple[str, ...]:
    if body.get("defaultParamFlag"):
        return _WANTED_TO_EXTEND.get(operation.name, ())
    if "customMode" not in body:
        return ()
    if not body["customMode"]:
        return ("prompt",)
    return ("style", "title") if body.get("instrumental") else ("style", "prompt", "title")


def _has_type(value: object, wanted: tuple[type, ...]) -> bool:
    # bool is an int to Python, and not to anybody's JSON schema
    return isinstance(value, wanted) and (isinstance(value, bool) == (bool in wanted))


def _wrong(body: Json, dialect: str) -> Iterator[Refusal]:
    yield from _tuning(body)
    yield from _start(body.get("continueAt"))
    if "model" in body and str(body["model"]) not in MODELS[dialect]:
        yield Refusal(Reason.INVALID, "The model is not supported")


def _start(seconds: object) -> Iterator[Refusal]:
    if isinstance(seconds, int | float) and seconds <= 0:
        yield Refusal(Reason.INVALID, "continueAt must be greater than 0")


def _tuning(body: Json) -> Iterator[Refusal]:
    for name in _WEIGHTS:
        if not _is_weight(body.get(name)):
            yield Refusal(Reason.INVALID, f"{name} must be between 0 and 1")
    for name, allowed in _CHOICES.items():
        if body.get(name) not in (None, "", *allowed):
            yield Refusal(Reason.INVALID, f"{name} must be one of {', '.join(allowed)}")


def _is_weight(value: object) -> bool:
    if value is None:
        return True
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1


def limits(operation: str, body: Json, dialect: str) -> dict[str, int]:
    """Character limits of this request: they follow the operation, the mode, the model and the dialect."""
    if operation == "lyrics":
        return {"prompt": _LYRICS_PROMPT}
    prompt, style = _SMALL_LIMITS if body.get("model") in _SMALL_MODELS else _USUAL_LIMITS
    simple = _NEWEST_SIMPLE_PROMPT if body.get("model") in _NEWEST_MODELS else _SIMPLE_PROMPT
    return {
        "prompt": prompt if body.get("customMode", True) else simple,
        "style": style,
        "tags": style,
        "title": 80 if _has_short_title(operation, body, dialect) else 100,
        "lyrics": _NEWEST_LYRICS,
        "author": _SIGNATURE,
        "domainName": _SIGNATURE,
    }


def _has_short_title(operation: str, body: Json, dialect: str) -> bool:
    return body.get("model") in _SHORT_TITLES or (dialect == "kie" and operation in _SHORT_TITLE_PAGES)
