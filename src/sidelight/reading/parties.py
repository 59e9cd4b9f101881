"""Between whom, where, and which codes: reporter, partner, flow, place and HS candidates of a figure."""

from __future__ import annotations

import re

from sidelight.reading.carry import Linked
from sidelight.reading.numbers import Number
from sidelight.reading.scene import Scene, Setting

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
_DATE = rf"(?:{_MONTH} \d{{1,2}}|\d{{1,2}} {_MONTH})(?:,? \d{{4}})?"
_WIRE = r"\((?:[A-Z][\w./ -]{1,30})\)"
_CITY = r"[A-Z][\w.'-]*(?:[ /][A-Z][\w.'-]*){0,3}"
_CITIES = rf"{_CITY}(?:, {_CITY}){{0,2}}"
_DATELINE = re.compile(
    rf"\s*(?:{_CITIES},? {_DATE},? ?(?:{_WIRE} ?)?(?:-+|:|/)|{_CITIES},? ?(?:{_DATE},? )?{_WIRE} ?(?:-+|:)?"
    r"|[A-Z]{3,}(?: [A-Z]{2,}){0,2}(?:, [A-Z][\w.]*(?: [A-Z][\w.]*){0,2})? -+)\s*(?=[A-Z\d\"'])"
)


_SUBJECT = re.compile(r"(?:'s)? (?:(?:has|had|have|also|only|then|first) )?")


def dateline_end(text: str, at: int) -> int:
    """Where the dateline of the line that holds a position ends; the start of the line where there is none."""
    line = text.rfind("\n", max(0, at - 120), at) + 1
    if line == 0 and at > 120:
        return 0
    found = _DATELINE.match(text, line, line + 140)
    return found.end() if found is not None else line


# -- place, partner, flow --------------------------------------------------------------------------------------------
def parties(scene: Scene, number: Number, setting: Setting) -> tuple[str | None, str | None, str | None]:
    """Reporter, partner and flow of a trade figure, as the clause says; the sentence's and the text's otherwise."""
    flows = scene.of_kind("flow")
    near = scene.nearest(flows, number, limit=400) if flows else None
    flow = near.key if near else None
    names = list(scene.of_kind("place"))
    if scene.language == "en" and names:
        spoken = dateline_end(scene.text, names[0].start)
        names = [k for k in names if k.start >= spoken]
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
                if before.endswith("ccording to "):
                    continue
                if (near.key == "X" and before.rstrip().endswith((" to", "to the"))) or (
                    near.key == "M" and before.rstrip().endswith((" from", "from the"))
                ):
                    others = [c for c in codes if c != code]
                    place, partner = others[0], code
                    break
        if len(codes) >= 3 and near is not None and scene.language == "en":
            subject = next((k for k in ordered if _SUBJECT.fullmatch(text, k.end, max(k.end, near.start))), None)
            if subject is not None:
                place = "PRK" if subject.key.startswith("KP-") else subject.key
                if partner == place:
                    partner = next(c for c in codes if c != place)
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
            elif before.endswith((" to", " from")) and dateline_end(scene.text, 0):
                place, partner = None, place
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
