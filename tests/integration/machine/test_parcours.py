"""The state machine of a run, on an interpreter: every way through it."""

from __future__ import annotations

from collections.abc import Iterator

import boto3
import pytest
from moto import mock_aws
from moto.stepfunctions.parser.asl.component.state.exec.state_task import lambda_eval_utils

from local import moto_machines
from tests.gates.definition import states, steps, text
from tests.integration.machine.stage import (
    AGAIN,
    ENOUGH,
    Answers,
    Fails,
    History,
    Keeps,
    Raises,
    Refused,
    Runner,
    Story,
    play,
)

pytestmark = pytest.mark.xdist_group("machine")  # the stories are played once for all tests

MOST_EVENTS, MOST_TRANSITIONS = 120, 40
LARGEST_PAYLOAD = 256 * 1024
LARGEST_RUN = 48
SEGMENTS = [f"segment {index}" for index in range(8)]

STORIES = {
    "long enough": Story(),
    "three extensions": Story(deeds={"lengthen": [AGAIN, AGAIN, AGAIN, ENOUGH]}),
    "as large as may be": Story(range(LARGEST_RUN), {"lengthen": [AGAIN, AGAIN, AGAIN, ENOUGH]}),
    "nothing left to make": Story([]),
    "some left to make": Story([2, 5]),
    "the first failed": Story(deeds={"segment 0": [Fails("FirstFailed")]}),
    "the first failed and broken broke": Story(
        [0], {"segment 0": [Fails("FirstFailed")], "broken": [Raises("KeyError"), Answers()]}
    ),
    "a later one failed": Story(deeds={"segment 3": [Answers({"status": "failed"})]}),
    "superseded at a segment": Story(deeds={"segment 2": [Fails("Superseded")]}),
    "superseded at the end": Story([0], {"lengthen": [AGAIN, Fails("Superseded")]}),
    "broke off and came back": Story(
        [0, 1],
        {
            "segment 1": [Raises("KeyError"), Raises("Runtime.ExitError"), Answers()],
            "lengthen": [Raises("KeyError"), ENOUGH],
        },
    ),
    "broke off for good": Story([0, 1], {"segment 1": [Raises("KeyError")]}),
    "turned away": Story([0], {"segment 0": [Refused("TooManyRequestsException"), Answers()]}),
    "turned away and broke off": Story(
        [0], {"segment 0": [*[Refused("ServiceException")] * 3, *[Raises("KeyError")] * 3, Answers()]}
    ),
    "a segment was never told": Story([0, 1, 2], {"segment 1": [Keeps()]}),
    "an extension was never told": Story([0], {"lengthen": [AGAIN, Keeps(), ENOUGH]}),
}


@pytest.fixture(scope="module")
def histories() -> Iterator[dict[str, History]]:
    with mock_aws(config={"stepfunctions": {"execute_state_machine": True}}), pytest.MonkeyPatch.context() as patch:
        stepfunctions = boto3.client("stepfunctions")
        runner = Runner(stepfunctions, STORIES)
        patch.setattr(lambda_eval_utils, "boto_client_for", lambda **_: runner)
        for change in moto_machines.CHANGES:  # as on the local stack: plain moto loses answers while another begins
            patch.setattr(change.owner, change.name, change.better(getattr(change.owner, change.name)))
        yield play(stepfunctions, runner, text(), STORIES)


def test_segments_are_made_one_after_the_other_and_then_the_run_is_ready(histories: dict[str, History]) -> None:
    history = histories["long enough"]
    assert history.status == "SUCCEEDED"
    assert history.steps == [*SEGMENTS, "lengthen"]
    assert history.entered == ["Segments", *["Segment"] * 8, "Lengthen", "LongEnough", "Ready"]


def test_the_runner_is_told_which_step_of_which_execution_it_is(histories: dict[str, History]) -> None:
    asked = [one for story in ("long enough", "the first failed") for one in histories[story].asked]
    assert {one["runId"] for one in asked} == {"long enough", "the first failed"}
    assert {one["execution"] for one in asked} == {3}
    assert {one["step"]: set(one) for one in asked} == {
        step: {key.removesuffix(".$") for key in payload} for step, payload in steps().items()
    }


def test_every_call_has_a_token_of_its_own(histories: dict[str, History]) -> None:
    tokens = [one["token"] for one in histories["three extensions"].asked]
    assert len(set(tokens)) == len(tokens) == 12


def test_eight_segments_and_three_extensions_stay_within_the_budget(histories: dict[str, History]) -> None:
    history = histories["three extensions"]
    print(f"{len(history.events)} events, {len(history.entered)} transitions")  # noqa: T201 - for who asks with -s
    assert history.status == "SUCCEEDED"
    assert history.steps == [*SEGMENTS, *["lengthen"] * 4]
    assert len(history.events) <= MOST_EVENTS
    assert len(history.entered) <= MOST_TRANSITIONS


def test_the_largest_run_is_far_from_the_limit_of_a_payload(histories: dict[str, History]) -> None:
    history = histories["as large as may be"]
    assert history.status == "SUCCEEDED"
    assert len(history.asked) == LARGEST_RUN + 4
    assert history.largest < LARGEST_PAYLOAD / 100


def test_a_run_that_is_started_again_makes_only_what_is_left(histories: dict[str, History]) -> None:
    assert histories["some left to make"].steps == ["segment 2", "segment 5", "lengthen"]
    assert histories["nothing left to make"].steps == ["lengthen"]
    assert histories["nothing left to make"].status == "SUCCEEDED"


def test_a_run_without_its_first_segment_is_broken_and_makes_no_other(histories: dict[str, History]) -> None:
    history = histories["the first failed"]
    assert (history.status, history.error) == ("FAILED", "FirstFailed")
    assert history.steps == ["segment 0", "broken"]
    assert history.entered == ["Segments", "Segment", "Broken", "Failed"]


def test_the_end_of_a_broken_run_is_told_again_when_the_runner_breaks_off(histories: dict[str, History]) -> None:
    history = histories["the first failed and broken broke"]
    assert (history.status, history.error) == ("FAILED", "FirstFailed")
    assert history.steps == ["segment 0", "broken", "broken"]


def test_a_later_segment_that_failed_stops_nothing(histories: dict[str, History]) -> None:
    history = histories["a later one failed"]
    assert history.status == "SUCCEEDED"
    assert history.steps == [*SEGMENTS, "lengthen"]


@pytest.mark.parametrize(
    ("story", "asked"),
    [
        ("superseded at a segment", ["segment 0", "segment 1", "segment 2"]),
        ("superseded at the end", ["segment 0", "lengthen", "lengthen"]),
    ],
)
def test_an_execution_that_is_superseded_ends_in_peace(
    histories: dict[str, History], story: str, asked: list[str]
) -> None:
    history = histories[story]
    assert history.status == "SUCCEEDED"
    assert history.entered[-1] == "Superseded"
    assert history.steps == asked


def test_a_runner_that_breaks_off_is_called_again(histories: dict[str, History]) -> None:
    history = histories["broke off and came back"]
    assert history.status == "SUCCEEDED"
    assert history.steps == ["segment 0", "segment 1", "segment 1", "segment 1", "lengthen", "lengthen"]


def test_a_runner_that_breaks_off_for_good_is_called_four_times(histories: dict[str, History]) -> None:
    history = histories["broke off for good"]
    assert (history.status, history.error) == ("FAILED", "KeyError")
    assert history.steps == ["segment 0", *["segment 1"] * 4]


def test_a_call_that_lambda_turns_away_is_made_again(histories: dict[str, History]) -> None:
    assert histories["turned away"].steps == ["segment 0", "segment 0", "lengthen"]
    assert histories["turned away"].status == "SUCCEEDED"


def test_lambdas_refusals_and_the_runners_faults_are_counted_apart(histories: dict[str, History]) -> None:
    assert histories["turned away and broke off"].steps == [*["segment 0"] * 7, "lengthen"]
    assert histories["turned away and broke off"].status == "SUCCEEDED"


def test_a_segment_that_nobody_answers_for_is_skipped(histories: dict[str, History]) -> None:
    history = histories["a segment was never told"]
    assert history.status == "SUCCEEDED"
    assert history.steps == ["segment 0", "segment 1", "segment 2", "lengthen"]
    assert history.entered[1:6] == ["Segment", "Segment", "Skipped", "Segment", "Lengthen"]


def test_an_extension_that_nobody_answers_for_leaves_it_to_the_runner_what_comes_next(
    histories: dict[str, History],
) -> None:
    history = histories["an extension was never told"]
    assert history.status == "SUCCEEDED"
    assert history.steps == ["segment 0", "lengthen", "lengthen", "lengthen"]
    assert history.entered[2:6] == ["Lengthen", "LongEnough", "Lengthen", "Unanswered"]
    assert history.entered[6:] == ["Lengthen", "LongEnough", "Ready"]


def test_these_stories_reach_every_state_and_no_other(histories: dict[str, History]) -> None:
    assert {name for history in histories.values() for name in history.entered} == set(states())
