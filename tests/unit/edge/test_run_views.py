"""What the API shows of runs: the contract's fields, words instead of scores, segments as they are played."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from reprise.domain.loudness import Loudness
from reprise.domain.runs import Run
from reprise.domain.states import Submission
from reprise.domain.track import Track
from reprise.domain.versions import Asset, Copy, Version
from reprise.edge.run_bodies import SegmentView
from reprise.edge.run_views import preset_view, run_view, whole_run_view
from reprise.store.presets import Presets
from reprise.usecases.journeys import Shown
from tests.unit.domain import make
from tests.unit.domain import make_runs as runs
from tests.unit.domain.make import NOW, STREAM_A, A, B, versions
from tests.unit.domain.make_runs import broken, delivered, extension, held, ours, parts

# The contract's own lists.
RUN = """runId presetKey title brief briefSource status segmentsCount executionId durationSeconds targetSeconds
    sudsStart sudsMid sudsEnd creditsCharged creditsRefunded createdAt startedAt readyAt failedAt cancelledAt"""
SEGMENT = """segmentId segmentIndex title technique prompt status previewUrl storagePath durationSeconds targetSeconds
    loudness"""


def shown(run: Run, *tracks: Track, notes: str | None = None) -> Shown:
    return Shown(run, parts(tracks), notes)


def segments(run: Run, *tracks: Track) -> list[SegmentView]:
    return whole_run_view(shown(run, *tracks), "")["segments"]


def test_a_run_has_the_contracts_fields_and_alone_its_segments_and_notes() -> None:
    run = shown(runs.moving(), held("s0"), notes="mine")
    assert set(run_view(run, "")) == set(RUN.split())
    assert set(whole_run_view(run, "")) == {*RUN.split(), "segments", "notes"}
    assert whole_run_view(run, "")["notes"] == "mine"
    assert set(segments(runs.moving(), held("s0"))[0]) == set(SEGMENT.split())


def test_a_whole_run() -> None:
    run = runs.ready(charged=40, returned=5, started_at=NOW, failed_at=NOW, cancelled_at=NOW, execution=2)
    view = run_view(shown(run, delivered("s0", 200.5), broken("s1"), held("s2", refunded=10)), "")
    assert view == {
        "runId": runs.RUN,
        "presetKey": "universel-reset",
        "title": "Back to Zero",
        "brief": "Breathe.",
        "briefSource": "preset",
        "status": "ready",
        "segmentsCount": 3,
        "executionId": f"{runs.RUN}-2",
        "durationSeconds": 200.5,
        "targetSeconds": 900,
        "sudsStart": None,
        "sudsMid": None,
        "sudsEnd": None,
        "creditsCharged": 4,
        "creditsRefunded": 2.5,
        "createdAt": "2026-01-02T03:04:05Z",
        "startedAt": "2026-01-02T03:05:22Z",
        "readyAt": "2026-01-02T03:04:05Z",
        "failedAt": "2026-01-02T03:05:22Z",
        "cancelledAt": "2026-01-02T03:05:22Z",
    }


def test_a_run_that_was_never_started_has_no_execution_and_its_passages_wait() -> None:
    assert run_view(shown(runs.fresh()), "")["executionId"] is None
    first, *others = segments(runs.fresh())
    assert first == {
        "segmentId": None,
        "segmentIndex": 0,
        "title": "Passage 0",
        "technique": "technique 0",
        "prompt": "calm 0",
        "status": "queued",
        "previewUrl": None,
        "storagePath": None,
        "durationSeconds": None,
        "targetSeconds": 300,
        "loudness": None,
    }
    assert [(view["title"], view["segmentIndex"]) for view in others] == [("Passage 1", 1), ("Passage 2", 2)]


@pytest.mark.parametrize(
    ("track", "status"),
    [
        (held("s0"), "queued"),
        (ours(make.queued()), "queued"),
        (ours(make.sending()), "queued"),
        (ours(make.accepted()), "generating"),
        (ours(make.waiting()), "generating"),
        (ours(make.waiting(versions=versions(STREAM_A))), "first"),
        (ours(make.playable()), "first"),
        (ours(make.completed()), "first"),
        (delivered("s0"), "complete"),
        (delivered("s0", versions=(Version(A, 1, (Copy(Asset.AUDIO, refusal="expired"),)),)), "complete"),
        (broken("s0"), "failed"),
        (broken("s0", submission=Submission.HELD), "failed"),
        (broken("s0", submission=Submission.QUEUED), "failed"),
    ],
)
def test_the_status_of_a_segment(track: Track, status: str) -> None:
    assert segments(runs.moving(), track)[0]["status"] == status


def test_a_finished_segment() -> None:
    first, second = segments(runs.moving(), delivered("s0", 200), held("s1", 1))
    assert (first["segmentId"], first["storagePath"], first["durationSeconds"]) == ("s0", "runs/r/s.mp3", 200)
    assert first["previewUrl"] == "https://files.example/a"
    assert (second["segmentId"], second["segmentIndex"], second["title"]) == ("s1", 1, "Passage 1")


def test_how_loud_it_is_is_told_where_it_was_measured() -> None:
    copy = Copy(Asset.AUDIO, "runs/r/s.mp3", 9, "sha", loudness=Loudness(-20.0, 0.5))
    first, second = segments(runs.moving(), delivered("s0", versions=(Version(A, 1, (copy,)),)), delivered("s1"))
    assert first["loudness"] == {"lufs": -20.0, "peak": 0.5, "gainDb": 2.0}
    assert second["loudness"] is None


def test_it_is_heard_in_its_lead() -> None:
    (view,) = segments(runs.moving(), ours(make.playable(versions=versions(A, STREAM_A), lead=1)))
    assert (view["previewUrl"], view["durationSeconds"]) == (STREAM_A.stream_url, None)
    unstreamed = replace(B, stream_url=None)
    assert segments(runs.moving(), ours(make.playable(versions=versions(unstreamed))))[0]["previewUrl"] == B.audio_url
    refused = delivered("s0", versions=(Version(unstreamed, 1, (Copy(Asset.AUDIO, refusal="content"),)),))
    assert segments(runs.moving(), refused)[0]["previewUrl"] is None


def test_an_extension_goes_on_with_the_passage_of_its_source() -> None:
    tracks = [delivered(f"s{n}", 100, run_index=n) for n in range(3)]
    chain = [extension("x0", "s2", 60), extension("x1", "x0", 50)]
    run = runs.moving(extensions=("x0", "x1"))
    views = segments(run, *tracks, *chain)
    assert [(view["segmentId"], view["segmentIndex"], view["title"]) for view in views] == [
        ("s0", 0, "Passage 0"),
        ("s1", 1, "Passage 1"),
        ("s2", 2, "Passage 2"),
        ("x0", 3, "Passage 2"),
        ("x1", 4, "Passage 2"),
    ]
    assert run_view(shown(run, *tracks, *chain), "")["durationSeconds"] == 410


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["at peace", "light", "moderate", "strong", "overwhelming"]),
        ("ru", ["спокойно", "слегка тревожно", "умеренно тяжело", "тяжело", "невыносимо"]),
        ("fr", ["en paix", "léger", "modéré", "fort", "submergeant"]),
    ],
)
def test_distress_is_told_in_words_of_the_readers_language(language: str, words: list[str]) -> None:
    told = [
        run_view(shown(runs.fresh(suds_start=suds, suds_mid=suds, suds_end=suds)), language)
        for suds in (0, 2, 5, 8, 10)
    ]
    for name in ("sudsStart", "sudsMid", "sudsEnd"):
        assert [view[name] for view in told] == words


def test_a_preset_has_the_contracts_fields() -> None:
    preset = Presets().all("fr")[0]
    view = preset_view(preset)
    assert set(view) == {"key", "title", "from", "to", "minutes", "bpm", "mode", "instruments", "segmentsCount"}
    assert (view["key"], view["title"], view["from"], view["to"]) == (
        preset.key, preset.script.title, preset.starts_from, preset.leads_to,
    )  # fmt: skip
    assert (view["minutes"], view["bpm"]) == (list(preset.minutes), list(preset.bpm))
    assert view["segmentsCount"] == len(preset.script.passages)


def test_times_are_shown_in_utc_and_amounts_in_credits() -> None:
    view = run_view(shown(runs.fresh(charged=25, created_at=NOW + timedelta(hours=1))), "")
    assert (view["creditsCharged"], view["createdAt"]) == (2.5, "2026-01-02T04:05:22Z")
