"""Marks of a drawing: a canvas that collects them, and the pair of a wide drawing and its narrow twin.

Charts are written as SVG by hand rather than through a grammar of graphics: each mark carries a class of the page's
style sheet, so one drawing is right in light, dark and print; the hatch, the zero tick and the cap are ours; and
nothing heavy is imported (docs/explanation/page.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup, escape

Point = tuple[float, float]

WIDE, NARROW = 880, 352
"""Widths in px of a drawing and of its twin for a phone."""

CHAR, CHAR_SMALL = 7.2, 6.3
"""Mean widths in px of a character of chart text (13 and 12 px): to keep labels apart."""


def coordinate(x: float) -> str:
    """One decimal, without a trailing zero: the same drawing gives the same bytes."""
    text = f"{x:.1f}"
    return "0" if text in ("-0.0", "0.0") else text.removesuffix(".0")


DASHES = "\N{THIN SPACE}\n"
"""What no `str.isprintable` allows and our own words hold."""


def printable(words: str) -> str:
    """Without control characters, which no picture may hold."""
    return "".join(c if c.isprintable() or c in DASHES else "�" for c in words)


class Canvas:
    """Collects marks; coordinates in px from the top left."""

    def __init__(self, width: float, height: float) -> None:
        self.width, self.height = width, height
        self._marks: list[Markup] = []

    def line(self, x1: float, y1: float, x2: float, y2: float, cls: str) -> None:
        self._mark("line", cls, x1=x1, y1=y1, x2=x2, y2=y2)

    def rect(self, x: float, y: float, width: float, height: float, cls: str) -> None:
        self._mark("rect", cls, x=x, y=y, width=max(width, 0), height=max(height, 0))

    def circle(self, x: float, y: float, radius: float, cls: str) -> None:
        self._mark("circle", cls, cx=x, cy=y, r=radius)

    def path(
        self, points: Sequence[tuple[float, float]], cls: str, *, closed: bool = False, step: bool = False
    ) -> None:
        """A line through points; `step` holds each level until the next point."""
        if not points:
            return
        d = [f"M{coordinate(points[0][0])},{coordinate(points[0][1])}"]
        for (_, y0), (x, y) in pairwise(points):
            if step:
                d.append(f"H{coordinate(x)}")
                if coordinate(y) != coordinate(y0):
                    d.append(f"V{coordinate(y)}")
            else:
                d.append(f"L{coordinate(x)},{coordinate(y)}")
        self._marks.append(Markup('<path d="{}" class="{}"/>').format("".join(d) + ("Z" if closed else ""), cls))

    def text(self, x: float, y: float, words: str, cls: str = "", anchor: str = "start") -> None:
        aligned = Markup(' text-anchor="{}"').format(anchor) if anchor != "start" else Markup("")
        styled = Markup(' class="{}"').format(cls) if cls else Markup("")
        self._marks.append(
            Markup('<text x="{}" y="{}"{}{}>{}</text>').format(
                coordinate(x), coordinate(y), styled, aligned, printable(words)
            )
        )

    def draw(self, label: str, cls: str = "") -> Markup:
        """The SVG: one picture with one sentence for those who hear the page."""
        styled = Markup(' class="{}"').format(cls) if cls else Markup("")
        return Markup('<svg{} viewBox="0 0 {} {}" width="{}" height="{}" role="img" aria-label="{}">{}</svg>').format(
            styled,
            coordinate(self.width),
            coordinate(self.height),
            coordinate(self.width),
            coordinate(self.height),
            printable(label),
            Markup("").join(self._marks),
        )

    def _mark(self, name: str, cls: str, **numbers: float) -> None:
        placed = " ".join(f'{key}="{coordinate(value)}"' for key, value in numbers.items())
        self._marks.append(Markup(f'<{name} {placed} class="{escape(cls)}"/>'))


@dataclass(frozen=True, slots=True)
class Drawing:
    """A wide drawing and its narrow twin; the style sheet shows one of them."""

    wide: Canvas
    narrow: Canvas
    label: str

    def markup(self) -> Markup:
        return self.wide.draw(self.label, "w") + self.narrow.draw(self.label, "p")


def width_of(words: str, *, small: bool = True) -> float:
    """About how wide words are drawn, in px."""
    return len(words) * (CHAR_SMALL if small else CHAR)
