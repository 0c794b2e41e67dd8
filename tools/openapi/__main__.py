"""Write the API's document to where the function that serves it finds it."""

from __future__ import annotations

import json

import local  # noqa: F401 - puts the layer where it can be imported
from tools.openapi.document import document
from tools.openapi.found import ROOT

WRITTEN = ROOT / "functions" / "docs" / "pages" / "openapi.json"


def text() -> str:
    """The document as it is kept."""
    return json.dumps(document(), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    WRITTEN.write_text(text(), "utf-8")
    print(f"{WRITTEN.relative_to(ROOT)}: {WRITTEN.stat().st_size / 1000:.0f} kB")
