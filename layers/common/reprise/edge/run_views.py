"""What the API shows of runs and presets: words in the reader's language, and never a score."""

from __future__ import annotations

from reprise.domain.credits import as_number
from reprise.domain.feelings import distress
from reprise.domain.journeys import Parts, is_delivered, length_of, playlist
from reprise.domain.loudness import Loudness
from reprise.domain.presets import Passage, Preset
from reprise.domain.runs import Run
from reprise.domain.states import Status
from reprise.domain.track import Track
from reprise.domain.versions import Asset, Clip, Version
from reprise.edge.problems import pick_language, text
from reprise.edge.run_bodies import LoudnessView, PresetView, RunView, SegmentStatus, SegmentView
from reprise.edge.views import moment, moment_of
from reprise.store.machine import execution_name
from reprise.usecases.journeys import Shown


def run_view(shown: Shown, accept_language: str) -> RunView:
    """A run as a list of runs shows it."""
    run, parts = shown.run, shown.parts
    refunded = run.returned + sum(track.refunded for track in parts.values())
    return {
        "runId": run.run_id,
        "presetKey": run.preset_key,
        "title": run.title,
        "brief": run.brief,
        "briefSource": run.brief_source,
        "status": run.status,
        "segmentsCount": len(run.passages),
        "executionId": execution_name(run) if run.execution else None,
        "durationSeconds": length_of(run, parts).total_seconds(),
        "targetSeconds": sum(passage.target_seconds for passage in run.passages),
        "sudsStart": _distress(run.suds_start, accept_language),
        "sudsMid": _distress(run.suds_mid, accept_language),
        "sudsEnd": _distress(run.suds_end, accept_language),
        "creditsCharged": as_number(run.charged),
        "creditsRefunded": as_number(refunded),
        "createdAt": moment(run.created_at),
        "startedAt": moment_of(run.started_at),
        "readyAt": moment_of(run.ready_at),
        "failedAt": moment_of(run.failed_at),
        "cancelledAt": moment_of(run.cancelled_at),
    }


def whole_run_view(shown: Shown, accept_language: str) -> RunView:
    """A run as it is shown alone: with its segments and notes."""
    return {**run_view(shown, accept_language), "notes": shown.notes, "segments": _segments(shown.run, shown.parts)}


def preset_view(preset: Preset) -> PresetView:
    """A preset."""
    return {
        "key": preset.key,
        "title": preset.script.title,
        "from": preset.starts_from,
        "to": preset.leads_to,
        "minutes": list(preset.minutes),
        "bpm": list(preset.bpm),
        "mode": preset.mode,
        "instruments": list(preset.instruments),
        "segmentsCount": len(preset.script.passages),
    }


def _segments(run: Run, parts: Parts) -> list[SegmentView]:
    if not run.segments:
        return [_segment(passage, index, None) for index, passage in enumerate(run.passages)]
    played = playlist(run, parts)
    return [_segment(_passage_of(run, track, parts), index, track) for index, track in enumerate(played)]


def _passage_of(run: Run, track: Track, parts: Parts) -> Passage:
    """The passage that a track plays; an extension goes on with that of its source."""
    while track.sources:
        track = parts[track.sources[0].track_id]
    return run.passages[track.run_index or 0]


def _segment(passage: Passage, index: int, track: Track | None) -> SegmentView:
    version = track.variant(0) if track else Version(Clip(), 0)
    audio = version.copy(Asset.AUDIO)
    return {
        "segmentId": track.track_id if track else None,
        "segmentIndex": index,
        "title": passage.title,
        "technique": passage.technique,
        "prompt": passage.prompt,
        "status": _status(track),
        "previewUrl": version.clip.stream_url or version.offered(Asset.AUDIO),
        "storagePath": audio.key if audio else None,
        "durationSeconds": version.clip.duration_seconds,
        "targetSeconds": passage.target_seconds,
        "loudness": _loudness(audio.loudness if audio else None),
    }


def _loudness(found: Loudness | None) -> LoudnessView | None:
    return None if found is None else {"lufs": found.lufs, "peak": found.peak, "gainDb": found.gain_db}


def _status(track: Track | None) -> SegmentStatus:
    """How far a segment is. It only moves forward: one that is tried again is still being generated."""
    if track is None or track.status is Status.PENDING:
        return "queued"
    if track.status is Status.FAILED:
        return "failed"
    if is_delivered(track):
        return "complete"
    return "first" if track.plays else "generating"


def _distress(suds: int | None, accept_language: str) -> str | None:
    return None if suds is None else text(f"suds.{distress(suds)}", pick_language(accept_language))
