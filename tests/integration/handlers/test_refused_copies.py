"""What a copy's refusal means for whoever wants to hear the song."""

from __future__ import annotations

import pytest

from reprise.domain.versions import Asset, Copy, Version
from tests.integration.handlers.world import World
from tests.unit.domain import make
from tests.unit.domain.make import A, B

ID = "0" * 32


@pytest.mark.parametrize("reason", ["content", "address", "too_large", "expired"])
def test_a_song_that_was_refused_for_good_is_not_offered_as_its_audio(world: World, reason: str) -> None:
    refused = Version(A, 1, (Copy(Asset.AUDIO, refusal=reason),))
    world.keep(make.completed(track_id=ID, versions=(refused, Version(B, 1))))
    _, body, _ = world.http("library.get_track", "user-1", path={"trackId": ID})
    assert [version["audioUrl"] for version in body["versions"]] == [A.stream_url, B.audio_url]
    assert body["audioUrl"] == A.stream_url
