"""Fetch what renders the API's document, Swagger UI, from npm anew: `make renderer`."""

from __future__ import annotations

import gzip
import io
import subprocess
import tarfile
import tempfile
from hashlib import sha256
from pathlib import Path

from tools.openapi.found import ROOT

VERSION = "5.35.0"
FILES = {
    "swagger-ui-bundle.js": "e6a898692f2d768e807c3ba4626068a69a2c5dd960dd6c76f3e4d3a3de180af2",
    "swagger-ui.css": "5ed08757e53da3e026d6cbecc61fe5d43585c9560b302d534ad56692519a273d",
}
"""File -> SHA-256 of it in that version."""
LICENCES = {
    "LICENSE.txt": ("NOTICE", "LICENSE"),
    "swagger-ui-bundle.js.LICENSE.txt": ("swagger-ui-bundle.js.LICENSE.txt",),
}
PAGES = ROOT / "functions" / "docs" / "pages"


def fetched() -> dict[str, bytes]:
    """Name -> bytes of the package's files."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["npm", "pack", "--silent", f"swagger-ui-dist@{VERSION}"], cwd=folder, check=True)
        archive = next(Path(folder).iterdir()).read_bytes()
    with tarfile.open(fileobj=io.BytesIO(archive)) as package:
        members = [member for member in package if member.isfile()]
        return {Path(member.name).name: _read(package, member) for member in members}


def _read(package: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    found = package.extractfile(member)
    return found.read() if found else b""


def main() -> None:
    """Write what is served, after a look at what came."""
    package = fetched()
    for name, digest in FILES.items():
        if sha256(package[name]).hexdigest() != digest:
            raise SystemExit(f"{name} of {VERSION} is {sha256(package[name]).hexdigest()}, not {digest}")
        (PAGES / f"{name}.gz").write_bytes(gzip.compress(package[name], mtime=0))
    for name, parts in LICENCES.items():
        (PAGES / name).write_bytes(b"".join(package[part] for part in parts))


if __name__ == "__main__":
    main()
