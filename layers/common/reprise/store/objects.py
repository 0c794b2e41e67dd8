"""Our copies in S3: written once and whole, handed out by presigned URLs, deleted by folder."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from shutil import copyfileobj
from typing import IO, TYPE_CHECKING

from botocore.exceptions import ClientError

from reprise.domain.fetch_errors import FetchFailed, FetchRefused
from reprise.domain.media import ACCEPTED, RENEWED, Inspection
from reprise.domain.versions import Asset, Copy
from reprise.store.keys import Keys

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client
    from types_boto3_s3.type_defs import HeadObjectOutputTypeDef, ObjectIdentifierTypeDef

# Somebody was first (412), or is writing at this moment (409).
_TAKEN = frozenset({"PreconditionFailed", "ConditionalRequestConflict", "412", "409"})
_ABSENT = frozenset({"NoSuchKey", "NotFound", "404"})
# Sent from memory: a file is announced with `Expect: 100-continue` first, which costs a round trip.
_SMALL = 8 * 1024 * 1024
_CHUNK = 1024 * 1024
_CACHED = "private, max-age=31536000, immutable"  # a key is written once


@dataclass(frozen=True, slots=True)
class Objects:
    """The bucket. The client is the caller's."""

    client: S3Client
    bucket: str
    attempt: int = 1
    """Of the versions that are copied. What was stored of an earlier attempt counts as not there, and makes room."""

    def of(self, attempt: int) -> Objects:
        """The bucket, for copies of this attempt's versions."""
        return replace(self, attempt=attempt)

    def read(self, key: str, into: IO[bytes], most: int) -> None:
        """Write an object of at most so many bytes into a file. FetchRefused: it is `gone`, or `source_too_large`."""
        try:
            found = self.client.get_object(Bucket=self.bucket, Key=key)
        except ClientError as error:
            if _code(error) in _ABSENT:
                raise FetchRefused("gone") from None
            raise
        with closing(found["Body"]) as body:
            if found["ContentLength"] > most:
                raise FetchRefused("source_too_large")
            copyfileobj(body, into, _CHUNK)

    def put(self, copy: Copy, found: Inspection, body: IO[bytes]) -> Copy:
        """Write a verified file unless its key is taken; returns what is in the bucket afterwards.

        It is one PutObject, whatever the size. The object is never half there, and there are no parts to clean up.
        Memory is no reason for parts, because the file is on disk; and 50 MB are far from S3's limit of 5 GB.
        """
        body.seek(0)
        duration = str(found.duration_seconds or "")
        told = {"sha256": copy.sha256, "duration": duration, "attempt": str(self.attempt)}
        try:
            self.client.put_object(
                Bucket=self.bucket,
                Key=copy.key,
                Body=body.read() if copy.size <= _SMALL else body,
                ContentLength=copy.size,
                IfNoneMatch="*",
                ChecksumAlgorithm="SHA256",
                ChecksumSHA256=base64.b64encode(bytes.fromhex(copy.sha256)).decode(),
                ContentType=found.media,
                ContentDisposition=f'inline; filename="{copy.key.rpartition("/")[2]}"',
                CacheControl=_CACHED,
                Metadata=told,
            )
        except ClientError as error:
            if _code(error) not in _TAKEN:
                raise
            return self._first(copy)
        return copy

    def _first(self, copy: Copy) -> Copy:
        head = self._head(copy.key)
        if head is None:  # the other write was refused, or deleted again: nothing is there yet
            raise FetchFailed("conflict")
        if self._is_outdated(head):
            self.delete(copy.key)
            raise FetchFailed("conflict")
        # What was found out about the same bytes is as true of those that are there.
        stored = _copy_in(head, copy.asset, copy.key)
        return copy if stored.sha256 == copy.sha256 else stored

    def stored(self, asset: Asset, key: str) -> Copy | None:
        """What is at a key."""
        head = self._head(key)
        return None if head is None or self._is_outdated(head) else _copy_in(head, asset, key)

    def _head(self, key: str) -> HeadObjectOutputTypeDef | None:
        try:
            return self.client.head_object(Bucket=self.bucket, Key=key)
        except ClientError as error:
            if _code(error) in _ABSENT:
                return None
            raise

    def _is_outdated(self, head: HeadObjectOutputTypeDef) -> bool:
        return int(head["Metadata"].get("attempt", 1)) < self.attempt

    def find(self, asset: Asset, stem: str) -> Copy | None:
        """What is stored of an asset, whatever type of file it is."""
        types = RENEWED if asset is Asset.AUDIO else ACCEPTED[asset]
        for media in sorted(types):
            if stored := self.stored(asset, Keys.file(stem, media)):
                return stored
        return None

    def presign(self, key: str, ttl_seconds: int, now: datetime) -> tuple[str, datetime]:
        """A URL that plays the object, and when it stops to. No call is made."""
        params = {"Bucket": self.bucket, "Key": key}
        url = self.client.generate_presigned_url("get_object", Params=params, ExpiresIn=ttl_seconds)
        return url, now + timedelta(seconds=ttl_seconds)

    def delete(self, key: str) -> None:
        """Delete one object; deleting it again changes nothing."""
        self.client.delete_object(Bucket=self.bucket, Key=key)

    def delete_prefix(self, prefix: str) -> int:
        """Delete a folder, or what has a name in one up to its dot; how many objects that was."""
        folder, _, name = prefix.rpartition("/")
        if not folder or not (name == "" or name.endswith(".")):
            raise ValueError("a prefix to delete ends with a slash, or with the dot after a name in a folder")
        return sum(self._delete(page) for page in self._pages(prefix))

    def _pages(self, prefix: str) -> Iterator[list[ObjectIdentifierTypeDef]]:
        listing = self.client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=prefix)
        for page in listing:
            yield [_named(item["Key"]) for item in page.get("Contents", [])]

    def _delete(self, keys: list[ObjectIdentifierTypeDef]) -> int:
        if not keys:
            return 0
        answer = self.client.delete_objects(Bucket=self.bucket, Delete={"Objects": keys, "Quiet": True})
        if failed := answer.get("Errors"):
            raise OSError(f"{len(failed)} objects not deleted: {failed[0].get('Code')}")
        return len(keys)


def _copy_in(head: HeadObjectOutputTypeDef, asset: Asset, key: str) -> Copy:
    told = head["Metadata"]
    return Copy(asset, key, head["ContentLength"], told["sha256"], seconds=_number(told.get("duration")))


def _number(text: str | None) -> float | None:
    return float(text) if text else None


def _code(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))


def _named(key: str) -> ObjectIdentifierTypeDef:
    return {"Key": key}
