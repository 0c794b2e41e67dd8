"""What providers send: every shape that is read, and what they are answered."""

from __future__ import annotations

import json
from typing import Any

from tools.openapi.found import ROOT
from tools.openapi.parts import Part

_TEXT = {"type": ["string", "null"]}
_ID = {"type": "string", "minLength": 1}
_CLIP_NAMES = (
    "id audio_url audioUrl source_audio_url sourceAudioUrl stream_audio_url streamAudioUrl source_stream_audio_url "
    "sourceStreamAudioUrl image_url imageUrl source_image_url sourceImageUrl prompt model_name modelName title tags"
)
_TASK = {"task_id": _ID, "taskId": _ID}
_CLIPS = {"type": "array", "items": {"$ref": "#/components/schemas/CallbackClip"}}

SCHEMAS: dict[str, Part] = {
    "CallbackClip": {
        "type": "object",
        "description": "A song as far as it is, in either case; what is missing is empty, null or not there.",
        "properties": {
            **dict.fromkeys(_CLIP_NAMES.split(), _TEXT),
            "createTime": {"type": ["string", "integer", "null"], "description": "Text, or milliseconds since 1970."},
            "duration": {"type": ["number", "null"]},
        },
    },
    "CallbackOfTask": {
        "type": "object",
        "description": "News of a task. Files (WAV, stems, video) are told in `data` itself, without a `callbackType`.",
        "properties": {
            "code": {"type": "integer", "description": "200, or why it failed."},
            "msg": _TEXT,
            "data": {
                "type": ["object", "null"],
                "properties": {
                    "callbackType": {"type": "string", "examples": ["text", "first", "complete", "error"]},
                    **_TASK,
                    "data": {"type": ["array", "null"], "items": {"type": "object"}},
                },
            },
        },
        "required": ["code", "data"],
    },
    "CallbackOfClips": {
        "type": "object",
        "description": "Clips alone: they tell how far they are.",
        "properties": {**_TASK, "data": _CLIPS},
        "required": ["data"],
    },
    "CallbackOfClip": {
        "type": "object",
        "description": "One clip.",
        "properties": {"id": _ID, "audioUrl": _TEXT, "status": _TEXT, **_TASK},
        "required": ["status"],
    },
    "CallbackOfStage": {
        "type": "object",
        "description": "A stage, and what can be heard at it.",
        "properties": {
            "stage": {"type": "string", "examples": ["first", "complete"]},
            "streamUrl": _TEXT,
            "downloadUrl": _TEXT,
            "duration": {"type": ["number", "null"]},
            **_TASK,
        },
        "required": ["stage"],
    },
}
_SHAPES = [name for name in SCHEMAS if name != "CallbackClip"]
SCHEMAS["Callback"] = {
    "description": "Any of the shapes.",
    "anyOf": [{"$ref": f"#/components/schemas/{name}"} for name in _SHAPES],
}

_CLIP = {"id": "3c9d7f52-8a14-4b6e-9f0d-1e2a3b4c5d6e", "audioUrl": "https://cdn1.example.com/a.mp3"}
_OF_TASK = "0f1e2d3c4b5a69788796a5b4c3d2e1f0"
_EXAMPLES: dict[str, Any] = {
    "CallbackOfClips": {"taskId": _OF_TASK, "data": [{**_CLIP, "duration": 181.2}]},
    "CallbackOfClip": {**_CLIP, "status": "complete", "taskId": _OF_TASK},
    "CallbackOfStage": {"stage": "complete", "downloadUrl": "https://cdn1.example.com/a.mp3", "duration": 181.2},
}


def _sample() -> Any:
    event = json.loads((ROOT / "events" / "callback.webhook.json").read_text("utf-8"))
    return json.loads(event["body"])


def body(shape: str = "Callback") -> Part:
    """The request body of a callback, of one shape or of any."""
    schema, example = {"$ref": f"#/components/schemas/{shape}"}, _EXAMPLES.get(shape) or _sample()
    return {"required": True, "content": {"application/json": {"schema": schema, "example": example}}}


def webhooks(operation: Part) -> dict[str, Part]:
    """One webhook for each shape; all are taken, and answered, by the operation that receives them."""
    shared = {**operation, "parameters": PARAMETERS}
    return {
        shape[0].lower() + shape[1:]: {
            "post": {
                **shared,
                "operationId": f"send{shape}",
                "summary": SCHEMAS[shape]["description"].partition(". ")[0].removesuffix("."),
                "requestBody": body(shape),
            }
        }
        for shape in _SHAPES
    }


def _query(name: str, description: str) -> Part:
    return {"name": name, "in": "query", "schema": {"type": "string"}, "description": description}


PARAMETERS: list[Part] = [
    _query("track", "The track, as the callback's URL names it."),
    _query("segment", "The same of a segment."),
    _query("token", "The secret of the callback's URL."),
    *(
        {"name": name, "in": "header", "schema": {"type": "string"}, "description": f"Signature scheme `{scheme}`."}
        for name, scheme in (
            ("X-Suno-Signature", "body"),
            ("X-Webhook-Timestamp", "kie` or `timestamped"),
            ("X-Webhook-Signature", "kie` or `timestamped"),
            ("webhook-id", "standard"),
            ("webhook-timestamp", "standard"),
            ("webhook-signature", "standard"),
        )
    ),
]

_RECEIPTS = {
    "CallbackTaken": (
        200,
        "It was processed (`stage`), known (`cached`), or is kept for later (`queued`).",
        {"ok": True, "stage": "complete"},
    ),
    "CallbackOfNobody": (
        202,
        "Nobody knows this task yet.",
        {"ok": False, "message": "track_not_found_yet", "retry": True},
    ),
    "CallbackMalformed": (
        400,
        "It is no JSON, or has no shape that we know.",
        {"ok": False, "error": "invalid_payload"},
    ),
    "CallbackUnproven": (401, "Nothing proves it.", {"ok": False, "error": "invalid_token"}),
}
_PROBLEMS = {"404": "NotFound", "413": "PayloadTooLarge", "429": "Throttled", "500": "Internal"}


def answers() -> dict[str, Part]:
    """The responses to a callback: of its own kind, but where nothing of it was looked at."""
    told = {str(status): name for name, (status, _, _) in _RECEIPTS.items()} | _PROBLEMS
    return {status: {"$ref": f"#/components/responses/{name}"} for status, name in told.items()}


def receipts(schema: Part) -> dict[str, Part]:
    """The components that these are."""
    return {
        name: {"description": words, "content": {"application/json": {"schema": schema, "example": example}}}
        for name, (_, words, example) in _RECEIPTS.items()
    }
