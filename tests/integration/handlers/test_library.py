"""A user's tracks: shown, listed, signed, preferred, deleted; and never anybody else's."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from reprise.domain.accounts import Plan, Profile
from reprise.domain.track import Track
from reprise.domain.versions import Asset, Copy, Version
from reprise.edge.clock import utc_now
from tests.integration.handlers.world import World
from tests.unit.domain import make
from tests.unit.domain.make import A, B

USER = "user-1"
KEY = f"{USER}/{'0' * 32}/0/audio.mp3"


def ident(number: int) -> str:
    return f"{number:032x}"


def completed(number: int = 0, **changes: Any) -> Track:
    first = Version(A, 1, (Copy(Asset.AUDIO, KEY, 9, "sha"),))
    usual = {"track_id": ident(number), "user_id": USER, "versions": (first, Version(B, 1))}
    made = make.completed(**usual | {"created_at": make.BEFORE + timedelta(minutes=number)})
    return replace(made, **changes)


def tagged(number: int, project: str, make_one: Any) -> Track:
    at = make.BEFORE + timedelta(minutes=number)
    track: Track = make_one(track_id=ident(number), user_id=USER, project_id=project, created_at=at)
    return track


def ids(world: World, user: str = USER, **query: str) -> list[str]:
    status, body, _ = world.http("library.list_tracks", user, query=query)
    assert status == 200
    return [item["trackId"] for item in body["items"]]


def get(world: World, track_id: str, user: str = USER) -> tuple[int, Any]:
    return world.http("library.get_track", user, path={"trackId": track_id})[:2]


def test_one_track_with_its_versions(world: World) -> None:
    world.keep(completed())
    status, body = get(world, ident(0))
    assert (status, body["trackId"], body["status"], len(body["versions"])) == (200, ident(0), "completed", 2)
    assert body["audioUrl"].startswith("http")
    assert KEY in body["audioUrl"]
    assert body["versions"][1]["audioUrl"] == B.audio_url


@pytest.mark.parametrize("user", ["somebody-else", USER])
@pytest.mark.parametrize("track_id", [ident(0), ident(9), "x", "x" * 3000, "%00"])
def test_what_is_not_ones_own_is_not_there(world: World, user: str, track_id: str) -> None:
    world.keep(completed(user_id="owner"))
    before = world.rows("TracksTable")
    for sample in ("library.get_track", "library.delete_track"):
        status, body, _ = world.http(sample, user, path={"trackId": track_id})
        assert (status, body["code"]) == (404, "not_found")
    status, body, _ = world.http("library.put_preferred", user, path={"trackId": track_id})
    assert (status, world.rows("TracksTable")) == (404, before)


def test_a_list_is_newest_first_and_ones_own(world: World) -> None:
    world.keep(*(completed(number) for number in range(3)), completed(7, user_id="other"))
    assert ids(world) == [ident(2), ident(1), ident(0)]
    assert ids(world, "nobody") == []


def test_a_list_is_narrowed(world: World) -> None:
    world.keep(tagged(1, "p", make.completed), tagged(2, "p", make.accepted), tagged(3, "q", make.completed))
    assert ids(world, status="completed") == [ident(3), ident(1)]
    assert ids(world, projectId="p") == [ident(2), ident(1)]
    assert ids(world, projectId="p", status="processing", taskType="track") == [ident(2)]
    assert ids(world, taskType="lyrics") == []


def test_pages_follow_one_another_without_a_gap(world: World) -> None:
    world.keep(*(completed(number) for number in range(125)))
    seen: list[str] = []
    query = {"limit": "50"}
    while True:
        _, body, _ = world.http("library.list_tracks", USER, query=query)
        seen += [item["trackId"] for item in body["items"]]
        if body["cursor"] is None:
            break
        query = {"limit": "50", "cursor": body["cursor"]}
    assert seen == [ident(number) for number in reversed(range(125))]


def test_a_cursor_belongs_to_its_filter_too(world: World) -> None:
    world.keep(*(tagged(number, "p" if number % 2 else "q", make.accepted) for number in range(8)))
    _, page, _ = world.http("library.list_tracks", USER, query={"projectId": "p", "limit": "3"})
    assert [item["trackId"] for item in page["items"]] == [ident(7), ident(5), ident(3)]
    assert ids(world, projectId="p", limit="3", cursor=page["cursor"]) == [ident(1)]


@pytest.mark.parametrize(
    ("query", "field"),
    [({"limit": "0"}, "limit"), ({"limit": "101"}, "limit"), ({"limit": "9" * 5000}, "limit"),
     ({"cursor": "!"}, "cursor"),
     ({"cursor": "QUJD" * 900}, "cursor"), ({"status": "done"}, "status")],
)  # fmt: skip
def test_a_wrong_query_is_told(world: World, query: dict[str, str], field: str) -> None:
    status, body, _ = world.http("library.list_tracks", USER, query=query)
    assert (status, [error["field"] for error in body["errors"]]) == (400, [field])


class TestSignTrack:
    def _sign(self, world: World, body: Any, user: str = USER) -> tuple[int, Any]:
        return world.http("sign_track.post_sign_track", user, body=body)[:2]

    def test_the_owner_gets_an_url_for_an_hour(self, world: World) -> None:
        world.keep(completed())
        status, body = self._sign(world, {"trackId": ident(0)})
        assert (status, set(body)) == (200, {"url", "expiresAt"})
        assert KEY in body["url"]
        hour = (utc_now() + timedelta(hours=1)).isoformat()[:13]
        assert body["expiresAt"][:13] in (hour, (utc_now() + timedelta(minutes=59)).isoformat()[:13])

    @pytest.mark.parametrize(
        ("body", "user", "status", "code"),
        [({"trackId": ident(0)}, "other", 403, "forbidden"), ({"trackId": ident(5)}, USER, 404, "not_found"),
         ({"trackId": "x" * 100}, USER, 404, "not_found"),
         ({"trackId": ident(0), "variantIndex": 1}, USER, 409, "conflict"),
         ({"trackId": ident(0), "variantIndex": 7}, USER, 404, "not_found"),
         ({"trackId": ident(0), "asset": "cover"}, USER, 404, "not_found"), ({}, USER, 400, "invalid_input"),
         ({"segmentId": ident(5)}, USER, 404, "not_found"),
         ({"trackId": ident(0)}, "", 401, "unauthorized")],
    )  # fmt: skip
    def test_nobody_else_and_nothing_else(self, world: World, body: Any, user: str, status: int, code: str) -> None:
        world.keep(completed())
        answer = self._sign(world, body, user)
        assert (answer[0], answer[1]["code"]) == (status, code)

    @pytest.mark.parametrize("more", [{"variantIndex": 7}, {"asset": "cover"}, {}])
    def test_of_a_track_under_way_everything_may_still_come(self, world: World, more: dict[str, Any]) -> None:
        world.keep(make.playable(track_id=ident(0), user_id=USER))
        assert self._sign(world, {"trackId": ident(0), **more})[0] == 409


def test_the_preferred_version(world: World) -> None:
    world.keep(completed())
    put = {"path": {"trackId": ident(0)}}
    status, body, _ = world.http("library.put_preferred", USER, body={"variantIndex": 1}, **put)
    assert (status, body["audioUrl"]) == (200, B.audio_url)
    assert [version["isPreferred"] for version in body["versions"]] == [False, True]
    assert world.http("library.put_preferred", USER, body={"variantIndex": 2}, **put)[0] == 400


def test_a_waiting_tracks_deletion_returns_its_charge_and_slot(world: World) -> None:
    world.keep(replace(make.waiting(), track_id=ident(0)))
    world.open(Profile(USER, Plan.PRO, 50, running=frozenset({ident(0), "other"}), rev=1))
    assert world.http("library.delete_track", USER, path={"trackId": ident(0)})[:2] == (204, None)
    assert world.track(ident(0)) is None
    profile = world.profile(USER)
    assert (profile.balance, profile.running, world.ledger(USER)) == (60, frozenset({"other"}), [10])
    assert world.http("library.delete_track", USER, path={"trackId": ident(0)})[0] == 404
    assert world.profile(USER).balance == 60


def test_a_played_tracks_deletion_returns_its_slot_only(world: World) -> None:
    heard = make.waiting(track_id=ident(0), versions=make.versions(A))
    world.keep(heard)
    world.open(Profile(USER, Plan.PRO, 50, running=frozenset({ident(0)}), rev=1))
    assert world.http("library.delete_track", USER, path={"trackId": ident(0)})[0] == 204
    profile = world.profile(USER)
    assert (profile.balance, profile.running, world.ledger(USER)) == (50, frozenset(), [])


def test_a_finished_tracks_deletion_moves_no_money(world: World) -> None:
    world.keep(completed())
    assert world.http("library.delete_track", USER, path={"trackId": ident(0)})[0] == 204
    assert (world.rows("TracksTable"), world.rows("AccountsTable")) == ([], [])


def test_health_and_unknown_routes(world: World) -> None:
    status, body, _ = world.http("library.get_health")
    assert (status, set(body), body["status"]) == (200, {"status", "version"}, "ok")
    status, body, _ = world.http("library.unknown")
    assert (status, body["code"]) == (404, "not_found")
