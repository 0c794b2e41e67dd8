"""The providers of this deployment: the one place where they are listed, with the settings that make each of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from reprise.providers.inhouse import InHouse
from reprise.providers.provider import Pool, Provider, Surprised, unsurprised
from reprise.providers.signatures import Secrets
from reprise.providers.suno import settings as suno
from reprise.providers.suno.provider import Suno

DEFAULT = "suno"
"""Whom a request is for that names nobody."""

NAMES = frozenset({"suno", "mureka", "minimax"})
"""Whom a request may name. A deployment that has no account there says so."""

QuotaSettings = suno.QuotaSettings
CheckingSettings = suno.CheckingSettings
AskingSettings = suno.AskingSettings
SendingSettings = suno.SendingSettings
SweepingSettings = suno.SweepingSettings
ReceivingSettings = suno.ReceivingSettings


def to_ask(settings: AskingSettings, surprised: Surprised = unsurprised) -> Pool:
    """Providers that can be asked about their tasks."""
    return _pool({"suno": suno.asked(settings, surprised)})


def to_send(settings: SendingSettings, surprised: Surprised = unsurprised) -> Pool:
    """Providers that can be sent to."""
    return _pool({"suno": suno.counted(settings, suno.asked(settings, surprised))})


def to_sweep(settings: SweepingSettings, surprised: Surprised = unsurprised) -> Pool:
    """Providers that can be asked, with their quotas, and with where their files lie."""
    asked = replace(suno.asked(settings, surprised), cdn_template=settings.suno_cdn_template)
    return _pool({"suno": suno.counted(settings, asked)})


def to_follow(settings: QuotaSettings) -> Pool:
    """Providers of which it only matters how much they admit, and whether they call back."""
    return _pool({"suno": suno.counted(settings)})


def to_check(settings: CheckingSettings) -> Pool:
    """Providers of which it matters besides what they refuse."""
    return _pool({"suno": suno.counted(settings, Suno(dialect=settings.suno_dialect))})


def to_receive(settings: ReceivingSettings, live: Callable[[Secrets], Secrets]) -> Pool:
    """Providers whose callbacks can be judged, by secrets that `live` reads anew now and then. Raises ValueError."""
    return Pool({"suno": suno.received(settings, live)}, NAMES, DEFAULT)


def _pool(providers: Mapping[str, Provider]) -> Pool:
    """These, and ourselves: we call nobody back, so that only who receives has no use for it."""
    ours = InHouse()
    return Pool({**providers, ours.name: ours}, NAMES, DEFAULT)
