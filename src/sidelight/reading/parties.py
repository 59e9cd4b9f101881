"""Between whom, where, and which codes: reporter, partner, flow, place and HS candidates of a figure."""

from __future__ import annotations

import re

from sidelight.reading.carry import Linked
from sidelight.reading.numbers import Number
from sidelight.reading.scene import Scene, Setting


# -- place, partner, flow --------------------------------------------------------------------------------------------
def parties(scene: Scene, number: Number, setting: Setting) -> tuple[str | None, str | None, str | None]:
    """Reporter, partner and flow of a trade figure, as the clause says; the sentence's and the text's otherwise."""
    flows = scene.of_kind("flow")
    near = scene.nearest(flows, number, limit=400) if flows else None
    flow = near.key if near else None
    names = list(scene.of_kind("place"))
    seen: list[str] = []
    for mark in sorted(names, key=lambda k: abs(k.start - (near.start if near else number.core))):
        code = "PRK" if mark.key.startswith("KP-") else mark.key
        if code not in seen:
            seen.append(code)
    place: str | None = None
    partner: str | None = None
    ordered = sorted(names, key=lambda k: k.start)
    codes: list[str] = []
    for mark in ordered:
        code = "PRK" if mark.key.startswith("KP-") else mark.key
        if code not in codes:
            codes.append(code)
    if len(codes) >= 2:
        place, partner = codes[0], codes[1]
        text = scene.text
        if near is not None and scene.language == "en":
            for mark in ordered:
                code = "PRK" if mark.key.startswith("KP-") else mark.key
                before = text[max(scene.start, mark.start - 12) : mark.start].lower()
                if (near.key == "X" and before.rstrip().endswith((" to", "to the"))) or (
                    near.key == "M" and before.rstrip().endswith((" from", "from the"))
                ):
                    others = [c for c in codes if c != code]
                    place, partner = others[0], code
                    break
        if flow == "X+M":
            place, partner = codes[0], codes[1]
    elif codes:
        place = codes[0]
        other = next((c for c in setting.places if c != place), None)
        partner = other if setting.trade else None
        if near is not None and scene.language == "en":
            mark = ordered[0]
            before = scene.text[max(scene.start, mark.start - 12) : mark.start].lower().rstrip()
            if before.endswith((" to", " from", " the")) and other is not None:
                place, partner = other, place
    else:
        place = setting.places[0] if setting.places else setting.place
        partner = next((c for c in setting.places if c != place), None)
    reporter = {
        "GACC": "CHN",
        "Korea Customs Service": "KOR",
        "Japan Ministry of Finance": "JPN",
        "US Census Bureau": "USA",
    }.get(setting.customs or "")
    if reporter and place != reporter and partner == reporter:
        place, partner = reporter, place
        flow = {"X": "M", "M": "X"}.get(flow or "", flow)
    return place, partner, flow


def place_of(scene: Scene, number: Number, setting: Setting) -> str | None:
    """Where a count is: the place of the clause, of the sentence, of the text."""
    names = scene.of_kind("place")
    speakers = {(s.start, s.end) for s in scene.of_kind("source")}
    free = [p for p in names if not any(p.start <= a and a - p.end <= 4 for a, _ in speakers)] or names
    if free:
        near = scene.nearest(free, number, limit=200)
        if near is not None:
            if (
                near.key.startswith("KP-")
                and scene.language == "en"
                and not re.search(r"\bin (?:and around )?$", scene.text[max(scene.start, near.start - 16) : near.start])
            ):
                return "PRK"
            return near.key
    return setting.place


def goods_of(scene: Scene, linked: Linked) -> tuple[str | None, tuple[str, ...]]:
    if not linked.good_label or not (linked.measure.startswith(("trade", "aid", "vaccine"))):
        return None, ()
    good = scene.lexicon.goods.get(linked.good_label)
    if good is None:
        return linked.good_label, ()
    if linked.measure.startswith("vaccine"):
        return good.label, ()
    return good.label, good.hs
