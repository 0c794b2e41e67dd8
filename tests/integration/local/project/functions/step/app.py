"""A step of the machine: answers, breaks off, dies, or keeps its token to itself."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from typing import Any

from shared import client


class Trouble(Exception):
    """What the machine knows how to catch."""


def lambda_handler(event: dict[str, Any], context: Any) -> None:
    """One behaviour for each `how`; any other waits."""
    if event["how"] == "raise":
        raise Trouble("as it was told")
    if event["how"] == "die":
        os._exit(1)
    if event["how"] == "answer":
        output = json.dumps({"by": context.function_name, "secret": _there_and_back("a secret")})
        steps = client("stepfunctions")
        with suppress(steps.exceptions.TaskTimedOut):  # this is the second call of a step that has answered
            steps.send_task_success(taskToken=event["token"], output=output)


def _there_and_back(text: str) -> str:
    kms, purpose = client("kms"), {"of": "a step"}
    sealed = kms.encrypt(KeyId=os.environ["KEY"], Plaintext=text.encode(), EncryptionContext=purpose)
    opened = kms.decrypt(
        KeyId=os.environ["KEY_ARN"], CiphertextBlob=sealed["CiphertextBlob"], EncryptionContext=purpose
    )
    return str(opened["Plaintext"].decode())
