"""What single operations refuse beyond a missing field: spans, choices, addresses, models of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

from .config import Json
from .dialects import Reason, Refusal
from .operations import Operation

_Checks = Callable[[Json, str], Iterator[str]]

STEM_TYPES = ("separate_vocal", "split_stem")
_KIE_SPAN = (6, 60)
_SUNOAPI_SHORTEST_SPAN = 10
_PERSONA_SPAN = (10, 30)
_DURATION = (10, 360)
_VARIETY = range(5)
# sunoapi.org's pages name two, kie.ai's three
_ADDING_MODELS = {"sunoapi": ("V4_5PLUS", "V5"), "kie": ("V4_5PLUS", "V5", "V5_5")}


def particulars(operation: Operation, body: Json, dialect: str) -> Iterator[Refusal]:
    """What the operation's own page objects to."""
    checks = (_uploads, *_CHECKS.get(operation.name, ()))
    yield from (Refusal(Reason.INVALID, words) for check in checks for words in check(body, dialect))


def is_address(text: object) -> bool:
    """Whether this is an HTTP address with a host."""
    try:
        parts = urlsplit(str(text))
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and not set(str(text)) & set(" \t\r\n")


def uploads_of(body: Json) -> list[object]:
    """The addresses of the songs from elsewhere."""
    listed = body.get("uploadUrlList")
    return [*([body["uploadUrl"]] if body.get("uploadUrl") else ()), *(listed if isinstance(listed, list) else ())]


def _uploads(body: Json, _dialect: str) -> Iterator[str]:
    if not all(is_address(address) for address in uploads_of(body)):
        yield "uploadUrl is not a valid URL"


def _two(body: Json, _dialect: str) -> Iterator[str]:
    if len(body["uploadUrlList"]) != 2:
        yield "uploadUrlList must hold exactly 2 URLs"


def _adding(body: Json, dialect: str) -> Iterator[str]:
    if body.get("model", "V4_5PLUS") not in _ADDING_MODELS[dialect]:
        yield "The model is not supported"


def _newest(body: Json, _dialect: str) -> Iterator[str]:
    if body.get("variety") not in (None, *_VARIETY):
        yield "variety must be between 0 and 4"
    if not _within(body.get("duration", _DURATION[0]), _DURATION):
        yield "duration must be between 10 and 360"


def _section(body: Json, dialect: str) -> Iterator[str]:
    start, end = body["infillStartS"], body["infillEndS"]
    if any(number != round(number, 2) for number in (start, end)):
        yield "infillStartS and infillEndS have at most 2 decimals"
    if not 0 <= start < end:
        yield "infillStartS must be less than infillEndS"
    # 16.1 - 10.1 is a little less than 6 in floating point
    yield from _span(round(end - start, 2), dialect)


def _span(seconds: float, dialect: str) -> Iterator[str]:
    if dialect == "kie" and not _within(seconds, _KIE_SPAN):
        yield "The section must be between 6 and 60 seconds long"
    if dialect == "sunoapi" and seconds < _SUNOAPI_SHORTEST_SPAN:
        yield "The section must be at least 10 seconds long"


def _origin(body: Json, dialect: str) -> Iterator[str]:
    """At sunoapi.org the song is one of theirs, or one from elsewhere with a model, and never both."""
    if dialect == "kie":
        return
    if ("uploadUrl" in body) == bool({"taskId", "audioId"} & body.keys()):
        yield "Please enter either taskId and audioId or uploadUrl and model"
    for name in ("uploadUrl", "model") if "uploadUrl" in body else ("taskId", "audioId"):
        if not body.get(name):
            yield f"Please enter {name}"


def _video(body: Json, _dialect: str) -> Iterator[str]:
    for name in ("author", "domainName"):
        if not isinstance(body.get(name, ""), str):
            yield f"{name} has the wrong type"


def _stems(body: Json, _dialect: str) -> Iterator[str]:
    if body.get("type", STEM_TYPES[0]) not in STEM_TYPES:
        yield f"type must be one of {', '.join(STEM_TYPES)}"


def _aligned(body: Json, dialect: str) -> Iterator[str]:
    if dialect == "sunoapi" and not body.get("audioId") and body.get("musicIndex") not in (0, 1):
        yield "Please enter audioId or musicIndex"


def _persona(body: Json, _dialect: str) -> Iterator[str]:
    start, end = body.get("vocalStart", 0), body.get("vocalEnd", _PERSONA_SPAN[1])
    if not all(_within(one, (0, float("inf"))) for one in (start, end)):
        yield "vocalStart and vocalEnd must be numbers"
    elif not _within(round(end - start, 2), _PERSONA_SPAN):
        yield "The vocal section must be between 10 and 30 seconds long"


def _within(number: object, bounds: tuple[float, float]) -> bool:
    if isinstance(number, bool) or not isinstance(number, int | float):
        return False
    return bounds[0] <= number <= bounds[1]


_CHECKS: dict[str, tuple[_Checks, ...]] = {
    "generate": (_newest,), "mashup": (_two,), "add-vocals": (_adding,), "add-instrumental": (_adding,),
    "replace-section": (_section, _origin, _newest), "mp4": (_video,), "vocal-removal": (_stems,),
    "timestamped-lyrics": (_aligned,), "persona": (_persona,),
}  # fmt: skip
