"""The long run of journeys: `python -m tests.simulation.journey_soak --journeys 20000 [--seed N] [--processes 2]`.

As the long run of tracks: `--seed <the one that failed> --journeys 1` tells exactly that story again.
"""

from __future__ import annotations

import sys

from tests.simulation.soak import Kind, main  # first: it finds the layer

from tests.simulation.journey_stories import tell  # isort: skip

if __name__ == "__main__":
    sys.exit(main(Kind("journeys", 20_000, tell, "tests.simulation.journey_soak"), __doc__))
