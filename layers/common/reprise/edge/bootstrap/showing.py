"""The collaborators of functions that show tracks or handle objects; the callback path has no use for them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from reprise.edge import clients
from reprise.edge.bootstrap.parts import TableSettings, tracks
from reprise.edge.clock import utc_now
from reprise.edge.views import Sign, SignedUrl
from reprise.store.cdn import AudioCdn
from reprise.store.objects import Objects
from reprise.usecases.library import Library


@dataclass(frozen=True)
class SigningSettings:
    """Where objects are, and how long a URL to one plays."""

    audio_bucket: str
    signed_url_ttl_seconds: int
    audio_cdn_origin: str
    audio_cdn_key_id: str
    audio_cdn_private_key: str


def library(settings: TableSettings) -> Library:
    """The users' tracks."""
    return Library(tracks(settings), utc_now)


def objects(bucket: str) -> Objects:
    """The bucket with our copies."""
    return Objects(clients.s3(), bucket)


def signer(settings: SigningSettings) -> Sign:
    """Makes URLs that play objects: CloudFront's where the deployment has it, else S3's."""
    if settings.audio_cdn_origin:
        cdn = AudioCdn(settings.audio_cdn_origin, settings.audio_cdn_key_id, settings.audio_cdn_private_key)
        return partial(_signed, cdn, settings.signed_url_ttl_seconds)
    return partial(_signed, objects(settings.audio_bucket), settings.signed_url_ttl_seconds)


def _signed(store: Objects | AudioCdn, ttl_seconds: int, key: str) -> SignedUrl:
    return store.presign(key, ttl_seconds, utc_now())
