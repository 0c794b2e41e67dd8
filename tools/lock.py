"""Pin what the `.in` files ask for: first the layers, for Lambda; then the tools, at the layers' versions."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

COMMON = ("--quiet", "--generate-hashes", "--no-emit-index-url", "--custom-compile-command", "make lock")
ANYWHERE = ("--universal", "--python-version", "3.11")
LAMBDA = ("--python-platform", "aarch64-manylinux_2_28", "--python-version", "3.13", "--only-binary", ":all:")
LOCKS = (
    ("layers/common/requirements", LAMBDA),
    ("layers/audio/requirements", LAMBDA),
    ("requirements/installer", ANYWHERE),
    ("requirements/dev", ANYWHERE),
    ("requirements/sam", ANYWHERE),
    ("requirements/mutation", ANYWHERE),
)


def compile_lock(name: str, options: tuple[str, ...], extra: list[str]) -> None:
    """Write `<name>.lock` from `<name>.in`; what is pinned already stays, unless `extra` says --upgrade."""
    uv = Path(sys.executable).with_name("uv")
    subprocess.run([uv, "pip", "compile", *COMMON, *options, *extra, f"{name}.in", "-o", f"{name}.lock"], check=True)
    print(f"{name}.lock")


if __name__ == "__main__":
    for lock, flags in LOCKS:
        compile_lock(lock, flags, sys.argv[1:])
