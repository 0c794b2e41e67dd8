"""WAV, video and stems: every shape of a callback and every state of a record, in both casings."""

from __future__ import annotations

from typing import Any

import pytest

from reprise.domain.events import Failed, Progress
from reprise.domain.states import Stage
from reprise.domain.track import Failure
from reprise.domain.versions import STEMS, Asset, File
from tests.unit.providers.reading import told
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
