"""The project's template as the fakes need it: there is no second list of tables, indexes and queues."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from local.resources import Place
from local.specs import Plan
from local.template import Template

ROOT = Path(__file__).parents[2]
API = "https://reprise.example"

_OWN = {
    "JwtIssuer": "https://issuer.example",
    "JwtAudience": "reprise",
    "PublicBaseUrl": API,
    "FeaturesFile": str(ROOT / "local/features.json"),
}


@cache
def plan(endpoint: str = "http://aws.invalid") -> Plan:
    """What the template asks for; queue URLs begin with the endpoint."""
    return Template(ROOT / "template.yaml", Place(API, endpoint), {}, _OWN).plan()


def name_of(logical_id: str) -> str:
    """The physical name of a table."""
    return next(str(one.request["TableName"]) for one in plan().tables if one.logical_id == logical_id)
