"""A provider that answers oddly: every answer has an outcome."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace

import pytest

from reprise.domain.states import Submission
from reprise.providers.suno import client
from tests.integration.handlers.aging import aged, begin, now_is, record, suno
from tests.integration.handlers.posting import USER, post, problem, rich
from tests.integration.handlers.provider import Told
from tests.integration.handlers.world import World, sample
from tests.unit.domain import make

TASK = {"code": 200, "msg": "success", "data": {"taskId": "task-1"}}
TAKEN = json.dumps(TASK)


NOBODY_KNOWS: dict[str, Told] = {
    "nothing": Told(""),
    "html": Told("<html><body>It works!</body></html>"),
    "html in the guise of JSON": Told("<html>", headers={"Content-Type": "application/json"}),
    "a list": Told("[1, 2]"),
    "a text": Told('"ok"'),
    "a number": Told("200"),
    "cut off": Told(TAKEN[:-9]),
    "two objects": Told(TAKEN * 2),
    "deep lists": Told("[" * 200_000),
    "deep objects": Told('{"data":' * 100_000),
    "deep in the right place": Told('{"code": 200, "data": ' + "[" * 100_000 + "]" * 100_000 + "}"),
    "a number without end": Told('{"code": 1' + "0" * 100_000 + "}"),
    "gzip": Told(gzip.compress(TAKEN.encode()), headers={"Content-Encoding": "gzip"}),
    "a bomb": Told(gzip.compress(b" " * 200_000_000, 9), headers={"Content-Encoding": "gzip"}),
    "gzip that is none": Told(TAKEN[1:], headers={"Content-Encoding": "gzip"}),
    "a mebibyte": Told(TAKEN + " " * 1_100_000),
    "random bytes": Told(bytes(range(256)) * 20),
    "UTF-16 without a mark, cut": Told(TAKEN.encode("utf-16-le")[:-3]),
    "a task that is a number": Told(dict(TASK, data={"taskId": 7})),
    "a task without a name": Told(dict(TASK, data={"taskId": ""})),
    "a task with an endless name": Told(dict(TASK, data={"taskId": "t" * 5000})),
    "a task named in half a surrogate": Told(r'{"code": 200, "data": {"taskId": "\ud800"}}'),
    "data that is a text": Told(dict(TASK, data="task-1")),
    "no data": Told(dict(TASK, data=None)),
    "moved": Told("", 302, {"Location": "/elsewhere"}),
}  # fmt: skip
ACCEPTED: dict[str, Told] = {
    "latin letters that are no UTF-8": Told(json.dumps(dict(TASK, msg="~")).encode().replace(b"~", b"r\xe9ussi")),
    "a mark of byte order": Told(b"\xef\xbb\xbf" + TAKEN.encode()),
    "UTF-16": Told(TAKEN.encode("utf-16")),
    "the wrong charset": Told(TAKEN, headers={"Content-Type": "application/json; charset=no-such-thing"}),
    "a code as text": Told(dict(TASK, code="200")),
    "a code that is no number": Told(TAKEN.replace("200", "NaN", 1)),
    "an endless code": Told(dict(TASK, code=10**40)),
    "a code below zero": Told(dict(TASK, code=-1)),
    "a message that is a list": Told(dict(TASK, msg=[["x"]])),
    "an odd Retry-After": Told(TASK, headers={"Retry-After": "\u00b2"}),
    "status 201": Told(TASK, 201),
}
RETRY_AFTERS = [
    "\u00b2", "", "soon", "-1", "1e9", "9" * 400, "Fri, 31 Dec 9999 23:59:59 GMT", "NaN",
    "\u00b9\u00b2", "1.5", " 3 ", "0x3",
]  # fmt: skip


@pytest.mark.parametrize("kind", NOBODY_KNOWS)
def test_an_answer_that_tells_nothing_is_waited_for_and_not_asked_for_twice(world: World, kind: str) -> None:
    rich(world)
    world.provider.answers.append(NOBODY_KNOWS[kind])
    status, body, _ = post(world)
    assert (status, body["status"], body["taskId"]) == (202, "pending", None)
    track = world.track(body["trackId"])
    assert track
    assert (track.submission, track.attempts) == (Submission.SENDING, 1)
    assert post(world)[0] == 200
    assert (len(world.provider.creates), world.ledger(USER)) == (1, [-10])


@pytest.mark.parametrize("kind", ACCEPTED)
def test_an_odd_answer_with_a_task_is_understood(world: World, kind: str) -> None:
    rich(world)
    world.provider.answers.append(ACCEPTED[kind])
    status, body, _ = post(world)
    assert (status, body["status"], body["taskId"]) == (202, "processing", "task-1")


@pytest.mark.parametrize("value", RETRY_AFTERS)
@pytest.mark.parametrize("told", [Told({"code": 430, "msg": "busy"}), Told("<html>", 503)], ids=["430", "503"])
def test_whatever_retry_after_says_the_track_waits_in_line(world: World, told: Told, value: str) -> None:
    rich(world)
    world.provider.answers.append(replace(told, headers={"Retry-After": value}))
    status, body, _ = post(world)
    assert (status, body["status"]) == (202, "pending")
    track = world.track(body["trackId"])
    assert track
    assert track.submit_at
    assert track.submission is Submission.QUEUED
    assert (track.submit_at - track.created_at).total_seconds() < 130


@pytest.mark.parametrize("body", ["<html>", "[" * 100_000, b"\xff\xfe", '{"msg": ["a"]}', '{"code": NaN}'])
@pytest.mark.parametrize(("status", "answer", "ledger"), [
    (404, (502, "provider_error"), [-10, 10]), (402, (503, "provider_unavailable"), [-10, 10]),
])  # fmt: skip
def test_an_odd_refusal_is_a_refusal_and_paid_back(
    world: World, body: str | bytes, status: int, answer: tuple[int, str], ledger: list[int]
) -> None:
    rich(world)
    world.provider.answers.append(Told(body, status))
    assert problem(post(world)) == answer
    assert (world.ledger(USER), world.profile(USER).running) == (ledger, frozenset())


def test_a_call_that_meets_a_fault_of_ours_is_as_good_as_lost(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_args: object) -> None:
        raise AttributeError("nobody thought of this")

    monkeypatch.setattr(client.Client, "create", broken)
    rich(world)
    status, body, _ = post(world)
    assert (status, body["status"]) == (202, "pending")
    (line,) = (vars(one) for one in caplog.records if one.message == "visit_failed")
    assert (line["track_id"], line["fault"]) == (body["trackId"], "AttributeError")


@pytest.mark.parametrize(
    "body", ["<html>", "[" * 100_000, '{"data": {"response": ' + "[" * 50_000, b"\xff" * 90, " " * 1_100_000]
)
def test_an_odd_answer_about_a_task_is_none_and_the_deadline_runs_on(world: World, body: str | bytes) -> None:
    begin(world, aged(make.accepted(), 601))
    world.provider.record_answers.append(Told(body))
    assert world.invoke("sweep", sample("sweep.minute")) == {"seen": 1}
    assert now_is(world).failure == "timeout"


def test_an_answer_that_meets_a_fault_of_ours_keeps_no_track_from_ending_and_no_user_from_an_answer(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_args: object) -> None:
        raise OverflowError("nobody thought of this")

    monkeypatch.setattr(client.Client, "record", broken)
    begin(world, aged(make.accepted(), 601))
    assert world.http("sync.post_sync", "user-1", body="")[0] == 200
    world.invoke("sweep", sample("sweep.minute"))
    assert now_is(world).failure == "timeout"
    assert {vars(one)["fault"] for one in caplog.records if one.message == "visit_failed"} == {"OverflowError"}


def test_a_task_with_odd_numbers_is_told_of_all_the_same(world: World) -> None:
    begin(world, aged(make.accepted(), 301))
    clip = suno("a") | {"duration": float("nan"), "createTime": 1e300, "tags": ["x"], "title": "\ud800"}
    world.provider.records["task-1"] = record("SUCCESS", clip, suno("b") | {"duration": 10**30})
    world.invoke("sweep", sample("sweep.minute"))
    assert now_is(world).status == "completed"
