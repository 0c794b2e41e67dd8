"""Our objects on S3: written once, served with what they are, handed out for an hour, deleted by folder."""

from __future__ import annotations

import base64
import hashlib
import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import requests
from botocore.exceptions import ClientError
from botocore.stub import Stubber

from reprise.domain.fetch_errors import FetchFailed
from reprise.domain.media import Inspection, MediaType
from reprise.domain.versions import Asset, Copy
from reprise.store.objects import Objects
from tests.integration.assets import stand

pytestmark = pytest.mark.integration
NOW = datetime(2026, 11, 21, tzinfo=UTC)


_FOUND = Inspection(MediaType.MP3, 1.5)


def _copy(key: str, body: bytes) -> Copy:
    return Copy(Asset.AUDIO, key, len(body), hashlib.sha256(body).hexdigest(), seconds=1.5)


def _put(objects: Objects, key: str, body: bytes) -> Copy:
    return objects.put(_copy(key, body), _FOUND, io.BytesIO(body))


@pytest.fixture(autouse=True)
def _tidy(objects: Objects) -> Iterator[None]:
    yield
    objects.delete_prefix("user-1/")


@pytest.mark.parametrize("size", [10, 9 * 1024 * 1024])
def test_an_object_is_stored_with_what_it_is(size: int, objects: Objects) -> None:
    body = b"\xff" * size
    copy = _copy("user-1/track/0/audio.mp3", body)

    assert objects.put(copy, _FOUND, io.BytesIO(body)) == copy

    found = objects.client.get_object(Bucket=objects.bucket, Key=copy.key)
    assert found["Body"].read() == body
    head = objects.client.head_object(Bucket=objects.bucket, Key=copy.key, ChecksumMode="ENABLED")
    assert head["ChecksumSHA256"] == base64.b64encode(hashlib.sha256(body).digest()).decode()
    assert objects.stored(copy.asset, copy.key) == copy
    assert {name: found[name] for name in ("ContentType", "ContentDisposition", "CacheControl", "Metadata")} == {
        "ContentType": "audio/mpeg",
        "ContentDisposition": 'inline; filename="audio.mp3"',
        "CacheControl": "private, max-age=31536000, immutable",
        "Metadata": {"sha256": copy.sha256, "duration": "1.5", "attempt": "1"},
    }


def test_the_first_to_write_wins_and_the_second_is_told_what_is_there(objects: Objects) -> None:
    key = "user-1/t/0/audio.mp3"
    first = _copy(key, b"first")
    assert _put(objects, key, b"first") == first
    assert _put(objects, key, b"second") == first
    assert _put(objects, key, b"first") == first


@pytest.mark.parametrize("code", ["ConditionalRequestConflict", "PreconditionFailed"])
def test_a_conflict_with_nothing_there_is_worth_another_try(code: str, s3_endpoint: str) -> None:
    store = stand.objects(s3_endpoint)
    with Stubber(store.client) as stub:
        stub.add_client_error("put_object", code, http_status_code=409)
        stub.add_client_error("head_object", "404", http_status_code=404)
        with pytest.raises(FetchFailed, match="conflict"):
            _put(store, "user-1/t/0/audio.mp3", b"x")


def test_other_errors_of_s3_are_not_ours_to_judge(s3_endpoint: str) -> None:
    store = stand.objects(s3_endpoint)
    with Stubber(store.client) as stub:
        stub.add_client_error("put_object", "AccessDenied", http_status_code=403)
        stub.add_client_error("head_object", "403", http_status_code=403)
        with pytest.raises(ClientError):
            _put(store, "user-1/t/0/audio.mp3", b"x")
        with pytest.raises(ClientError):
            store.stored(Asset.AUDIO, "user-1/t/0/audio.mp3")


def test_a_presigned_url_plays_for_as_long_as_it_says(objects: Objects) -> None:
    _put(objects, "user-1/t/0/audio.mp3", b"song")
    url, expires_at = objects.presign("user-1/t/0/audio.mp3", 3600, NOW)
    assert expires_at == NOW + timedelta(hours=1)
    assert requests.get(url, timeout=5).content == b"song"


def test_a_folder_is_deleted_whole_and_alone(objects: Objects) -> None:
    for at in range(5):
        _put(objects, f"user-1/t/{at}/audio.mp3", b"x")
    _put(objects, "user-1/t2/0/audio.mp3", b"x")
    assert objects.delete_prefix("user-1/t/") == 5
    assert objects.delete_prefix("user-1/t/") == 0
    assert objects.stored(Asset.AUDIO, "user-1/t2/0/audio.mp3")


def test_every_page_of_a_folder_is_deleted(s3_endpoint: str) -> None:
    store = stand.objects(s3_endpoint)
    with Stubber(store.client) as stub:
        stub.add_response(
            "list_objects_v2", {"Contents": [{"Key": "u/a"}], "IsTruncated": True, "NextContinuationToken": "2"}
        )
        stub.add_response("delete_objects", {})
        stub.add_response("list_objects_v2", {"Contents": [{"Key": "u/b"}, {"Key": "u/c"}]})
        stub.add_response("delete_objects", {})
        assert store.delete_prefix("u/") == 3


def test_what_a_name_in_a_folder_begins_is_deleted_and_nothing_beside_it(objects: Objects) -> None:
    assert all(objects.client.put_object(Bucket=objects.bucket, Key=f"r/{it}.mp3", Body=b"") for it in ("ab", "abc"))
    assert [objects.delete_prefix(prefix) for prefix in ("r/ab.", "r/")] == [1, 1]


@pytest.mark.parametrize("prefix", ["", "/", ".", "user-1", "a.", "user-1/t/0/audio.mp3", "user-1/t"])
def test_only_a_folder_or_a_name_in_one_can_be_deleted(prefix: str, objects: Objects) -> None:
    with pytest.raises(ValueError, match="slash"):
        objects.delete_prefix(prefix)


def test_what_s3_would_not_delete_is_an_error(s3_endpoint: str) -> None:
    store = stand.objects(s3_endpoint)
    with Stubber(store.client) as stub:
        stub.add_response("list_objects_v2", {"Contents": [{"Key": "user-1/a"}]})
        stub.add_response("delete_objects", {"Errors": [{"Key": "user-1/a", "Code": "InternalError"}]})
        with pytest.raises(OSError, match="InternalError"):
            store.delete_prefix("user-1/")
