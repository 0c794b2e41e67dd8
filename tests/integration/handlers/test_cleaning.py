"""Texts are cleaned on their way in: markup and control characters go, what people wrote stays."""

from __future__ import annotations

import pytest

from tests.integration.handlers.posting import post
from tests.integration.handlers.world import World


@pytest.mark.parametrize(
    "words", ["I <3 you & me", "2 < 3", 'it\'s "fine"', "one=two", "onward=forward", "AT&T &amp; co", "дождь — 雨"]
)
def test_what_is_no_markup_stays_as_it_was_written(world: World, words: str) -> None:
    _, body, _ = post(world, title=words, lyrics=words)
    track = world.track(body["trackId"])
    assert track
    assert (track.request.title, track.request.lyrics) == (words, words)
    assert world.provider.creates[0]["prompt"] == words


def test_markup_and_control_characters_go(world: World) -> None:
    post(world, lyrics="la\x00 <b>la</b>\r\n<script>alert(1)</script>la", title="<i>Rain</i>\n\x1b[31m")
    (sent,) = world.provider.creates
    assert (sent["prompt"], sent["title"]) == ("la la\nla", "Rain [31m")
