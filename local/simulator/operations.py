"""The create operations: where they live, what they ask for and how they report."""

from __future__ import annotations

from dataclasses import dataclass

_MUSIC_RECORDS = "/api/v1/generate/record-info"
_STAGES = ("text", "first", "complete")


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
    needs_callback: bool = True
    clips: int = 2
    failed_data: str = "null"


def _music(name: str, *required: str, record_type: str = "generate", failed_data: str = "null") -> Operation:
    suffix = "" if name == "generate" else f"/{name}"
    path = f"/api/v1/generate{suffix}"
    return Operation(name, path, required, record_type=record_type, failed_data=failed_data)


def _single(name: str, base: str, *required: str, tail: str = "/generate") -> Operation:
    return Operation(name, f"{base}{tail}", required, name, f"{base}/record-info", name, ("complete",))


OPERATIONS = (
    _music("generate", "customMode", "instrumental", "model"),
    _music("extend", "defaultParamFlag", "audioId", "model", record_type="extend", failed_data="list"),
    _music("upload-cover", "uploadUrl", "customMode", "instrumental", "model",
           record_type="upload_cover", failed_data="list"),
    _music("upload-extend", "uploadUrl", "defaultParamFlag", "model",
           record_type="upload_extend", failed_data="list"),
    _music("add-instrumental", "uploadUrl", "title", "tags", "negativeTags"),
    _music("add-vocals", "uploadUrl", "prompt", "title", "style", "negativeTags"),
    _music("mashup", "uploadUrlList", "customMode", "model"),
    Operation("replace-section", "/api/v1/generate/replace-section",
              ("taskId", "audioId", "prompt", "tags", "title", "infillStartS", "infillEndS"),
              stages=("complete",), needs_callback=False, clips=1, failed_data="absent"),
    _single("lyrics", "/api/v1/lyrics", "prompt", tail=""),
    _single("wav", "/api/v1/wav", "taskId", "audioId"),
    _single("mp4", "/api/v1/mp4", "taskId", "audioId"),
    _single("vocal-removal", "/api/v1/vocal-removal", "taskId", "audioId"),
)  # fmt: skip

RECORD_PATHS = tuple(dict.fromkeys(operation.record_path for operation in OPERATIONS))
CREDIT_PATHS = {"sunoapi": "/api/v1/generate/credit", "kie": "/api/v1/chat/credit"}
