"""Documents tell the truth about files and targets, and no file tells where it was written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.gates.source import ROOT, files, name_of

DOCUMENTS = [path for path in files() if path.suffix == ".md"]
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
TARGET = re.compile(r"^([a-z][a-z0-9-]*):(?!=)", re.MULTILINE)
# `make up PORT=8700` in code, in a block or inline
MAKE = re.compile(r"(?:`|^\s*\$?\s*)make ([a-z][a-z0-9-]*)", re.MULTILINE)
# `simulation/world.py`, and `python -m tests.simulation.life`
FILE = re.compile(r"`([\w./]+/\w+\.py)`")
MODULE = re.compile(r"python -m\s+((?:tests|bench|local|tools)[.\w]*)")
ROOTS = (ROOT, ROOT / "layers" / "common" / "reprise", ROOT / "tests")
PRIVATE = re.compile(r"(?<![\w.])/(?:work|root|home/\w+|Users/\w+)/|(?:py)(?:pi)[.]org|python(?:hosted)[.]org"
                     r"|repo1?[.]maven[.]|registry[.]npm(?:js)|--(?:extra-)?index-url \S*//")  # fmt: skip


def slug(heading: str) -> str:
    """A heading's anchor, as Git hosts make it."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def anchors(path: Path) -> set[str]:
    """Anchors of a document."""
    return {slug(title) for title in re.findall(r"^#+ (.*)$", path.read_text("utf-8"), re.MULTILINE)}


def broken_links(path: Path) -> Iterator[str]:
    """Links to files or headings that are not there."""
    for link in LINK.findall(path.read_text("utf-8")):
        if re.match(r"[a-z]+:", link):
            continue
        name, _, anchor = link.partition("#")
        target = (path.parent / name) if name else path
        if not target.exists() or (anchor and target.suffix == ".md" and anchor not in anchors(target)):
            yield link


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_links_lead_somewhere(path: Path) -> None:
    assert list(broken_links(path)) == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_targets_a_document_names_are_there(path: Path) -> None:
    named = set(MAKE.findall(path.read_text("utf-8")))
    assert named <= set(TARGET.findall((ROOT / "Makefile").read_text("utf-8")))


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_files_a_document_names_are_there(path: Path) -> None:
    """Named from the repository's root, from the layer's package, or from the tests."""
    named = set(FILE.findall(path.read_text("utf-8")))
    assert [name for name in named if not any((root / name).is_file() for root in ROOTS)] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_modules_a_document_tells_to_run_are_there(path: Path) -> None:
    named = {ROOT.joinpath(*name.split(".")) for name in MODULE.findall(path.read_text("utf-8"))}
    assert [one.name for one in named if not (one.with_suffix(".py").is_file() or one.is_dir())] == []


def test_every_target_of_the_makefile_explains_itself() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    phony = set(re.findall(r"^\.PHONY: (\S+)$", makefile, re.MULTILINE))
    assert phony == set(re.findall(r"^([a-z-]+):.*## \w", makefile, re.MULTILINE))


def test_no_file_names_a_machine_or_a_package_index() -> None:
    found = []
    for path in files():
        text = path.read_bytes().decode("utf-8", errors="ignore")
        found += [f"{name_of(path)}: {match}" for match in PRIVATE.findall(text)]
    assert found == []
