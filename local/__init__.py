"""Reprise on one machine: the functions as template.yaml wires them, on embedded AWS services."""

import sys
from pathlib import Path

# The layer is where Lambda would put it; `python -m local` finds it from any checkout without an installation.
LAYER = Path(__file__).resolve().parent.parent / "layers" / "common"
if str(LAYER) not in sys.path:
    sys.path.insert(0, str(LAYER))
