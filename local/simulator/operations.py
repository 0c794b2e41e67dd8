"""The operations: where they live, what they ask for and how they report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

_MUSIC_RECORDS = "/api/v1/generate/record-info"
_STAGES = ("text", "first", "complete")
_BOTH = ("sunoapi", "kie")


@dataclass(frozen=True)
class Operation:
    """One row of the table; `failed_data` is what `data.data` holds when it fails."""

    name: str
    path: str
    required: tuple[str, ...]
    kind: str = "music"
    record_path: str = _MUSIC_RECORDS
    record_type: str = "generate"
    stages: tuple[str, ...] = _STAGES
    clips: int = 0
    failed_data: str = "null"
    also: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    """More required fields, by dialect."""
    silent: tuple[str, ...] = ()
    """The dialects that ask for no callBackUrl."""
    dialects: tuple[str, ...] = _BOTH
    id_name: str = "taskId"
    """What its task is called in the answer and in the question for its record."""

    def required_by(self, dialect: str) -> tuple[str, ...]:
        """The fields that one dialect wants."""
        return (*self.required, *self.also.get(dialect, ()))


def _music(name: str, *required: str, record_type: str = "generate", failed_data: str = "null",
           kie: tuple[str, ...] = ()) -> Operation:  # fmt: skip
    suffix = "" if name == "generate" else f"/{name}"
    path = f"/api/v1/generate{suffix}"
    return Operation(name, path, required, record_type=record_type, clips=2, failed_data=failed_data, also={"kie": kie})


def _single(name: str, base: str, *required: str, tail: str = "/generate") -> Operation:
    return Operation(name, f"{base}{tail}", required, name, f"{base}/record-info", name, ("complete",))


def _immediate(name: str, path: str, *required: str, kie: tuple[str, ...] = ()) -> Operation:
    return Operation(name, path, required, "immediate", also={"kie": kie}, silent=_BOTH)


OPERATIONS = (
    _music("generate", "customMode", "instrumental", "model"),
    _music("extend", "defaultParamFlag", "audioId", "model", record_type="extend", failed_data="list"),
    _music("upload-cover", "uploadUrl", "customMode", "instrumental", "model",
           record_type="upload_cover", failed_data="list"),
    _music("upload-extend", "uploadUrl", "defaultParamFlag", "model",
           record_type="upload_extend", failed_data="list", kie=("instrumental", "continueAt")),
    _music("add-instrumental", "uploadUrl", "title", "tags", "negativeTags"),
    _music("add-vocals", "uploadUrl", "prompt", "title", "style", "negativeTags"),
    _music("mashup", "uploadUrlList", "customMode", "model"),
    Operation("replace-section", "/api/v1/generate/replace-section",
              ("prompt", "tags", "title", "infillStartS", "infillEndS"), stages=("complete",), clips=1,
              failed_data="absent", also={"kie": ("taskId", "audioId"), "sunoapi": ("fullLyrics",)}, silent=("kie",)),
    _single("lyrics", "/api/v1/lyrics", "prompt", tail=""),
    _single("wav", "/api/v1/wav", "taskId", "audioId"),
    _single("mp4", "/api/v1/mp4", "taskId", "audioId"),
    _single("vocal-removal", "/api/v1/vocal-removal", "taskId", "audioId"),
    Operation("recovery", "/api/v1/suno/recovery", ("sunoTaskId",), "recovery", "/api/v1/suno/recovery/record-info",
              "recovery", ("complete",), dialects=("sunoapi",), id_name="task_id"),
    _immediate("timestamped-lyrics", "/api/v1/generate/get-timestamped-lyrics", "taskId", kie=("audioId",)),
    _immediate("persona", "/api/v1/generate/generate-persona", "taskId", "audioId", "name", "description"),
    _immediate("boost-style", "/api/v1/style/generate", "content"),
)  # fmt: skip

RECORD_PATHS = {one.record_path: one.id_name for one in OPERATIONS if one.kind != "immediate"}
CREDIT_PATHS = {"sunoapi": "/api/v1/generate/credit", "kie": "/api/v1/chat/credit"}
