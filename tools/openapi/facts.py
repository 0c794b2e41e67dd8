"""What neither a route nor its types say: which refusals of the domain it can meet, what it does, what comes next."""

from __future__ import annotations

from dataclasses import dataclass

STARTING = (
    "insufficient_credits",
    "idempotency_mismatch",
    "unsupported_feature",
    "provider_error",
    "provider_unavailable",
)
ASKING = ("idempotency_mismatch", "unsupported_feature", "provider_error", "provider_unavailable", "timeout")
STARTED = {202: "It is on its way.", 200: "The same request had started it before."}
OF_TRACK = ("getTrack", "deleteTrack", "postSignTrack", "postSync")
OF_RUN = ("getParcours", "runParcours", "patchParcours", "cancelParcours", "deleteParcours")


@dataclass(frozen=True, slots=True)
class Fact:
    """Of one operation. `refusals` are beside those that follow from the route itself."""

    refusals: tuple[str, ...] = ()
    outcomes: dict[int, str] | None = None
    links: tuple[str, ...] = ()
    more: str = ""


def _on_version(more: str) -> Fact:
    return Fact((*STARTING, "conflict"), STARTED, OF_TRACK, more)


FACTS = {
    "postTrack": Fact(STARTING, STARTED, OF_TRACK, "Costs 1 credit."),
    "postBatch": Fact((), {207: "Each with its own result; `status` is what it would have been by itself."}),
    "postLyrics": Fact(STARTING, STARTED, OF_TRACK, "Costs 0.1 credits. The track has `texts` instead of versions."),
    "postExtend": _on_version("Costs 0.5 credits."),
    "postReplace": _on_version("Costs 0.5 credits."),
    "postCover": _on_version("Costs 0.5 credits."),
    "postVocals": _on_version("Costs 0.5 credits."),
    "postInstrumental": _on_version("Costs 0.5 credits."),
    "postStems": _on_version("Costs 0.5 credits. The stems become `files` of the version."),
    "postWav": _on_version("Costs 0.5 credits. The WAV becomes one of the `files` of the version."),
    "postVideo": _on_version("Costs 0.5 credits. The video becomes the version's `videoUrl`."),
    "postMerge": Fact((*STARTING, "conflict", "not_found"), STARTED, OF_TRACK, "Costs 0.5 credits."),
    "postWords": Fact((*ASKING, "conflict"), {200: "The words."}, (), "Free."),
    "postRecover": Fact((*ASKING, "conflict"), {202: "The track, whose audio is asked for."}, OF_TRACK, "Free."),
    "postPersona": Fact(
        (*ASKING, "conflict", "not_found"),
        {201: "The voice.", 200: "The same request had made it before."},
        (),
        "Free. Use it as `personaId` of `POST /tracks`.",
    ),
    "postBoost": Fact(("unsupported_feature", "provider_error", "provider_unavailable"), None, (), "Free."),
    "getProviderCredits": Fact(("forbidden", "provider_error", "provider_unavailable"), None, (), "Admins only."),
    "listTracks": Fact((), None, ("getTrack", "listTracks"), "Lists what has songs or texts; others by `taskType`."),
    "getTrack": Fact(
        (),
        None,
        ("putPreferred", "deleteTrack", "postSignTrack"),
        "Ask again until `status` is `completed` or `failed`.",
    ),
    "deleteTrack": Fact(("conflict",), {204: "It is gone."}, (), "A running one is cancelled first."),
    "postSignTrack": Fact(("forbidden", "not_found", "conflict"), None, (), "409 until our copy is there."),
    "putUser": Fact(("forbidden",)),
    "getMetrics": Fact(("forbidden",), None, ("getMetrics",), "Admins only."),
    "grantCredits": Fact(("forbidden", "conflict", "idempotency_mismatch"), None, ("putUser",)),
    "listTransactions": Fact((), None, ("listTransactions",)),
    "listNotifications": Fact((), None, ("readNotification", "listNotifications")),
    "readNotification": Fact((), {204: "It is marked as read."}),
    "postParcours": Fact(
        ("insufficient_credits", "not_enabled", "idempotency_mismatch", "conflict"),
        {201: "The run is there.", 200: "The same request had made it before."},
        OF_RUN,
    ),
    "listParcours": Fact((), None, ("getParcours", "listParcours")),
    "runParcours": Fact(
        ("insufficient_credits", "not_enabled", "conflict"),
        {202: "It is in motion.", 200: "It was in motion before."},
        ("getParcours", "cancelParcours"),
        "Costs 1 credit a segment. What is complete is not made again.",
    ),
    "cancelParcours": Fact(("conflict",), None, ("getParcours", "deleteParcours")),
    "deleteParcours": Fact((), {204: "It is gone."}, (), "A running one is cancelled first."),
}
"""By the operation's id; what needs none has none."""

TAGS = {
    "Tracks": ("Songs, and all that is made of them.", "tracks sign-track sync lyrics merges personas styles"),
    "Journeys": ("Runs of a journey (parcours): segments, one after the other.", "parcours"),
    "Account": ("Credits, limits, messages.", "credits notifications"),
    "Providers": ("What makes the music.", "providers"),
    "Administration": ("For members of the group `admin`.", "admin metrics"),
    "Service": ("The service itself, and its document.", "health openapi.json docs"),
    "Webhooks": ("For the providers, not for you.", "webhooks"),
}
"""Tag -> what it is, and the first segments of its paths."""


def tag_of(path: str) -> str:
    """The tag of a path."""
    first = path.split("/")[1]
    return next(tag for tag, (_, segments) in TAGS.items() if first in segments.split())
