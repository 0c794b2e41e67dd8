"""The S3 client in memory."""

# ruff: noqa: N803 - the arguments are spelled as AWS spells them
from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

from tests.fakes.clock import VirtualClock
from tests.fakes.wire import Wire

Answer = dict[str, Any]
_PAGE = 1000


@dataclass(frozen=True, slots=True)
class Stored:
    """An object as it was put."""

    body: bytes
    content_type: str
    metadata: dict[str, str]


class FakeS3:
    """The part of botocore's S3 client that the store uses; one bucket is as good as another."""

    def __init__(self, clock: VirtualClock, wire: Wire) -> None:
        self.objects: dict[tuple[str, str], Stored] = {}
        self._clock = clock
        self._wire = wire

    def save(self) -> dict[tuple[str, str], Stored]:
        """Everything that is stored."""
        return dict(self.objects)

    def load(self, saved: dict[tuple[str, str], Stored]) -> None:
        """Be as it was when it was saved."""
        self.objects = dict(saved)

    def keys(self) -> list[str]:
        """Keys of all objects."""
        return sorted(key for _, key in self.objects)

    def put_object(
        self,
        *,
        Bucket: str,
        Key: str,
        Body: Any,
        ContentType: str,
        IfNoneMatch: str = "",
        Metadata: dict[str, str] | None = None,
        **_headers: Any,
    ) -> Answer:
        """PutObject; with IfNoneMatch only where nothing is."""

        def put() -> Answer:
            if IfNoneMatch == "*" and (Bucket, Key) in self.objects:
                raise _refusal("PreconditionFailed", "PutObject")
            body = Body if isinstance(Body, bytes) else Body.read()
            self.objects[Bucket, Key] = Stored(body, ContentType, Metadata or {})
            return {}

        return self._wire("s3.PutObject", put)

    def get_object(self, *, Bucket: str, Key: str) -> Answer:
        """GetObject."""

        def get() -> Answer:
            stored = self.objects.get((Bucket, Key))
            if stored is None:
                raise _refusal("NoSuchKey", "GetObject")
            return {"ContentLength": len(stored.body), "Body": io.BytesIO(stored.body), "Metadata": stored.metadata}

        return self._wire("s3.GetObject", get)

    def head_object(self, *, Bucket: str, Key: str) -> Answer:
        """HeadObject."""

        def head() -> Answer:
            stored = self.objects.get((Bucket, Key))
            if stored is None:
                raise _refusal("404", "HeadObject")
            length = len(stored.body)
            return {"ContentLength": length, "ContentType": stored.content_type, "Metadata": stored.metadata}

        return self._wire("s3.HeadObject", head)

    def delete_object(self, *, Bucket: str, Key: str) -> Answer:
        """DeleteObject; deleting again changes nothing."""
        return self._wire("s3.DeleteObject", lambda: self._gone(Bucket, [Key]))

    def delete_objects(self, *, Bucket: str, Delete: dict[str, Any]) -> Answer:
        """DeleteObjects."""
        keys = [one["Key"] for one in Delete["Objects"]]
        return self._wire("s3.DeleteObjects", lambda: self._gone(Bucket, keys))

    def get_paginator(self, operation: str) -> _Paginator:
        """A paginator of ListObjectsV2."""
        if operation != "list_objects_v2":
            raise ValueError(operation)
        return _Paginator(self)

    def generate_presigned_url(self, method: str, *, Params: dict[str, str], ExpiresIn: int) -> str:
        """A URL; no call is made."""
        return f"https://{Params['Bucket']}.s3.example/{Params['Key']}?method={method}&X-Amz-Expires={ExpiresIn}"

    def listed(self, bucket: str, prefix: str) -> list[str]:
        """Keys below a prefix."""

        def read() -> list[str]:
            return sorted(key for name, key in self.objects if name == bucket and key.startswith(prefix))

        return self._wire("s3.ListObjectsV2", read)

    def _gone(self, bucket: str, keys: list[str]) -> Answer:
        for key in keys:
            self.objects.pop((bucket, key), None)
        return {}


class _Paginator:
    def __init__(self, client: FakeS3) -> None:
        self._client = client

    def paginate(self, *, Bucket: str, Prefix: str) -> Iterator[Answer]:
        keys = self._client.listed(Bucket, Prefix)
        for start in range(0, max(1, len(keys)), _PAGE):
            page = [{"Key": key} for key in keys[start : start + _PAGE]]
            yield {"KeyCount": len(page), **({"Contents": page} if page else {})}


def _refusal(code: str, operation: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": code}}, operation)
