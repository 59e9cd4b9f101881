"""``python -m sidelight`` is ``sidelight``."""

from sidelight.cli import run

run()
