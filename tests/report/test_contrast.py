"""Text is AA on its ground, drawn ranges 3:1, in light, dark and print: computed from the style sheet itself."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

CSS = files("sidelight.report").joinpath("page.css").read_text(encoding="utf-8")
BLOCKS = re.findall(r":root\{([^}]*)\}", CSS)
NAMES = ("light", "dark", "print")
TEXT = (
    *((colour, "paper") for colour in ("ink", "soft", "blue", "rust", "plum")),
    *((colour, "markbg") for colour in ("mark", "ink", "soft", "blue")),
)
DRAWN = (
    ("blue2", "paper"),
    ("grey", "paper"),
    ("hat", "hatbg"),
    ("blue", "paper"),
    ("plum", "paper"),
    ("ink", "blue2"),
)


def tokens(name: str) -> dict[str, str]:
    found = dict(re.findall(r"--(\w+):(#[0-9a-f]{3,6})\b", BLOCKS[NAMES.index(name)]))
    assert found, name
    return found


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(c * 2 for c in colour[1:])
    channels = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a: str, b: str) -> float:
    low, high = sorted((luminance(a), luminance(b)))
    return (high + 0.05) / (low + 0.05)


def test_the_measure_is_the_known_one() -> None:
    assert contrast("#000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("pair", TEXT, ids="-on-".join)
def test_text_is_aa(name: str, pair: tuple[str, str]) -> None:
    found = tokens(name)
    assert contrast(found[pair[0]], found[pair[1]]) >= 4.5


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("pair", DRAWN, ids="-on-".join)
def test_drawn_marks_stand_out(name: str, pair: tuple[str, str]) -> None:
    found = tokens(name)
    assert contrast(found[pair[0]], found[pair[1]]) >= 3


@pytest.mark.parametrize("name", NAMES)
def test_each_theme_names_every_colour(name: str) -> None:
    assert set(tokens(name)) == set(tokens("light"))


def test_on_paper_rows_of_tables_stay_rows() -> None:
    printed = CSS[CSS.index("@media print") :]
    for selectors, body in re.findall(r"([^{}]+)\{([^{}]*)\}", printed):
        if re.search(r"(^|,)\s*(tr|td|th|table)\b", selectors):
            assert "display" not in body, selectors
