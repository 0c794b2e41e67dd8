"""What holds for every test: its folder says which kind it is, and none can reach a real AWS account."""

from __future__ import annotations

import os
from pathlib import Path

import hypothesis
import pytest

from local import dynamodb

TESTS = Path(__file__).parent
KINDS = {
    "unit": [pytest.mark.unit, pytest.mark.disable_socket],
    "gates": [pytest.mark.gates, pytest.mark.disable_socket],
    "integration": [pytest.mark.integration],
    "simulation": [pytest.mark.simulation],
    # One stack serves them all: with several workers they stay on one.
    "e2e": [pytest.mark.e2e, pytest.mark.xdist_group("stack")],
}
NOBODY = {
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_DEFAULT_REGION": "eu-west-1",
    "AWS_EC2_METADATA_DISABLED": "true",
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
}


def pytest_configure() -> None:
    # No test is a stop-watch; and what CI finds, it finds again.
    hypothesis.settings.register_profile("house", deadline=None, derandomize="CI" in os.environ, print_blob=True)
    hypothesis.settings.load_profile("house")
    os.environ.update(NOBODY)
    for setting in ("AWS_PROFILE", "AWS_SESSION_TOKEN"):
        os.environ.pop(setting, None)


def pytest_report_header() -> str:
    name = {"local": "DynamoDB Local", "moto": "moto's"}[dynamodb.choose()]
    return f"dynamodb: {name} (DYNAMODB=local or moto chooses)"


@pytest.hookimpl(tryfirst=True)  # before pytest-xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        for mark in KINDS[item.path.relative_to(TESTS).parts[0]]:
            item.add_marker(mark)
