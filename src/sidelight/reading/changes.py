"""Comparisons that stand in words: highest since, for the first time, exceeding, rose to, mainly; and bare trends."""

from __future__ import annotations

from sidelight.ledger.attribution import Chain
from sidelight.reading import comparisons as c
from sidelight.reading.carry import Carry
from sidelight.reading.change_words import (
    _EAST_DOWN,
    _EAST_GREATER,
    _EAST_SINCE,
    _EAST_TO,
    _EAST_TREND,
    _EAST_YEARS,
    _SMALL,
)
from sidelight.reading.changes_common import _blank, _moved, _span_back
from sidelight.reading.changes_en import english
from sidelight.reading.figure import Figure
from sidelight.reading.scene import Scene, Setting


def changes(scene: Scene, setting: Setting, carry: Carry, figures: list[Figure], chain: Chain) -> list[Figure]:
    """The comparisons of a sentence that hold no number of their own."""
    return (
        english(scene, setting, carry, figures, chain)
        if scene.language == "en"
        else _east(scene, setting, carry, figures, chain)
    )


def _family(measure: str) -> str:
    return measure.removesuffix(".new").removesuffix(".cumulative")


def _east(scene: Scene, setting: Setting, carry: Carry, figures: list[Figure], chain: Chain) -> list[Figure]:
    text, lo, hi, language = scene.text, scene.start, scene.end, scene.language
    out: list[Figure] = []
    busy: list[tuple[int, int]] = []

    def free(a: int, b: int) -> bool:
        return not any(x < b and a < y for x, y in busy)

    def add(figure: Figure) -> None:
        out.append(figure)
        busy.append((figure.start, figure.end))

    for when in scene.whens:
        if when.role not in ("since", "anchor") or when.first is None:
            continue
        mt = _EAST_SINCE[language].search(text, when.end, min(hi, when.end + 14))
        if mt is None:
            continue
        about = c.subject(scene, _blank(when.start, mt.end()), setting, carry, figures, chain)
        if about.value is None and not any(k.end <= when.start for k in scene.of_kind("head")):
            plain = [f for f in figures[-8:] if f.end <= when.start and f.kind in ("count", "value", "mass")]
            plain = [f for f in plain if "comparand" not in f.inferred and f.measure != "other"]
            about = plain[-1] if plain else about  # the figure of the sentence before
        relation = "lowest_since" if _EAST_DOWN.search(mt[0]) else "highest_since"
        right = (when.first, when.last) if when.last else None
        figure = c.make(
            scene, when.start, mt.end(), relation, about.value, None, about.high, about, right, chain, factor=False
        )
        figure.unit = about.unit
        add(figure)
    for mt in _EAST_YEARS[language].finditer(text, lo, hi):
        if not free(mt.start(), mt.end()):
            continue
        n = int(mt["n"]) if mt["n"].isdigit() else _SMALL.get(mt["n"], 1)
        about = c.subject(scene, _blank(mt.start(), mt.end()), setting, carry, figures, chain)
        word = mt["s"] or ""
        relation = (
            "first_since"
            if word in ("처음", "首次", "第一次", "首度", "首例", "")
            else ("lowest_since" if _EAST_DOWN.search(text[mt.start("s") : mt.end() + 4]) else "highest_since")
        )
        add(
            c.make(
                scene,
                mt.start(),
                mt.end(),
                relation,
                0.0 if relation == "first_since" else about.value,
                0.0 if relation == "first_since" else None,
                None,
                about,
                _span_back(about, n, mt["u"], setting),
                chain,
                factor=False,
            )
        )
    for mt in _EAST_TO[language].finditer(text, lo, hi):
        if language == "zh":
            target = next(
                (f for f in figures if 0 <= f.start - mt.end() <= 6 and f.kind in ("count", "value", "mass")), None
            )
        else:
            target = next(
                (f for f in reversed(figures) if 0 <= mt.start() - f.end <= 4 and f.kind in ("count", "value", "mass")),
                None,
            )
        if target is not None and free(mt.start("v"), mt.end("v")):
            add(_moved(scene, mt.start("v"), mt.end("v"), mt["v"], target, setting, figures, chain))
    for mt in _EAST_GREATER[language].finditer(text, lo, hi):
        same = [
            f
            for f in figures
            if f.start >= lo and f.end <= hi and f.kind in ("count", "value", "mass") and f.measure != "other"
        ]
        right_figures = [
            f for f in same if (0 <= mt.start() - f.end <= 12 if language != "zh" else 0 <= f.start - mt.end() <= 24)
        ]
        if not right_figures or not free(mt.start("v"), mt.end("v")):
            continue
        other = right_figures[-1]
        family = _family(other.measure)
        left_figures = [
            f for f in same if f not in right_figures and f.start < mt.start() and _family(f.measure) == family
        ]
        if not left_figures and "comparand" in other.inferred:
            left_figures = [f for f in figures[-4:] if f.end <= lo and _family(f.measure) == family]
        if not left_figures:
            continue
        about = left_figures[0] if language != "zh" else left_figures[-1]
        if about.period == other.period or ("comparand" not in other.inferred and about.measure != other.measure):
            continue
        right = (other.period.start, other.period.end) if other.period.start and other.period.end else None
        begin, end = min(mt.start("v"), other.start), max(mt.end("v"), other.end)
        add(c.make(scene, begin, end, "greater", None, None, None, about, right, chain, factor=False))
    for mt in _EAST_TREND[language].finditer(text, lo, hi):
        if (
            free(mt.start(), mt.end())
            and not any(abs(n.end - mt.start()) < 8 or abs(n.start - mt.end()) < 8 for n in scene.numbers)
            and (scene.of_kind("head") or scene.of_kind("flow"))
        ):
            about = c.subject(scene, _blank(mt.start(), mt.end()), setting, carry, [], chain)
            add(
                c.make(
                    scene,
                    mt.start(),
                    mt.end(),
                    "growth",
                    None,
                    None,
                    None,
                    about,
                    None,
                    chain,
                    kind="trend",
                    factor=False,
                )
            )
    return out
