"""Changes modules right after their import, whenever that happens; importing them early would cost the function."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType

Change = Callable[[ModuleType], None]


class AfterImport(MetaPathFinder):
    """Finds the modules it is to change as everybody else does, and steps in when they have run."""

    def __init__(self, changes: Mapping[str, Change]) -> None:
        self._changes = dict(changes)

    def install(self) -> None:
        """From now on; a module that is there already is changed at once."""
        for name in self._changes.keys() & sys.modules.keys():
            self._changes.pop(name)(sys.modules[name])
        sys.meta_path.insert(0, self)

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None,  # noqa: ARG002 - importlib's signature
        target: ModuleType | None = None,  # noqa: ARG002
    ) -> ModuleSpec | None:
        """The module's own spec, its loader followed by the change; None for every other module."""
        change = self._changes.pop(fullname, None)
        if change is None:
            return None
        spec = importlib.util.find_spec(fullname)
        if spec is not None and spec.loader is not None:
            _follow(spec.loader, change)
        return spec


def _follow(loader: Loader, change: Change) -> None:
    execute = loader.exec_module

    def exec_module(module: ModuleType) -> None:
        execute(module)
        change(module)

    setattr(loader, "exec_module", exec_module)  # noqa: B010 - of this one loader, which no other module has
