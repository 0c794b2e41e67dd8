"""Deliveries: retries, giving up, signatures, faults on the way."""

from __future__ import annotations

import base64
import hmac
from hashlib import sha256

import pytest

from .conftest import Stand

SECRET = "hush"


async def settled(stand: Stand, task_id: str, count: int) -> None:
    """Until so many attempts have been written down."""
    while len((await stand.task(task_id))["deliveries"]) < count:
        pass


def digest(text: bytes) -> bytes:
    return hmac.new(SECRET.encode(), text, sha256).digest()


async def test_anything_but_200_is_tried_again(stand: Stand) -> None:
    await stand.configure(delays={"first": None})
    stand.receiver.answers = [500, 202, 200]
    task_id = await stand.begin()
    await settled(stand, task_id, 3)

    task = await stand.task(task_id)
    attempts = [(entry["stage"], entry["attempt"], entry["status"]) for entry in task["deliveries"]]
    assert attempts == [("text", 1, 500), ("text", 2, 202), ("text", 3, 200)]
    assert not task["callbacksStopped"]


async def test_three_failed_retries_end_the_callbacks_but_not_the_task(stand: Stand) -> None:
    await stand.configure(delays={"first": None})
    stand.receiver.answers = [503] * 4
    task_id = await stand.begin()
    await settled(stand, task_id, 4)
    await stand.call("POST", f"/_sim/tasks/{task_id}/finish")

    task = await stand.task(task_id)
    assert (task["status"], task["callbacksStopped"]) == ("SUCCESS", True)
    assert [entry["stage"] for entry in task["deliveries"]] == ["text"] * 4


async def test_a_receiver_that_is_not_there(stand: Stand) -> None:
    await stand.configure(retry_delays=[])
    task_id = await stand.begin(callBackUrl="http://127.0.0.1:1/callback")
    await settled(stand, task_id, 1)

    assert (await stand.task(task_id))["deliveries"][0]["error"] == "ClientConnectorError"


async def test_kie_signs_task_and_time(stand: Stand) -> None:
    await stand.configure(dialect="kie", webhook_secret=SECRET)
    task_id = await stand.begin()
    await stand.receiver.wait(3)

    for headers in stand.receiver.headers:
        text = f"{task_id}.{headers['X-Webhook-Timestamp']}".encode()
        assert base64.b64decode(headers["X-Webhook-Signature"]) == digest(text)


async def test_the_body_is_signed_in_the_other_schemes(stand: Stand) -> None:
    await stand.configure(webhook_secret=SECRET, delays={"text": None})
    task_id = await stand.begin()
    for scheme in ("body", "timestamped", "standard"):
        await stand.configure(webhook_scheme=scheme)
        await stand.call("POST", f"/_sim/tasks/{task_id}/callback", json={"stage": "first"})

    (plain, timed, standard), raw = stand.receiver.headers, stand.receiver.raw
    assert plain["X-Suno-Signature"] == "sha256=" + digest(raw[0]).hex()
    stamped = timed["X-Webhook-Timestamp"].encode() + b"." + raw[1]
    assert timed["X-Webhook-Signature"] == "sha256=" + digest(stamped).hex()
    content = f"{standard['webhook-id']}.{standard['webhook-timestamp']}.".encode() + raw[2]
    assert standard["webhook-signature"] == "v1," + base64.b64encode(digest(content)).decode()


async def test_nothing_is_signed_without_a_secret(stand: Stand) -> None:
    await stand.begin()
    await stand.receiver.wait(1)

    assert not [name for name in stand.receiver.headers[0] if "signature" in name.lower()]


@pytest.mark.parametrize("parallel", [False, True])
async def test_doubled(stand: Stand, parallel: bool) -> None:
    await stand.fault("callback_duplicate", stages=["complete"], times=3, parallel=parallel)
    await stand.begin()
    await stand.receiver.wait(5)

    assert sorted(stand.receiver.stages()) == ["complete", "complete", "complete", "first", "text"]
    assert len(set(stand.receiver.raw)) == 3


@pytest.mark.parametrize("order", [["complete", "first", "text"], ["first", "complete", "text"]])
async def test_reordered(stand: Stand, order: list[str]) -> None:
    await stand.fault("callback_reorder", order=order)
    await stand.begin()
    await stand.receiver.wait(3)

    assert stand.receiver.stages() == order


async def test_lost_stages_are_written_down_and_not_sent(stand: Stand) -> None:
    await stand.fault("callback_lost", stages=["first", "complete"])
    task_id = await stand.begin()
    await stand.over(task_id)
    await stand.receiver.wait(1)

    assert stand.receiver.stages() == ["text"]
    deliveries = (await stand.task(task_id))["deliveries"]
    assert [entry["stage"] for entry in deliveries if entry.get("lost")] == ["first", "complete"]


async def test_a_delayed_stage_is_overtaken(stand: Stand) -> None:
    await stand.fault("callback_delay", stages=["text"], seconds=600)
    await stand.begin()
    await stand.receiver.wait(2)

    assert set(stand.receiver.stages()) == {"first", "complete"}


async def test_clips_swapped_and_patched(stand: Stand) -> None:
    await stand.fault("clips_swapped", stages=["complete"])
    await stand.fault("clip_patch", stages=["complete"], variant=1, fields={"audio_url": ""})
    task_id = await stand.begin()
    await stand.receiver.wait(3)

    clips = (await stand.task(task_id))["clips"]
    shown = stand.receiver.of("complete")["data"]
    assert [clip["id"] for clip in shown] == [clips[1]["id"], clips[0]["id"]]
    assert [bool(clip["audio_url"]) for clip in shown] == [False, True]


async def test_callbacks_by_hand(stand: Stand) -> None:
    await stand.configure(delays={"text": None})
    task_id = await stand.begin()
    path = f"/_sim/tasks/{task_id}/callback"
    _, sent = await stand.call("POST", path, json={"stage": "complete", "times": 2})
    await stand.call("POST", path, json={"body": {"taskId": task_id, "data": []}})

    assert [entry["status"] for entry in sent["deliveries"]] == [200, 200]
    assert stand.receiver.bodies[0]["data"]["callbackType"] == "complete"
    assert stand.receiver.bodies[2] == {"taskId": task_id, "data": []}
    assert (await stand.record(task_id))["status"] == "PENDING"
    assert (await stand.call("POST", path, json={"stage": "never"}))[0] == 400
