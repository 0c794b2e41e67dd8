"""Only `providers/` knows who the providers are: everybody else asks the object."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from reprise.providers.pool import NAMES
from tests.gates.source import ROOT, modules, name_of

ROOM = ROOT / "layers" / "common" / "reprise" / "providers"
OUTSIDE = [path for path in modules("layers", "functions") if not path.is_relative_to(ROOM)]
RESELLERS = {"sunoapi", "kie", "elevenlabs"}
NAMED = re.compile("|".join(sorted(NAMES | RESELLERS)), re.IGNORECASE)


@pytest.mark.parametrize("path", OUTSIDE, ids=name_of)
def test_nothing_outside_of_their_room_names_a_provider(path: Path) -> None:
    """Neither code nor comments nor data: `kie` inside another word would count too, and there is none."""
    assert NAMED.findall(path.read_text("utf-8")) == []
