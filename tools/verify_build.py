"""Checks what `sam build` made: Lambda (python3.13, arm64) can load it, nothing is in it by accident."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

UNZIPPED_BYTES = 250 * 1024 * 1024
"""Lambda's limit for a function and its layers; all layers together, and a function may use each of them."""

WHEEL_TAG = re.compile(r"(?:py3|py2\.py3|cp313|cp3\d+-abi3)-(?:\S+-)?(?:any|(?:many|musl)linux\S*_aarch64)$")
ELF_AARCH64 = b"\xb7\x00"
UNWANTED = {"boto3", "botocore", "pytest", "tests", "pip", "__pycache__"}


def foreign_wheels(packages: Path) -> Iterator[str]:
    """Packages that were built for another Python or another machine."""
    for wheel in packages.glob("*.dist-info/WHEEL"):
        tags = re.findall(r"^Tag: (\S+)$", wheel.read_text("utf-8"), re.MULTILINE)
        if not any(WHEEL_TAG.match(tag) for tag in tags):
            yield f"{wheel.parent.name} is built for {', '.join(tags)}"


def foreign_binaries(packages: Path) -> Iterator[str]:
    """Shared objects that are not for arm64 (bytes 18 and 19 of an ELF file name the machine)."""
    for binary in packages.rglob("*.so*"):
        if binary.read_bytes()[18:20] != ELF_AARCH64:
            yield f"{binary.relative_to(packages)} is not for arm64"


def faults(build: Path) -> Iterator[str]:
    """All that is wrong with a build."""
    for packages in build.glob("*Layer/python"):
        yield from foreign_wheels(packages)
        yield from foreign_binaries(packages)
    yield from (
        f"{path.relative_to(build)} should not be shipped" for path in build.rglob("*") if path.name in UNWANTED
    )
    if not (build / "CommonLayer" / "python" / "reprise" / "__init__.py").exists():
        yield "the layer has no python/reprise"
    yield from (f"{function.name} has no app.py" for function in functions(build) if not (function / "app.py").exists())
    if sum(map(size, layers(build))) > UNZIPPED_BYTES:
        yield f"the layers are larger than {UNZIPPED_BYTES} bytes"


def functions(build: Path) -> list[Path]:
    """The folders of the functions."""
    return sorted(build.glob("*Function"))


def layers(build: Path) -> list[Path]:
    """The folders of the layers."""
    return sorted(build.glob("*Layer"))


def size(folder: Path) -> int:
    """Bytes below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def main(build: Path) -> int:
    """Print what was found; 1 when something is wrong."""
    wrong = list(faults(build))
    sizes = ", ".join(f"{layer.name} {size(layer) / 1e6:.1f} MB" for layer in layers(build))
    print(f"{sizes}, unzipped; {UNZIPPED_BYTES / 1e6:.0f} MB are allowed")
    print(f"{len(functions(build))} functions: {', '.join(function.name for function in functions(build))}")
    print("\n".join(wrong) or "all of it is for python3.13 on arm64, or pure")
    return 1 if wrong or not functions(build) else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
