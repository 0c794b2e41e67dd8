"""Webhooks of a provider with a secret: signature and token must both hold, and kie's signature proves no body."""

from __future__ import annotations

import gzip
import json

import pytest

from reprise.domain.states import Status
from reprise.domain.track import Track
from reprise.edge.clock import utc_now
from reprise.edge.settings import SettingsError
from tests.fakes.clock import VirtualClock
from tests.integration.handlers.aging import record, suno
from tests.integration.handlers.delivering import WHOLE, configure, deliver, kept, logged, running, signature
from tests.integration.handlers.emptying import patient_client
from tests.integration.handlers.provider import Told
from tests.integration.handlers.world import World, message
from tests.unit.providers.signing import WHSEC

SCHEMES = ["body", "kie", "timestamped", "standard"]


@pytest.mark.parametrize("scheme", SCHEMES)
def test_token_and_signature_together(world: World, scheme: str) -> None:
    configure(world, scheme)
    running(world)
    assert deliver(world, WHOLE, headers=signature(scheme)) == (200, {"ok": True, "stage": "complete"})


@pytest.mark.parametrize("scheme", SCHEMES)
def test_one_without_the_other_is_not_enough(world: World, scheme: str) -> None:
    configure(world, scheme)
    before = running(world)
    assert deliver(world, WHOLE) == (401, {"ok": False, "error": "missing_signature"})
    forged = signature(scheme, secret=WHSEC[:-4] + "AAAA" if scheme == "standard" else "forged")
    assert deliver(world, WHOLE, headers=forged) == (401, {"ok": False, "error": "invalid_signature"})
    wrong = deliver(world, WHOLE, "wrong", headers=signature(scheme))
    assert wrong == (401, {"ok": False, "error": "invalid_token"})
    assert kept(world) == before
    assert logged(world) == ["missing_signature", "invalid_signature", "invalid_token"]


@pytest.mark.parametrize("scheme", ["kie", "timestamped", "standard"])
@pytest.mark.parametrize("off", [-400, 400])
def test_an_old_or_early_one_is_stale(world: World, scheme: str, off: int) -> None:
    configure(world, scheme)
    before = running(world)
    answer = deliver(world, WHOLE, headers=signature(scheme, off=off))
    assert answer == (401, {"ok": False, "error": "stale_timestamp"})
    assert kept(world) == before


def test_during_a_rotation_both_secrets_count(world: World) -> None:
    configure(world, "body", "old, new")
    running(world)
    assert deliver(world, WHOLE, headers=signature("body", secret="old"))[0] == 200
    assert deliver(world, WHOLE, headers=signature("body", secret="new"))[0] == 200


@pytest.mark.parametrize("scheme", ["body", "timestamped", "standard"])
def test_a_signed_body_is_matched_by_its_task(world: World, scheme: str) -> None:
    configure(world, scheme)
    running(world)
    assert deliver(world, WHOLE, query={}, headers=signature(scheme)) == (200, {"ok": True, "stage": "complete"})
    assert kept(world).status is Status.COMPLETED


@pytest.mark.parametrize("query", [{}, {"token": "made-up"}])
def test_what_only_kie_proves_is_asked_for_first(world: World, query: dict[str, str]) -> None:
    configure(world, "kie")
    before = running(world)
    assert deliver(world, WHOLE, query=query, headers=signature("kie"))[0] == 200
    track = kept(world)
    assert (track.status, track.versions) == (before.status, ())
    assert track.due_at
    assert track.due_at <= utc_now()


class TestConfirming:
    """What only kie's signature proves is confirmed at the provider's, by a message and not by the next sweep."""

    @pytest.fixture(autouse=True)
    def _hinted(self, world: World) -> None:
        configure(world, "kie")
        running(world)
        deliver(world, WHOLE, query={}, headers=signature("kie"))

    def _asked(self, world: World) -> Track:
        for job in world.bodies("AsksQueue"):
            assert world.invoke("ask", message(job, "ask.asks")) == {"batchItemFailures": []}
        return kept(world)

    def test_a_message_says_at_once_that_the_provider_is_to_be_asked(self, world: World) -> None:
        world.provider.records["task-1"] = record("SUCCESS", suno("a"), suno("b"))
        track = self._asked(world)
        assert (track.status, len(track.versions), world.provider.asked) == (Status.COMPLETED, 2, ["task-1"])
        assert world.profile("user-1").running == frozenset()

    def test_what_the_provider_does_not_know_of_is_not_believed(self, world: World) -> None:
        world.provider.records["task-1"] = record("GENERATE_AUDIO_FAILED", errorCode=501)
        assert (self._asked(world).failure, world.profile("user-1").balance) == ("adjust_parameters", 60)

    def test_hints_that_come_together_are_one_question(self, world: World) -> None:
        for _ in range(3):
            deliver(world, WHOLE, query={}, headers=signature("kie"))
        assert self._asked(world).status is Status.PROCESSING
        assert world.provider.asked == ["task-1"]

    def test_what_the_provider_did_not_tell_is_due_for_the_sweep(self, world: World) -> None:
        world.provider.record_answers.append(Told("<html>", 502))
        track = self._asked(world)
        assert track.status is Status.PROCESSING
        assert track.due_at
        assert track.due_at <= utc_now()

    def test_about_what_has_ended_nobody_is_asked(self, world: World) -> None:
        world.provider.records["task-1"] = record("SUCCESS", suno("a"), suno("b"))
        self._asked(world)
        deliver(world, WHOLE, query={}, headers=signature("kie"))
        assert world.waiting("AsksQueue") == 0


def test_an_unsigned_task_that_nobody_knows(world: World) -> None:
    configure(world, "body")
    status, answer = deliver(world, WHOLE, query={}, headers=signature("body"))
    assert (status, answer["message"]) == (202, "track_not_found_yet")
    assert world.waiting("CallbackRetriesQueue") == 1


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_signature_keeps_nothing_of_a_track_that_nobody_has(world: World, scheme: str) -> None:
    configure(world, scheme)
    status, answer = deliver(world, WHOLE, track="f" * 32, headers=signature(scheme))
    assert (status, answer["message"]) == (202, "track_not_found_yet")
    assert (world.waiting("CallbackRetriesQueue"), logged(world)) == (0, [])


def test_of_a_signed_body_all_is_logged_even_when_it_has_no_shape(world: World) -> None:
    configure(world, "body")
    running(world)
    body = {"pad": "x" * 10_000}
    assert deliver(world, body, headers=signature("body", body))[0] == 400
    (row,) = world.rows("CallbacksTable")
    assert (row["verdict"], json.loads(gzip.decompress(row["body"]))) == ("invalid_payload", body)


@pytest.mark.parametrize(
    ("settings", "named"),
    [({"SUNO_SIGNATURE_SCHEME": "standard", "SUNO_WEBHOOK_SECRET": "whsec_"}, "SUNO_WEBHOOK_SECRET"),
     ({"SUNO_SIGNATURE_SCHEME": "standard", "SUNO_WEBHOOK_SECRET": f"{WHSEC},short"}, "SUNO_WEBHOOK_SECRET"),
     ({"SUNO_SIGNATURE_SCHEME": "body", "SUNO_WEBHOOK_SECRET": " , "}, "SUNO_WEBHOOK_SECRET"),
     ({"SUNO_SIGNATURE_SCHEME": "none"}, "SUNO_SIGNATURE_SCHEME")],
    ids=["empty", "short", "nothing", "scheme"],
)  # fmt: skip
def test_a_malformed_secret_is_refused_at_start_by_the_name_of_its_setting(
    world: World, settings: dict[str, str], named: str
) -> None:
    world.configure(**settings)
    with pytest.raises(SettingsError, match=named):
        world.functions["callback"].parts()


def test_a_revoked_secret_stops_counting_within_five_minutes_without_a_deployment(world: World) -> None:
    clock = VirtualClock(utc_now())
    world.surround(clock=clock)
    ssm = patient_client("ssm")

    def turn(secrets: str) -> None:
        ssm.put_parameter(Name="/reprise/hook", Value=secrets, Type="SecureString", Overwrite=True)

    def answer(secret: str) -> int:
        return deliver(world, WHOLE, headers=signature("body", secret=secret))[0]

    turn("old,new")
    configure(world, "body", "ssm:/reprise/hook")
    running(world)
    assert (answer("old"), answer("new")) == (200, 200)
    turn("new")
    clock.advance(300)
    assert (answer("old"), answer("new")) == (401, 200)
    turn(" , ")  # a slip of the hand: what was there before goes on counting
    clock.advance(300)
    assert (answer("old"), answer("new")) == (401, 200)
    ssm.delete_parameter(Name="/reprise/hook")
    clock.advance(3000)
    assert (answer("old"), answer("new")) == (401, 200)
    clock.advance(1000)
    assert answer("new") == 500
