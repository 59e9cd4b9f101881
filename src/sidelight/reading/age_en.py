# ruff: noqa: E501
"""New or total, and under which class, in English: what the words around a count and the counts before it speak for.

The head of a count (cases, deaths, recovered) comes from the lexicon; whether it is new or a running total, and whether
its cases are confirmed, suspected, probable or of no stated class, is a choice by weights (`choice`).
"""

from __future__ import annotations

import math
import re

from sidelight.reading.carry import Carry, Linked, Told
from sidelight.reading.choice import Ballot, Features, weights
from sidelight.reading.figure import Figure
from sidelight.reading.measures import labelled
from sidelight.reading.numbers import Number
from sidelight.reading.scene import Scene, Setting

CLASSES = ("all", "confirmed", "suspected", "probable")
_WORD = re.compile(r"[a-z]+(?:'s)?|\d[\d,.]*|[,;:()%-]")
_FEVERS = ("fever.cumulative", "fever.recovered.cumulative", "fever.deaths.cumulative")
_YEAR = re.compile(r"(?:19|20)\d\d")
_REACH = 70
KEPT = 24
"""Figures before that a figure is held against."""


def aged(measure: str) -> bool:
    """Whether a measure comes as new and as a running total."""
    return measure.startswith(("cases.", "deaths.", "fever.")) and measure.endswith((".new", ".cumulative"))


def head_of(measure: str) -> str:
    """cases, deaths or recovered."""
    if "deaths" in measure:
        return "deaths"
    return "recovered" if "recovered" in measure else "cases"


def recast(scene: Scene, linked: Linked, setting: Setting, carry: Carry) -> None:
    """New or total and the class of a count, chosen by all that speaks for either; the rules' where nothing does."""
    if linked.measure == "contacts.traced" and setting.fever and any(t.measure in _FEVERS for t in carry.told[-6:]):
        linked.measure = "fever.under_treatment"  # the quarantined of a fever count are its patients
    if linked.kind != "count" or linked.weak or not aged(linked.measure) or scene.crowded:
        return
    family, *middle, _ = linked.measure.split(".")
    age = choose_age(scene, linked, setting, carry)
    if family == "cases" and middle[0] in CLASSES:
        middle[0] = choose_class(scene, linked, setting, carry)
        if middle[0] != "all" and not scene.of_kind("class", middle[0]):
            like = f"cases.{middle[0]}."
            linked.class_words = next(
                (t.figure.wording for t in reversed(carry.told) if t.measure.startswith(like)), ""
            )
    linked.measure = ".".join([family, *middle, age])


def tell(carry: Carry, figure: Figure, scene: Scene, linked: Linked) -> None:
    """Keep a figure for those that come after."""
    head = head_of(figure.measure) if aged(figure.measure) else ""
    told = Told(figure.period, figure.measure, scene, linked.comparand, figure, head)
    carry.told = [*carry.told[1 - KEPT :], told]


_DAILY = re.compile(
    r"\b(?:[Dd]aily|[Ww]eekly|[Mm]onthly) (?!average|mean)(?:[\w-]+ ){0,2}?(?:cases|infections|deaths|fatalities|count|caseload)\b(?! (?:average|to ))[^.;,:]{0,64}$"
)


def choose_age(scene: Scene, linked: Linked, setting: Setting, carry: Carry) -> str:
    """``new`` or ``cumulative`` for a count whose head is known."""
    number = linked.number
    if _DAILY.search(scene.text, max(scene.start, number.start - 90), number.start):
        return "new"
    head = head_of(linked.measure)
    ballot = Ballot(weights("en")["age"].get(head, {}), setting.choices is not None)
    options = {"new": _of_age(scene, linked, carry), "cumulative": ["total"]}
    ruled = linked.measure.rsplit(".", 1)[1]
    for age in (ruled, *(age for age in options if age != ruled)):
        ballot.add(age, options[age])
    if setting.choices is not None:
        setting.choices.append(ballot.choice("age", head, number.start, number.end))
    return str(ballot.winner())


def _tokens(text: str) -> list[str]:
    return ["year" if _YEAR.fullmatch(t) else "#" if t[0].isdigit() else t for t in _WORD.findall(text.lower())]


def _of_age(scene: Scene, linked: Linked, carry: Carry) -> Features:
    """What speaks for new; the weights of a total are negative."""
    number, text = linked.number, scene.text
    head = head_of(linked.measure)
    before = _tokens(text[max(scene.start, number.start - _REACH) : number.start])[-9:]
    after = _tokens(text[number.end : min(scene.end, number.end + _REACH)])[:10]
    out: Features = [f"h:{head}"]
    for i, word in enumerate(reversed(before)):
        if word == ";" or (word == "#" and i > 1):
            break
        out.append(f"b:{word}")
        if i < 2:
            out.append(f"b{i}:{word}")
    for i, word in enumerate(after):
        if word in ("#", ";"):
            break
        out.append(f"a:{word}")
        if i < 2:
            out.append(f"a{i}:{word}")
    out += [f"i:{word}" for word in _tokens(text[number.start : number.end]) if word != "#"][:4]
    for w in scene.whens:
        if w.role == "dateline":
            continue
        key = f"w:{w.role}:{w.grain}"
        out.append(key)
        if not scene.numbers_between(number, w.start):
            out.append(f"{key}:near")
            lo, hi = (number.end, w.start) if w.start >= number.end else (w.end, number.start)
            if lo > hi or not scene.hard_break(lo, hi):
                out.append(f"{key}:clause")
    if not scene.whens:
        out.append("w:nothing")
    counted = [t for t in carry.told if t.head]
    if counted:
        out += _against(counted[-1], scene, number, "p", head)
    else:
        out.append("first")
    same = [t for t in counted if t.head == head]
    if same:
        out += _against(same[-1], scene, number, "q", head)
    else:
        out.append(f"first:{head}")
    if linked.comparand:
        out.append("comparand")
        if counted:
            out.append("comparand:n" if counted[-1].measure.endswith(".new") else "comparand:t")
    if linked.like is not None and aged(linked.like.measure):
        out.append(f"part:{linked.like.measure.rsplit('.', 1)[1]}")
    out.append(f"size:{min(int(math.log10(max(number.value or 1.0, 1.0))), 6)}")
    return out


def _against(told: Told, scene: Scene, number: Number, name: str, head: str) -> Features:
    """The age of a count before, near or far, and whether this one is greater."""
    age = "n" if told.measure.endswith(".new") else "t"
    near = told.nearness(scene)
    out = [f"{name}:{age}", f"{name}:{age}:{near}"]
    if told.comparand:
        out.append(f"{name}:{age}:comparand")
    value, other = number.value, told.figure.value
    if value is not None and other is not None:
        more = ">" if value > other else "<" if value < other else "="
        out.append(f"{name}:{age}:{more}:{told.head}:{head}")
    return out


_SEVERAL = re.compile(r"\b(?:confirmed|suspected|probable)(?:, | and | or |, and )(?:confirmed|suspected|probable)\b")
_NOUNS = ("case", "infection", "patient", "total", "tally", "caseload", "none")


def _around(scene: Scene, number: Number) -> tuple[int, int]:
    """The stretch in which the words of a count's class stand."""
    return max(scene.start, number.start - 40), min(scene.end, number.end + 40)


def choose_class(scene: Scene, linked: Linked, setting: Setting, carry: Carry) -> str:
    """The class of a count of cases, one of `CLASSES`."""
    number = linked.number
    rule = linked.measure.split(".")[1]
    marks = scene.of_kind("class")
    if marks and labelled(scene, number):
        return rule
    before = [t for t in carry.told if t.measure.startswith("cases.") and t.measure.split(".")[1] in CLASSES]
    named = {t.measure.split(".")[1] for t in before}
    if rule == "all" and ((not marks and named <= {"all"}) or _SEVERAL.search(scene.text, *_around(scene, number))):
        return rule
    ballot = Ballot(weights("en")["class"].get("cases", {}), setting.choices is not None)
    words = _head_words(scene, linked)
    bare = "marked" if marks else "bare"
    noun = "noun" if words[0].startswith(_NOUNS) else "verb"
    near, marked = _of_marks(scene, number)
    for name in (rule, *(name for name in CLASSES if name != rule)):
        mine = "all" if name == "all" else "classed"
        out: Features = ["all"] if name == "all" else ["classed", f"is:{name}"]
        out += [f"{mine}:word:{word}" for word in words]
        out += marked.get(name, [])
        if name == "all":
            out.append("all:unmarked" if not marks else "all:near" if near else "all:marked")
        for rank, told in enumerate(reversed(before[-3:])):
            if told.measure.split(".")[1] == name:
                out += [f"before:{rank}:{mine}", f"before:{rank}:{told.nearness(scene)}:{mine}"]
                out += [f"before:{rank}:{mine}:{bare}", f"before:{rank}:{mine}:{noun}"]
                if told.comparand or linked.comparand:
                    out.append(f"before:{rank}:{mine}:comparand")
        if named == {name}:
            out += [f"only:{mine}", f"only:{mine}:{bare}"]
        if not named:
            out.append(f"first:{mine}")
        if linked.like is not None and linked.like.measure.startswith(f"cases.{name}."):
            out.append(f"part:{mine}")
        ballot.add(name, out)
    if setting.choices is not None:
        setting.choices.append(ballot.choice("class", "cases", number.start, number.end))
    return str(ballot.winner())


def _of_marks(scene: Scene, number: Number) -> tuple[bool, dict[str, Features]]:
    """Whether a word of class stands in the clause, and what the words of each class speak for it."""
    near = False
    out: dict[str, Features] = {}
    for mark in scene.of_kind("class"):
        after = mark.start >= number.end
        lo, hi = (number.end, mark.start) if after else (mark.end, number.start)
        between = min(scene.numbers_between(number, mark.start), 2)
        hard = lo <= hi and scene.hard_break(lo, hi)
        near = near or (between == 0 and not hard)
        key = f"{'a' if after else 'b'}:{between}:{'h' if hard else '-'}"
        out.setdefault(mark.key, []).extend([f"mark:{key}", f"mark:{'near' if hi - lo < 14 else 'far'}:{between}"])
    return near, out


def _head_words(scene: Scene, linked: Linked) -> list[str]:
    """The head as the text has it, the word behind the number and the one before."""
    head, number, text = linked.head, linked.number, scene.text
    out = [text[head.start : head.end].lower() if head is not None else "none"]
    after = _tokens(text[number.end : min(scene.end, number.end + 30)])[:2]
    before = _tokens(text[max(scene.start, number.start - 30) : number.start])[-1:]
    return out + [f"a{i}:{w}" for i, w in enumerate(after)] + [f"b:{w}" for w in before]
