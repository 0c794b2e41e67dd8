"""WAV, video, stems and links made anew: every shape of a callback and every state of a record, in both casings."""

from __future__ import annotations

from typing import Any

import pytest

from reprise.domain.events import Failed, Progress, Report
from reprise.domain.operations import OPERATIONS
from reprise.domain.states import Stage
from reprise.domain.track import Failure
from reprise.domain.versions import STEMS, Asset, Clip, File
from tests.unit.providers.reading import Callback, parse_callback
from tests.unit.providers.talking import BOTH, Reseller

WAV_URL, VIDEO_URL = "https://f.example/a.wav", "https://f.example/a.mp4"
NAMES = sorted(STEMS - {Asset.VOCALS})


def url_of(name: str) -> str:
    return f"https://f.example/{name}.mp3"


def camel(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(map(str.title, others))


STEMS_SNAKE = {"origin_url": "", "vocal_url": url_of("vocals")} | {f"{name}_url": url_of(name) for name in NAMES}
STEMS_CAMEL = {"originUrl": url_of("o"), "vocalUrl": url_of("vocals")} | {
    f"{camel(name)}Url": url_of(name) for name in NAMES
}
ALL_STEMS = tuple(File(stem, url_of(stem)) for stem in sorted(STEMS))
TWO = {"origin_url": "", "vocal_url": url_of("vocals"), "instrumental_url": url_of("instrumental"), "drums_url": None}
TWO_STEMS = (File(Asset.INSTRUMENTAL, url_of("instrumental")), File(Asset.VOCALS, url_of("vocals")))


def body(data: dict[str, Any] | None, code: Any = 200, msg: str = "All generated successfully.") -> dict[str, Any]:
    return {"code": code, "msg": msg, "data": None if data is None else {"task_id": "task-1", **data}}


def done(*files: File) -> Progress:
    return Progress(Stage.COMPLETE, (), "task-1", files=files)


def told(name: str, said: dict[str, Any]) -> Report | None:
    callback = parse_callback(said, OPERATIONS[name])
    return callback.report if callback else None


@pytest.mark.parametrize("code", [200, 0, "200"])
@pytest.mark.parametrize(
    ("name", "data", "files"),
    [
        ("wav", {"audioWavUrl": WAV_URL}, [File(Asset.WAV, WAV_URL)]),
        ("wav", {"audio_wav_url": WAV_URL}, [File(Asset.WAV, WAV_URL)]),
        ("video", {"video_url": VIDEO_URL}, [File(Asset.VIDEO, VIDEO_URL)]),
        ("video", {"videoUrl": VIDEO_URL}, [File(Asset.VIDEO, VIDEO_URL)]),
        ("stems", {"vocal_separation_info": TWO}, TWO_STEMS),
        ("stems", {"vocal_removal_info": TWO}, TWO_STEMS),
        ("stems", {"vocalRemovalInfo": STEMS_CAMEL}, ALL_STEMS),
        ("stems", {"vocal_separation_info": STEMS_SNAKE}, ALL_STEMS),
    ],
)
def test_a_callback_brings_files(name: str, data: dict[str, Any], files: list[File], code: object) -> None:
    assert told(name, body(data, code)) == done(*files)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("wav", {"audioWavUrl": None}), ("video", {"video_url": None}), ("stems", {"vocal_separation_info": None}),
        ("stems", {"vocal_removal_info": None}), ("wav", {}),
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    ("code", "failure"),
    [(500, Failure("provider_error", retryable=True)), (531, Failure("provider_refunded", retryable=True)),
     (501, Failure("adjust_parameters")), (400, Failure("content_policy")), (451, Failure("reference_audio")),
     (408, Failure("provider_busy", retryable=True))],
)  # fmt: skip
def test_a_failure_has_no_files(name: str, data: dict[str, Any], code: int, failure: Failure) -> None:
    assert told(name, body(data, code, "no")) == Failed(failure, "task-1")


def test_a_failure_without_data_has_no_task() -> None:
    assert told("wav", body(None, 500, "no")) == Failed(Failure("provider_error", retryable=True), None)


@pytest.mark.parametrize(
    "url", ["", None, "https://f.example/None.mp3", "ftp://f.example/a", 5, "https://f.example/" + "x" * 2048]
)
@pytest.mark.parametrize(("name", "field"), [("wav", "audioWavUrl"), ("video", "video_url")])
def test_what_is_no_url_of_a_file_is_missing(name: str, field: str, url: object) -> None:
    assert told(name, body({field: url})) == done()
    assert told("stems", body({"vocal_removal_info": {"vocal_url": url}})) == done()


def test_a_file_of_another_kind_is_not_taken() -> None:
    assert told("wav", body({"video_url": VIDEO_URL})) == done()
    assert told("video", body({"vocal_removal_info": TWO})) == done()


RESPONSES = [
    ("wav", {"audioWavUrl": WAV_URL}, [File(Asset.WAV, WAV_URL)]),
    ("wav", {"audio_wav_url": WAV_URL}, [File(Asset.WAV, WAV_URL)]),
    ("video", {"videoUrl": VIDEO_URL}, [File(Asset.VIDEO, VIDEO_URL)]),
    ("stems", STEMS_CAMEL | {"id": "x", "originData": [{"id": "x", "audio_url": "u", "stem_type_group_name": "Bass"}]},
     ALL_STEMS),
    ("stems", STEMS_SNAKE, ALL_STEMS),
]  # fmt: skip
PATHS = {"wav": "wav", "video": "mp4", "stems": "vocal-removal"}


@pytest.mark.parametrize("dialect", BOTH)
@pytest.mark.parametrize("flag", ["SUCCESS", "success", "1", 1, "CALLBACK_EXCEPTION"])
@pytest.mark.parametrize(("name", "response", "files"), RESPONSES)
def test_a_record_brings_files(
    reseller: Reseller, dialect: str, flag: object, name: str, response: dict[str, Any], files: list[File]
) -> None:
    reseller.says({"code": 200, "data": {"taskId": "task-1", "successFlag": flag, "response": response}})
    assert reseller.told(name, dialect) == done(*files)
    assert reseller.asked[0].url.endswith(f"/api/v1/{PATHS[name]}/record-info?taskId=task-1")
    assert (reseller.asked[0].body, reseller.surprises) == (None, [])


@pytest.mark.parametrize("flag", ["PENDING", "0", 0, 2, "CALLBACK_EXCEPTION", "SOMETHING_NEW", None])
@pytest.mark.parametrize("name", PATHS)
def test_a_record_may_have_no_news(reseller: Reseller, name: str, flag: object) -> None:
    reseller.says({"code": 200, "data": {"taskId": "task-1", "successFlag": flag, "response": None}})
    assert reseller.told(name) is None


@pytest.mark.parametrize(
    ("name", "flag"),
    [
        ("wav", "GENERATE_WAV_FAILED"), ("stems", "GENERATE_AUDIO_FAILED"), ("video", "GENERATE_MP4_FAILED"),
        ("wav", "CREATE_TASK_FAILED"), ("video", 3), ("stems", "3"), ("stems", 2),
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    ("code", "message", "failure"),
    [(500, "Internal Error", Failure("provider_error", retryable=True)), ("501", "no", Failure("adjust_parameters")),
     (413, "Can't fetch the uploaded audio.", Failure("reference_audio")), (413, "", Failure("matching_audio"))],
)  # fmt: skip
def test_a_record_of_a_failure(
    reseller: Reseller, name: str, flag: object, code: object, message: str, failure: Failure
) -> None:
    failed = {"taskId": "task-1", "successFlag": flag, "errorCode": code, "errorMessage": message, "response": None}
    assert reseller.says({"code": 200, "data": failed}).told(name) == Failed(failure, "task-1")


# --- links made anew -------------------------------------------------------------------------------------------------

GOOD = {"id": "id-a", "audio_url": "https://f.example/a.m4a", "title": "A", "status": "success", "error": None}
GONE = {"id": "id-b", "audio_url": "", "title": "B", "status": "failed", "error": "not found"}
LINK = Clip(provider_audio_id="id-a", audio_url="https://f.example/a.m4a", title="A")


def recovered(*items: dict[str, Any], code: int = 200) -> dict[str, Any]:
    return {"code": code, "msg": "done", "task_id": "task-2", "data": list(items)}


@pytest.mark.parametrize("status", ["success", "SUCCESS", "ok", "", None])
@pytest.mark.parametrize("field", ["audio_url", "audioUrl"])
def test_a_recovery_calls_back_with_its_task_at_the_top(status: str | None, field: str) -> None:
    good = {"id": "id-a", field: "https://f.example/a.m4a", "title": "A", "status": status}
    parsed = parse_callback(recovered(good), OPERATIONS["recover"])
    assert parsed == Callback(Stage.COMPLETE, Progress(Stage.COMPLETE, (LINK,), "task-2"), 200, "task-2")


@pytest.mark.parametrize("gone", [GONE, GONE | {"error": ""}, GONE | {"status": "weird"}, GONE | {"status": None}])
@pytest.mark.parametrize("good", [GOOD, GOOD | {"status": "ok"}])
def test_a_recovery_that_is_partly_good_is_good(good: dict[str, Any], gone: dict[str, Any]) -> None:
    for items in ((good, gone), (gone, good)):
        assert told("recover", recovered(*items)) == Progress(Stage.COMPLETE, (LINK,), "task-2")


@pytest.mark.parametrize("code", [500, 200])
def test_a_recovery_of_which_everything_failed_has_failed(code: int) -> None:
    assert told("recover", recovered(GONE, GONE, code=code)) == Failed(
        Failure("provider_error", retryable=True), "task-2"
    )


@pytest.mark.parametrize(
    ("code", "data", "report"),
    [
        (201, None, None), (201, [], None), (200, None, None),
        (200, [GOOD, GONE], Progress(Stage.COMPLETE, (LINK,), "task-1")),
        (200, [GONE], Failed(Failure("provider_error", retryable=True), "task-1")),
        (500, [GONE, GONE], Failed(Failure("provider_error", retryable=True), "task-1")),
        (500, [], Failed(Failure("provider_error", retryable=True), "task-1")),
    ],
)  # fmt: skip
def test_the_record_of_a_recovery(reseller: Reseller, code: int, data: object, report: Report | None) -> None:
    assert reseller.says({"code": code, "msg": "m", "data": data}).told("recover") == report
    assert reseller.asked[0].url.endswith("/api/v1/suno/recovery/record-info?task_id=task-1")
    assert reseller.surprises == []


# --- the others ------------------------------------------------------------------------------------------------------


def test_a_part_is_one_track_and_its_failure_has_no_list() -> None:
    whole = {"id": "id-a", "audio_url": "https://f.example/a.mp3"}
    data = {"callbackType": "complete", "data": [whole]}
    clip = Clip(provider_audio_id="id-a", audio_url="https://f.example/a.mp3")
    assert told("replace", body(data)) == Progress(Stage.COMPLETE, (clip,), "task-1")
    failed = body({"callbackType": "error", "error": "Lyrics contained copyrighted material"}, 500, "failed")
    assert told("replace", failed) == Failed(Failure("copyrighted"), "task-1")


def test_of_a_part_one_track_is_all_when_only_our_endpoint_failed(reseller: Reseller) -> None:
    record = {
        "status": "CALLBACK_EXCEPTION",
        "response": {"sunoData": [{"id": "a", "audioUrl": "https://f.example/a"}]},
    }
    reseller.says({"code": 200, "data": record})
    stages = [report.stage for name in ("replace", "cover") if isinstance(report := reseller.told(name), Progress)]
    assert stages == [Stage.COMPLETE, Stage.FIRST]


@pytest.mark.parametrize(
    ("message", "failure"),
    [
        ("Song Description contained artist name: X", Failure("artist_reference")),
        ("flagged for moderation", Failure("moderation")),
        ("Unable to generate lyrics from song description", Failure("provider_error", retryable=True)),
        ("please rephrase", Failure("content_policy")),
    ],
)
def test_lyrics_fail_as_complete(message: str, failure: Failure) -> None:
    said = {"code": 400, "msg": message, "data": {"callbackType": "complete", "taskId": "task-1", "data": None}}
    assert told("lyrics", said) == Failed(failure, "task-1")


@pytest.mark.parametrize("item", [{"status": "failed", "error_message": "no"}, {"status": "failed", "text": ""}])
def test_lyrics_of_which_every_one_failed_have_failed(item: dict[str, str]) -> None:
    assert told("lyrics", body({"callbackType": "complete", "data": [item]})) == Failed(
        Failure("content_policy"), "task-1"
    )


@pytest.mark.parametrize("name", ["words", "persona"])
def test_what_is_told_after_an_answer_brings_nothing(name: str) -> None:
    data = {"callbackType": "complete", "data": [{"id": "a", "audio_url": "https://f.example/a.mp3"}]}
    assert told(name, body(data)) == Progress(Stage.COMPLETE, (), "task-1")
