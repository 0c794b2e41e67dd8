"""Metrics in the log, as CloudWatch reads them out of it."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from reprise.domain.metrics import Change
from reprise.edge.embedded import embed
from tests.unit.domain import make
from tests.unit.domain.make import BEFORE


def test_each_provider_has_a_line_with_what_its_tracks_have_reached(capsys: pytest.CaptureFixture[str]) -> None:
    asked = make.queued(provider="asked")
    embed([Change("1", None, make.queued()), Change("2", None, asked), Change("3", None, make.queued())])
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(line["provider"], line["TracksStarted"]) for line in lines] == [("asked", [1]), ("suno", [1, 1])]
    (directive,) = lines[1]["_aws"]["CloudWatchMetrics"]
    assert (directive["Namespace"], directive["Metrics"]) == ("Reprise", [{"Name": "TracksStarted", "Unit": "Count"}])


def test_a_finished_song_is_timed(capsys: pytest.CaptureFixture[str]) -> None:
    done = BEFORE + timedelta(seconds=90)
    embed([Change("1", make.playable(), make.completed(completed_at=done, updated_at=done))])
    (line,) = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert (line["TracksCompleted"], line["TimeToComplete"]) == ([1], [90])
    assert "TimeToFirst" not in line


def test_what_has_reached_nothing_is_not_told(capsys: pytest.CaptureFixture[str]) -> None:
    track = make.accepted()
    embed([Change("1", track, track)])
    assert capsys.readouterr().out == ""
