"""The stack's own calls to its embedded AWS services: plain JSON over HTTP, no SDK in this process."""

from __future__ import annotations

import json
from typing import Any

from aiohttp import ClientError, ClientSession

from local.resources import ACCOUNT, REGION

_TARGETS = {
    "dynamodb": ("dynamodb", "DynamoDB_20120810"),
    "streams": ("dynamodb", "DynamoDBStreams_20120810"),
    "sqs": ("sqs", "AmazonSQS"),
    "ssm": ("ssm", "AmazonSSM"),
    "states": ("states", "AWSStepFunctions"),
    "kms": ("kms", "TrentService"),
}
# Nobody checks it, but both servers read the service and the region out of it.
_SIGNED = "AWS4-HMAC-SHA256 Credential=local/20300101/{region}/{service}/aws4_request, SignedHeaders=host, Signature=0"


class AwsError(Exception):
    """A call was refused; the code is the service's."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code


def _parsed(raw: bytes) -> dict[str, Any]:
    try:
        answer: dict[str, Any] = json.loads(raw or b"{}")
    except ValueError as error:
        raise AwsError("NoJson", raw[:200].decode(errors="replace")) from error
    return answer


def _refusal(status: int, answer: dict[str, Any]) -> AwsError:
    message = answer.get("message", answer.get("Message", ""))
    return AwsError(str(answer.get("__type", status)).split("#")[-1], str(message))


class Aws:
    """Calls by service and operation."""

    def __init__(self, session: ClientSession, endpoint: str, dynamodb: str) -> None:
        self._session = session
        self.endpoint = endpoint
        self.dynamodb = dynamodb

    async def call(self, service: str, operation: str, **body: Any) -> dict[str, Any]:
        """One call; the answer as the service's JSON."""
        name, target = _TARGETS[service]
        headers = {
            "X-Amz-Target": f"{target}.{operation}",
            "Content-Type": "application/x-amz-json-1.0",
            "Authorization": _SIGNED.format(region=REGION, service=name),
        }
        url = self.dynamodb if name == "dynamodb" else self.endpoint
        try:
            async with self._session.post(url, data=json.dumps(body), headers=headers) as response:
                raw, status = await response.read(), response.status
        except ClientError as error:
            raise AwsError("Unreachable", str(error)) from error
        answer = _parsed(raw)
        if status >= 400:
            raise _refusal(status, answer)
        return answer

    async def make_bucket(self, name: str) -> None:
        """Create an S3 bucket."""
        headers = {"Authorization": _SIGNED.format(region=REGION, service="s3")}
        async with self._session.put(f"{self.endpoint}/{name}", headers=headers) as response:
            if response.status >= 400:
                raise AwsError(str(response.status), await response.text())

    def queue_url(self, name: str) -> str:
        """The URL of a queue by its full name."""
        return f"{self.endpoint}/{ACCOUNT}/{name}"
