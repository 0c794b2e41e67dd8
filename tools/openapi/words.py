"""What the types cannot say: rules between fields, and what a field means."""

from __future__ import annotations

from typing import Any

_GIVEN = {"type": "string"}
_NONE = {"type": "null"}


def _both(**values: Any) -> dict[str, Any]:
    """A body that has all of these."""
    return {"required": list(values), "properties": values}


_SONG: dict[str, Any] = {
    "not": {
        "anyOf": [
            {"properties": {"prompt": _NONE, "lyrics": _NONE}},
            _both(lyrics=_GIVEN, customMode={"const": False}),
            _both(hasVocals={"const": True}, makeInstrumental={"const": True}),
        ]
    }
}
RULES: dict[str, dict[str, Any]] = {
    "SongBody": {
        "description": "A song. It needs a `prompt` or `lyrics`; `lyrics` do not go with `customMode: false`, nor "
        "`hasVocals: true` with `makeInstrumental: true`. Lengths are counted after cleaning: markup and control "
        "characters go.",
        **_SONG,
    },
    "SignRequest": {
        "description": "Either a track's version, or a segment.",
        "not": {
            "anyOf": [
                {"properties": {"trackId": _NONE, "segmentId": _NONE}},
                _both(trackId=_GIVEN, segmentId=_GIVEN),
            ]
        },
    },
}
"""By a schema's name: what has to hold between its fields, and in which words."""

FIELDS = {
    "amount": "Credits, exact to a tenth.",
    "asset": "Which file of the version.",
    "audioUrl": "Plays the song: the provider's URL until our copy is there, then ours, good for an hour.",
    "audioWeight": "How much the reference recording counts.",
    "autoStart": "Start the run at once; 402, and nothing is made, if the credits do not suffice.",
    "balance": "Credits after this line.",
    "briefSource": "Who wrote the words: `openai` or `preset`.",
    "codes": "How many tracks failed by each code, `cancelled` included.",
    "continueAt": "The second at which the song goes on; inside the song. By default its end.",
    "coverUrl": "The picture.",
    "creditsCharged": "Credits that were taken.",
    "creditsRefunded": "Credits that came back.",
    "cursor": "Where the next page begins; null at the end.",
    "customMode": "Whether title, style and words are taken as they are (Suno).",
    "durationSeconds": "How long it is.",
    "endAt": "The second at which the part ends.",
    "errorRate": "Which share of what ended has failed; null where nothing ended.",
    "expiresAt": "When the URL stops to play.",
    "firstAt": "When it could be heard first.",
    "generationsToday": "Generations that count in today's limit (UTC).",
    "idempotencyKey": "The same as the header `Idempotency-Key`.",
    "isPreferred": "Whether its owner likes this version best.",
    "lyrics": "The words to sing.",
    "makeInstrumental": "No voice at all.",
    "modelVersion": "The provider's model.",
    "negativeTags": "What it shall not sound like.",
    "personaId": "A voice made by `POST /personas`.",
    "perDay": "Null is no limit.",
    "presetKey": "The `key` of one of `GET /parcours/presets`.",
    "projectId": "Any name of yours by which tracks can be listed.",
    "prompt": "What it shall be about.",
    "provider": "`suno`, `mureka`, `minimax`, `elevenlabs` or `auto`; `GET /providers` says what each can do.",
    "referenceAudioUrl": "A recording to be sung anew: a public https address.",
    "requestId": "Tell us this when something is our fault.",
    "running": "Generations that run now.",
    "segmentId": "The id of the segment's track; a segment that is made again gets a new one.",
    "sha256": "Of the stored audio, in hex.",
    "startAt": "The second at which the part begins.",
    "status": "Only moves forward.",
    "stored": "Whether our own copy is there.",
    "streamUrl": "Plays the song while it is being made.",
    "stuck": "Tracks that their provider has had for too long, now.",
    "styleTags": "The wanted style, word by word.",
    "styleWeight": "How much the style counts.",
    "sudsEnd": "Distress afterwards, 0 to 10; told as a word.",
    "sudsMid": "Distress in the middle, 0 to 10; told as a word.",
    "sudsStart": "Distress before, 0 to 10; told as a word.",
    "successRate": "Which share of what ended was completed; null where nothing ended.",
    "taskId": "The provider's id of it; null until the provider has taken it.",
    "taskIds": "Only these tasks; without it all that are unfinished.",
    "textAt": "When its words were there.",
    "trackId": "The id of a track.",
    "ttfp": "Time to first preview: seconds from the start to the first song that plays.",
    "ttfc": "Time to final complete: seconds from the start to the end.",
    "usedToday": "Credits used today (UTC).",
    "variantIndex": "Which version of the track, from 0.",
    "videoUrl": "The video, if one was made.",
    "vocalGender": "A man's or a woman's voice.",
    "weirdnessConstraint": "How strange it may be.",
}
"""By a field's name, wherever it is."""
