"""The JSON bodies of what is told of providers, as types."""

from __future__ import annotations

from typing_extensions import TypedDict


class StyleView(TypedDict):
    """A style's text."""

    style: str


class FeaturesView(TypedDict):
    """What a provider can do."""

    provider: str
    promptGeneration: bool
    lyricsGeneration: bool
    voicePersonas: bool
    referenceAudio: bool
    stemSeparation: bool
    trackVariants: int
    videoOutput: bool
    maxDurationSeconds: int
    typicalLatencySeconds: int
    healthy: bool


class MatrixView(TypedDict):
    """The feature matrix."""

    items: list[FeaturesView]


class AccountCreditsView(TypedDict):
    """What is left at a provider's account, in its own credits; null where it does not say."""

    provider: str
    account: str
    remaining: float | None


class AccountsCreditsView(TypedDict):
    """What is left at all accounts."""

    items: list[AccountCreditsView]
