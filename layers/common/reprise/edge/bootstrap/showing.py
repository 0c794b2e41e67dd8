"""The collaborators of functions that show tracks or handle objects; the callback path has no use for them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from reprise.edge.bootstrap import tables
from reprise.edge.surroundings import Surroundings
from reprise.edge.views import Sign, SignedUrl
from reprise.store.cdn import AudioCdn
from reprise.store.objects import Objects
from reprise.usecases.library import Library
from reprise.usecases.transition import Clock


@dataclass(frozen=True)
class SigningSettings:
    """Where objects are, and how long a URL to one plays."""

    audio_bucket: str
    signed_url_ttl_seconds: int
    audio_cdn_origin: str
    audio_cdn_key_id: str
    audio_cdn_private_key: str


def library(settings: tables.TableSettings, around: Surroundings) -> Library:
    """The users' tracks."""
    return Library(tables.tracks(settings, around), around.clock)


def objects(bucket: str, around: Surroundings) -> Objects:
    """The bucket with our copies."""
    return Objects(around.s3, bucket)


def signer(settings: SigningSettings, around: Surroundings) -> Sign:
    """Makes URLs that play objects: CloudFront's where the deployment has it, else S3's."""
    return partial(_signed, _playing(settings, around), settings.signed_url_ttl_seconds, around.clock)


def _playing(settings: SigningSettings, around: Surroundings) -> Objects | AudioCdn:
    if settings.audio_cdn_origin:
        return AudioCdn(settings.audio_cdn_origin, settings.audio_cdn_key_id, settings.audio_cdn_private_key)
    return objects(settings.audio_bucket, around)


def _signed(store: Objects | AudioCdn, ttl_seconds: int, clock: Clock, key: str) -> SignedUrl:
    return store.presign(key, ttl_seconds, clock())
