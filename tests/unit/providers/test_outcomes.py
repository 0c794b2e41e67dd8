"""What each answer to a call means for an attempt: by both tables of codes, for tasks and for results at once."""

from __future__ import annotations

from typing import Any

import pytest

from reprise.domain.events import Accepted, AnswerLost, Deferred, Finished, Outcome, Refused
from reprise.domain.requests import Persona, Replace, Request, Song, Stems, Video, Wav, Words
from reprise.domain.track import Failure
from reprise.domain.versions import Word
from tests.unit.providers.talking import BOTH, Reseller

SONG, PERSONA = Song(prompt="rain"), Persona(name="N", description="D")
NOW, STOPPED = Deferred(1), Refused(1, Failure("provider_unavailable"))


def never(cause: str = "adjust_parameters") -> Refused:
    return Refused(1, Failure(cause))


SAME: dict[int, Outcome] = {
    400: never(), 401: STOPPED, 402: STOPPED, 404: never(), 405: NOW, 408: NOW, 409: never("already_made"),
    413: never("too_long"), 422: never(), 430: NOW, 451: never("reference_audio"), 455: NOW, 500: NOW, 501: never(),
    505: never(),
}  # fmt: skip
TRAP: dict[str, dict[int, Outcome]] = {"sunoapi": {429: STOPPED}, "kie": {429: NOW, 433: NOW}}
EVERY = [(dialect, code, outcome) for dialect in BOTH for code, outcome in (SAME | TRAP[dialect]).items()]


@pytest.mark.parametrize(("name", "request_"), [("track", SONG), ("wav", Wav()), ("words", Words())])
@pytest.mark.parametrize(("dialect", "code", "outcome"), EVERY)
def test_a_refusal_means(
    reseller: Reseller, dialect: str, code: int, outcome: Outcome, name: str, request_: Request
) -> None:
    reseller.says({"code": code, "msg": "no", "data": None})
    assert reseller.sent(name, request_, dialect) == outcome
    assert reseller.says({"msg": "no"}, status=code).sent(name, request_, dialect) == outcome
    assert reseller.surprises == []


@pytest.mark.parametrize("dialect", BOTH)
@pytest.mark.parametrize(("name", "request_"), [("wav", Wav()), ("video", Video()), ("persona", PERSONA)])
def test_what_exists_already_is_refused_for_good(
    reseller: Reseller, name: str, request_: Request, dialect: str
) -> None:
    reseller.says({"code": 409, "msg": "record already exists", "data": None})
    assert reseller.sent(name, request_, dialect) == never("already_made")


def test_a_part_speaks_the_other_resellers_table(reseller: Reseller) -> None:
    reseller.says({"code": 429, "msg": "no"})
    assert reseller.sent("replace", Replace(start_at=0, end_at=20)) == NOW
    assert reseller.sent("stems", Stems()) == STOPPED


@pytest.mark.parametrize("code", [400, 422, 501])
@pytest.mark.parametrize(
    ("text", "cause"),
    [("Tags contained artist name", "artist_reference"), ("Prompt too long", "too_long"),
     ("Prompt likely malformed", "malformed_prompt"), ("Please enter callBackUrl", "adjust_parameters")],
)  # fmt: skip
def test_the_text_says_why(reseller: Reseller, code: int, text: str, cause: str) -> None:
    assert reseller.says({"code": code, "msg": text}).sent("track", SONG) == never(cause)


@pytest.mark.parametrize("field", ["taskId", "task_id"])
def test_a_task_is_taken_by_its_id(reseller: Reseller, field: str) -> None:
    assert reseller.says({"code": 200, "data": {field: "task-1"}}).sent("stems", Stems()) == Accepted(1, "task-1")
    assert reseller.says({"code": 200, "data": {field: ""}}).sent("stems", Stems()) == AnswerLost(1)


WORD = {"word": "made", "success": True, "startS": 1.5, "endS": 2, "palign": 0}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"alignedWords": [WORD], "waveformData": [0.1], "hootCer": 0.2, "isStreamed": False},
         (Word("made", 1.5, 2.0),)),
        ({"aligned_words": [{"word": " up\n", "start_s": "0", "end_s": "1.25"}]}, (Word("up", 0.0, 1.25),)),
        ({"alignedWords": [WORD | {"startS": 3}, WORD | {"endS": None}, WORD | {"word": " "}, None, 5]}, ()),
        ({"alignedWords": [WORD | {"startS": float("nan")}, WORD | {"startS": True}, WORD | {"endS": 1e9}]}, ()),
        ({"alignedWords": []}, ()), ({"alignedWords": None}, ()), ({}, ()), (None, ()),
    ],
)  # fmt: skip
@pytest.mark.parametrize("dialect", BOTH)
def test_words_come_with_the_answer_and_an_instrumental_has_none(
    reseller: Reseller, data: Any, words: tuple[Word, ...], dialect: str
) -> None:
    reseller.says({"code": 200, "msg": "success", "data": data})
    assert reseller.sent("words", Words(), dialect) == Finished(1, words=words)
    assert len(reseller.asked) == 1


def test_more_words_than_a_song_has_are_cut(reseller: Reseller) -> None:
    reseller.says({"code": 200, "data": {"alignedWords": [WORD | {"word": "w" * 999}] * 4000}})
    outcome = reseller.sent("words", Words())
    assert isinstance(outcome, Finished)
    assert (len(outcome.words), len(outcome.words[0].text)) == (3000, 200)


@pytest.mark.parametrize("field", ["personaId", "persona_id"])
def test_a_persona_comes_with_the_answer(reseller: Reseller, field: str) -> None:
    reseller.says({"code": 200, "msg": "success", "data": {field: "p-1", "name": "N", "description": "D"}})
    assert reseller.sent("persona", PERSONA) == Finished(1, persona_id="p-1")


@pytest.mark.parametrize(("name", "request_"), [("words", Words()), ("persona", PERSONA)])
@pytest.mark.parametrize(("body", "status"), [("<html>", 200), ({"code": 200}, 200), ([], 200), ({}, 302)])
def test_an_answer_without_its_result_is_as_good_as_lost(
    reseller: Reseller, name: str, request_: Request, body: object, status: int
) -> None:
    assert reseller.says(body, status).sent(name, request_) == AnswerLost(1)
    assert len(reseller.asked) == 1


def test_a_persona_without_id_is_lost(reseller: Reseller) -> None:
    assert reseller.says({"code": 200, "data": {"name": "N"}}).sent("persona", PERSONA) == AnswerLost(1)
