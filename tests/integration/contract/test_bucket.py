"""What the store relies on in S3, of the fake and of moto's."""

from __future__ import annotations

import io
from typing import Any
from urllib.parse import urlsplit

import pytest
from botocore.exceptions import ClientError

from reprise.domain.fetch_errors import FetchRefused
from reprise.domain.media import Inspection, MediaType
from reprise.domain.versions import Asset, Copy
from reprise.store.objects import Objects
from tests.integration.contract.conftest import BUCKET

pytestmark = pytest.mark.xdist_group("contract")
SHA256 = {
    b"first": "a7937b64b8caa58f03721bb6bacf5c78cb235febe0e70b1b84cd99541461a08e",
    b"second": "16367aacb67a4a017c8da8ab95682ccb390863780f7114dda0a0e0c55644c7c4",
}


def put(objects: Objects, key: str, body: bytes) -> Copy:
    copy = Copy(Asset.AUDIO, key, len(body), SHA256[body], seconds=12.5)
    return objects.put(copy, Inspection(MediaType.MP3, 12.5), io.BytesIO(body))


def stored(objects: Objects, key: str) -> Copy | None:
    return objects.stored(Asset.AUDIO, key)


def test_what_is_first_stays_and_is_given_back(bucket: Any) -> None:
    objects = Objects(bucket, BUCKET)
    first = put(objects, "u/t/0/audio.mp3", b"first")
    assert put(objects, "u/t/0/audio.mp3", b"second") == first
    assert stored(objects, "u/t/0/audio.mp3") == first
    head = bucket.head_object(Bucket=BUCKET, Key="u/t/0/audio.mp3")
    assert (head["ContentType"], head["Metadata"]["duration"]) == ("audio/mpeg", "12.5")


def test_what_is_not_there_is_none(bucket: Any) -> None:
    assert stored(Objects(bucket, BUCKET), "nothing") is None


def test_a_taken_key_is_refused_as_a_failed_precondition(bucket: Any) -> None:
    request = {"Bucket": BUCKET, "Key": "k", "Body": b"x", "ContentType": "audio/mpeg", "IfNoneMatch": "*"}
    bucket.put_object(**request)
    with pytest.raises(ClientError) as error:
        bucket.put_object(**request)
    assert error.value.response["Error"]["Code"] == "PreconditionFailed"


def test_a_folder_is_deleted_with_all_that_is_in_it_and_nothing_else(bucket: Any) -> None:
    objects = Objects(bucket, BUCKET)
    for key in ("u/t/0/audio.mp3", "u/t/1/audio.mp3", "u/t2/0/audio.mp3"):
        put(objects, key, b"first")
    assert (objects.delete_prefix("u/t/"), objects.delete_prefix("u/t/")) == (2, 0)
    assert stored(objects, "u/t2/0/audio.mp3") is not None
    objects.delete("u/t2/0/audio.mp3")
    objects.delete("u/t2/0/audio.mp3")
    assert stored(objects, "u/t2/0/audio.mp3") is None


def test_a_url_is_signed_without_a_call(bucket: Any) -> None:
    url = bucket.generate_presigned_url("get_object", Params={"Bucket": BUCKET, "Key": "a/b.mp3"}, ExpiresIn=60)
    parts = urlsplit(url)
    assert parts.path.endswith("a/b.mp3")
    assert "X-Amz-Expires=60" in parts.query


def test_an_object_is_read_whole_into_a_file(bucket: Any) -> None:
    objects, file = Objects(bucket, BUCKET), io.BytesIO()
    put(objects, "u/read/0/audio.mp3", b"second")
    objects.read("u/read/0/audio.mp3", file, len(b"second"))
    assert file.getvalue() == b"second"


def test_what_is_gone_or_too_large_is_not_read(bucket: Any) -> None:
    objects, file = Objects(bucket, BUCKET), io.BytesIO()
    put(objects, "u/large/0/audio.mp3", b"second")
    with pytest.raises(FetchRefused, match="source_too_large"):
        objects.read("u/large/0/audio.mp3", file, len(b"second") - 1)
    with pytest.raises(FetchRefused, match="gone"):
        objects.read("u/nothing/0/audio.mp3", file, 1)
    assert file.getvalue() == b""
