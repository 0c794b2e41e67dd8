"""Entry of a function's process: `python -I boot.py <json>`. The function sees only what Lambda would show it."""

from __future__ import annotations

import json
import sys
from pathlib import Path

_ROOT = str(Path(__file__).resolve().parent.parent.parent)


def main() -> None:
    """Set the import path up as in Lambda, then serve."""
    given = json.loads(sys.argv[1])
    sys.path.insert(0, _ROOT)
    from local.leash import hold  # noqa: PLC0415 - not to be found before
    from local.worker.runtime import serve  # noqa: PLC0415

    sys.path.remove(_ROOT)
    hold(given["parent"])
    sys.path[:0] = given["paths"]
    serve(given)


if __name__ == "__main__":
    main()
