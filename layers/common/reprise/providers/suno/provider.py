"""Suno through one of its resellers, as an object: what it can do, and how it is called, asked and believed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reprise.domain.events import Outcome, Report
from reprise.domain.gates import Account, Rate
from reprise.domain.operations import Operation
from reprise.domain.requests import Request
from reprise.domain.versions import Source
from reprise.domain.webhooks import Delivery, Evidence, Proof
from reprise.providers.provider import Features, Order, Reading, Surprised, Unproven, unsurprised
from reprise.providers.signatures import BODY_UNSIGNED, Secrets, SignatureError, Signed, verify
from reprise.providers.suno import payload
from reprise.providers.suno.record import record_report
from reprise.providers.suno.wire import WIRE

if TYPE_CHECKING:
    from reprise.providers.suno.client import Client

WINDOW_SECONDS = 10
"""The resellers count create calls in ten seconds (providers, section 1.3)."""

MAIN = Account("suno:main", Rate(20, WINDOW_SECONDS))
"""The one account, with the quota that the resellers publish."""


FEATURES = Features(
    prompt_generation=True,
    lyrics_generation=True,
    voice_personas=True,
    reference_audio=True,
    stem_separation=True,
    track_variants=2,
    video_output=True,
    max_duration_seconds=480,
    typical_latency_seconds=45,
)
"""What the resellers' documents promise (providers, sections 1.3 to 1.5)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suno:
    """One reseller account. A function that only receives has no key, one that only sends has no webhook secrets."""

    base_url: str = ""
    api_key: str = ""
    dialect: str = "sunoapi"
    webhook_secrets: Secrets = tuple
    signature_scheme: str = "body"
    cdn_template: str = ""

    name: str = "suno"
    account: Account = MAIN
    features: Features = FEATURES
    cadence: None = None
    """It calls back."""
    surprised: Surprised = unsurprised
    """Is told what of the provider's answers no document has."""

    @property
    def operations(self) -> frozenset[str]:
        """The task types of this reseller."""
        return frozenset(name for name, wire in WIRE.items() if self.dialect in wire.dialects)

    def check(self, operation: Operation, request: Request, sources: tuple[Source, ...]) -> None:
        """Refuse what the model would refuse. Raises InvalidInput."""
        WIRE[operation.name].check(request, sources, self.dialect)

    def submit(self, order: Order) -> Outcome:
        """Start a task: sent once, whatever happens."""
        wire = WIRE[order.operation.name]
        from reprise.providers.suno.client import Call  # noqa: PLC0415 - as below

        call = Call(wire.path(order.request), wire.fields(order, self.dialect), wire.taken)
        return self._client().create(call, order.attempt)

    def ask(self, task_id: str, operation: Operation) -> Report | None:
        """What record-info says of a task; None when it has no news. Safe to repeat. Raises Unanswered."""
        wire = WIRE[operation.name]
        record = self._client().record(wire.record_path, task_id, wire.record_parameter)
        return record_report(record, wire.results) if record else None

    def read(self, body: str) -> Reading | None:
        """The callback in a body, or None when it has no shape that we know."""
        return payload.read(body)

    def verify(self, reading: Reading | None, delivery: Delivery, evidence: Evidence) -> Proof:
        """What the signature proves. Without secrets the URL's token alone counts. Raises Unproven."""
        if secrets := self.webhook_secrets():
            return self._signed(secrets, reading, delivery, evidence)
        if delivery.track_id is None:
            raise Unproven(SignatureError.MISSING)
        return Proof.NOTHING

    def _signed(
        self, secrets: tuple[str, ...], reading: Reading | None, delivery: Delivery, evidence: Evidence
    ) -> Proof:
        task_id = reading.task_id if reading else None
        signed = Signed(evidence.headers, evidence.raw, task_id or "")
        problem = verify(self.signature_scheme, secrets, signed, delivery.received_at)
        if problem:
            raise Unproven(problem)
        return Proof.TASK if self.signature_scheme in BODY_UNSIGNED else Proof.BODY

    def report(self, reading: Reading, operation: Operation) -> Report:
        """What a callback means for a task of this type."""
        return payload.report_of(reading, WIRE[operation.name].results)

    def boost(self, style: str) -> str:
        """A fuller text of a style. Raises Unanswered, ProviderError."""
        from reprise.providers.suno import asides  # noqa: PLC0415 - as below

        return asides.boost(self._client(), style)

    def remaining(self) -> int | float:
        """What is left at the account. Raises Unanswered."""
        from reprise.providers.suno import asides  # noqa: PLC0415 - as below

        return asides.remaining(self._client())

    def rescue_url(self, audio_id: str) -> str | None:
        """Suno's own CDN."""
        return self.cdn_template.format(audio_id=audio_id) if self.cdn_template else None

    def _client(self) -> Client:
        # Imported here: a provider that waits for the answer to its callback should not wait for an HTTP client.
        from reprise.providers.suno.client import Client  # noqa: PLC0415

        return Client(self.base_url, self.api_key, self.dialect, surprised=self._surprised)

    def _surprised(self, surprises: tuple[str, ...]) -> None:
        if surprises:
            self.surprised(self.name, surprises)
