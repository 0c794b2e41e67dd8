"""JSON packed small: a dictionary holds what stands in every item, so that an item holds little but what is its own.

A packed text is one byte, the number of its dictionary, and a raw deflate stream. Without a number it is a zlib stream
as the first releases wrote it; those begin with an `x`.
"""

from __future__ import annotations

import zlib


class Newer(Exception):
    """Only a later release may touch this item. It is no user's fault: whoever meets it comes again."""


DICTIONARIES: dict[int, bytes] = {
    1: (
        b'"custom_mode":true,"vocal_gender":"m","vocal_gender":"f","style_weight":0.65,"weirdness_constraint":0.5,'
        b'"audio_weight":0.65,"reference_audio_url":"https://","persona_id":"","negative_tags":"","model_version":"V5",'
        b'"model_version":"V4_5PLUS","has_vocals":true,"custom_mode":false,"make_instrumental":false,'
        b'"refusal":"status_404"}"refusal":"expired"}"refusal":"duration"}"asset":"video","key":"/video.mp4","size":'
        b'"video_url":"https://","failure":"provider_error"}"status":"failed"}"status":"pending"}'
        b"[Intro]\\n[Verse 1]\\n[Verse 2]\\n\\n[Pre-Chorus]\\n[Chorus]\\n\\n[Bridge]\\n\\n[Outro]\\n"
        b',"submit_at":"2026-","asked_at":"2026-","failed_at":"2026-","preferred":1,'
        b'{"texts":[{"text":"","title":""}],"sources":[{"track_id":"","audio_id":"","model":"V5","seconds":180.0}],'
        b'"request":{"continue_at":60.0,"prompt":"a song about ","lyrics":"[Verse]\\n","title":"","style_tags":["pop",'
        b'"rock","electronic","acoustic"],"make_instrumental":true},"charged":10,"refunded":0,'
        b'"updated_at":"2026-00-00T00:00:00.000000Z","deadline_at":"2026-00-00T00:00:00.000000Z","lane":"premium",'
        b'"lane":"standard","closed_attempt":0,"resubmissions":0,"deferrals":0,"token_hashes":["'
        b'"],"seen":"text","seen":"queued","seen":"first","seen":"complete",'
        b'"versions":[{"clip":{"provider_audio_id":"","audio_url":"https://cdn1.musicfile..mp3","stream_url":"https://'
        b'audiopipe./?item_id=","cover_url":"https://cdn2./image_.jpeg","duration_seconds":180.0,"title":"","lyrics":"'
        b'[Instrumental]","model_name":"chirp-crow","model_name":"chirp-v4-5","tags":"pop, rock, electronic, ",'
        b'"provider_created_at":"2026-00-00T00:00:00.000000Z"},"attempt":1,"copies":[{"asset":"audio","key":"'
        b'/0/audio.mp3","size":4000000,"sha256":""},{"asset":"cover","key":"/0/cover.jpg","size":200000,"sha256":"'
        b'"}]},{"clip":{"provider_audio_id":"/1/audio.mp3","size":"/1/cover.jpg"}]}],"lead":0,"preferred":0,'
        b'"answer":{"status":"processing","task_id":""},"text_at":"2026-00-00T00:00:00.000000Z",'
        b'"first_at":"2026-00-00T00:00:00.000000Z","completed_at":"2026-00-00T00:00:00.000000Z"}'
    ),
}
"""By number. One that something was ever packed with stays as it is; a better one has the next number."""

WRITTEN = 1
"""The dictionary that is packed with. A new one is first released without being written, so that one can go back."""

_PLAIN = zlib.compress(b"")[0]
_RAW = -zlib.MAX_WBITS


def pack(text: bytes) -> bytes:
    """A text, small."""
    packer = zlib.compressobj(zlib.Z_BEST_COMPRESSION, wbits=_RAW, zdict=DICTIONARIES[WRITTEN])
    return bytes([WRITTEN]) + packer.compress(text) + packer.flush()


def unpack(packed: bytes) -> bytes:
    """The text again, whichever release packed it. Raises Newer for a dictionary of a later one."""
    number = packed[0]
    if number == _PLAIN:
        return zlib.decompress(packed)
    if number not in DICTIONARIES:
        raise Newer(f"dictionary {number}")
    return zlib.decompressobj(_RAW, DICTIONARIES[number]).decompress(packed[1:])
