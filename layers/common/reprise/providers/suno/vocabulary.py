"""The words and names of the resellers' documents: for how far a task is, and for what is told beside it."""

from __future__ import annotations

from reprise.domain.states import Stage

STAGES = {
    "text": Stage.TEXT,
    "first": Stage.FIRST,
    "audio": Stage.COMPLETE,
    "complete": Stage.COMPLETE,
    "error": Stage.ERROR,
    "fail": Stage.ERROR,
    "failed": Stage.ERROR,
    "success": Stage.COMPLETE,
    "succeeded": Stage.COMPLETE,
    "text_success": Stage.TEXT,
    "first_success": Stage.FIRST,
    "streaming": Stage.FIRST,
}
"""The words for a stage, in callbacks."""

RECORD_STAGES = {"TEXT_SUCCESS": Stage.TEXT, "FIRST_SUCCESS": Stage.FIRST, "SUCCESS": Stage.COMPLETE}
REFUSED = "SENSITIVE_WORD_ERROR"
DELIVERY_PROBLEM = "CALLBACK_EXCEPTION"
STATUSES = {
    *RECORD_STAGES, REFUSED, DELIVERY_PROBLEM, "PENDING", "GENERATING", "FAILED", "CREATE_TASK_FAILED",
    "GENERATE_AUDIO_FAILED", "GENERATE_LYRICS_FAILED", "GENERATE_WAV_FAILED", "GENERATE_MP4_FAILED",
}  # fmt: skip
"""The words of records, those of the quickstart included."""

ENVELOPE = {"code", "msg", "data"}
_CLIP = {
    "id", "audioId", "audioUrl", "sourceAudioUrl", "downloadUrl", "streamUrl", "streamAudioUrl",
    "sourceStreamAudioUrl", "imageUrl", "sourceImageUrl", "videoUrl", "prompt", "modelName", "title", "tags",
    "createTime", "duration",
}  # fmt: skip
CALLBACK = {
    *ENVELOPE, *_CLIP, "callbackType", "taskId", "stage", "status", "error", "errorCode", "errorMessage",
    "audioWavUrl", "vocalSeparationInfo", "vocalRemovalInfo",
}  # fmt: skip
RECORD = {
    "taskId", "parentMusicId", "musicId", "musicIndex", "audioId", "param", "response", "status", "successFlag",
    "type", "operationType", "errorCode", "errorMessage", "createTime", "completeTime", "callbackUrl", "callBackUrl",
}  # fmt: skip
ANSWER = {
    "taskId", "alignedWords", "waveformData", "hootCer", "isStreamed", "personaId", "name", "description", "param",
    "result", "creditsConsumed", "creditsRemaining", "successFlag", "errorCode", "errorMessage", "createTime",
}  # fmt: skip
"""Of the data that answers to calls of ours bring."""
