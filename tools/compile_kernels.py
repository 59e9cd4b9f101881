"""Compile the numeric kernels once, so that no user waits for them later: called by `make setup`, with progress.

A module that has kernels has a function ``compile_kernels()`` which calls each of them on tiny input; numba keeps the
result beside the module.
"""

from __future__ import annotations

import sys
import time
from importlib import import_module
from pathlib import Path

import sidelight

ROOT = Path(sidelight.__file__).parent


def modules() -> list[str]:
    """The modules that have kernels to compile, in order of their names."""
    found = []
    for path in sorted(ROOT.rglob("*.py")):
        if "\ndef compile_kernels(" in path.read_text(encoding="utf-8"):
            found.append("sidelight." + ".".join(path.relative_to(ROOT).with_suffix("").parts))
    return found


def main() -> None:
    names = modules()
    for i, name in enumerate(names, 1):
        start = time.perf_counter()
        print(f"compiling kernels {i}/{len(names)}: {name} ...", end="", file=sys.stderr, flush=True)
        import_module(name).compile_kernels()
        print(f" {time.perf_counter() - start:.0f} s", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
