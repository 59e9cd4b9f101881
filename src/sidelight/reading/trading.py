# ruff: noqa: E501
"""Trade told in plain verbs: goods taken, received or sent in a story on trade, what they cost, and what was none of them."""

from __future__ import annotations

import re

from sidelight.reading.carry import Carry, Linked
from sidelight.reading.lexicon import Mark
from sidelight.reading.numbers import Number
from sidelight.reading.scene import Scene, Setting

GIFT = re.compile(
    r"\b(?:[Dd]onat\w+|[Gg]ifts?|[Aa]id|[Hh]umanitarian|[Rr]elief|[Pp]ledg\w+|free of charge|[Gg]rants?|UNICEF|COVAX|Gavi|Red Cross|Red Crescent|[Cc]harit\w+|[Aa]ppeal\w*|M[ée]decins|MSF|Oxfam)\b"
)
"""Words of giving: where they stand, goods that come in need not have been bought."""

_SMALL = 3


def trading(scene: Scene, setting: Setting, carry: Carry) -> bool:
    """Whether goods that move in a sentence are bought and sold: the text is on trade and nobody gives them."""
    if scene.language == "en" and GIFT.search(scene.text, scene.start, scene.end):
        return False
    if carry.measure.startswith("trade") or (setting.trade and setting.customs is not None):
        return True
    if not setting.trade:
        return False
    return scene.language == "en" and not setting.gifts


_TRADED_BEFORE = re.compile(
    r"\b(?:bought|sold|shipped|imported|exported|purchased|ordered|took|taken|received|receiving|supplied|delivered|sent|brought in|sourced|acquired|procured|accounted for|shipping|selling|buying|importing|exporting|taking)"
    r"(?: (?:in|it|them|the (?:North|South|Americans|country|neighbou?r)|(?!January|February|March|April|May|June|July|August|September|October|November|December)[A-Z]\w+))? $"
)
_TRADED_BEHIND = re.compile(
    r"(?: of (?:them|these|those|which|the total|that))?,? (?:(?:went|goes|headed|travelled|came|crossed|left|entered|moved|abroad)\b|(?:were|was|had been|have been|being|are) (?:sold|sent|shipped|bought|exported|imported|delivered|landed|purchased|supplied|unloaded|brought|destined|bound)\b)"
)
_BESIDE_ANOTHER = re.compile(
    r"(?:,|;|,? and|,? with|:)(?: also)? (?:the )?[A-Z][\w.'-]*(?: [A-Z][\w.'-]*){0,3}(?: with)? \(?$|[A-Z]\w+ \($|\bto [A-Z]\w+(?: [A-Z]\w+)?(?: and|,|, and) $"
)
_ENDS = re.compile(
    r"(?: units| pieces| of (?:them|these|those|the (?:total|sum|devices|machines|items|goods)))?(?=[.,;:)\n]|$| (?:in|to|from|and|on|by|during|worth|abroad|of that|of it|over|through|via|for|last|this|at|were|was|had|went|came|the|a|after|against|compared|while|whereas)\b)"
)


def bought_again(scene: Scene, number: Number, carry: Carry) -> Linked | None:
    """``In February the country had bought 5.3 million``, ``Of these, 3.1 lakh went to Indonesia``: the good of the figures before."""
    if number.unit not in (None, "piece") or number.form not in ("digits", "word"):
        return None
    if number.small_word and (number.value or 0) <= _SMALL:
        return None
    last = carry.last
    if last is None or not last.measure.startswith("trade") or last.start < scene.start - 500:
        return None
    since = last.end if last.start >= scene.start else scene.start
    if any(
        (since <= g.start < number.start and g.key != last.commodity) or 0 <= g.start - number.end < 40
        for g in scene.of_kind("good")
    ):
        return None
    text = scene.text
    ahead = max(scene.start, number.start - 60)
    beside = carry.latest if carry.latest is not None and carry.latest.start >= scene.start else None
    if beside is not None and beside.measure == "trade.value" and number.unit is None and (number.value or 0) > 2200:
        if _BESIDE_ANOTHER.search(text, ahead, number.start) and _ENDS.match(text, number.end):
            return Linked(number, "value", "trade.value", beside.unit, good_label=beside.commodity or "", like=beside)
        return None
    if (
        _TRADED_BEFORE.search(text, ahead, number.start) is None
        and _TRADED_BEHIND.match(text, number.end) is None
        and not (
            beside is not None
            and beside.measure == "trade.quantity"
            and _BESIDE_ANOTHER.search(text, ahead, number.start)
        )
    ):
        return None
    if _ENDS.match(text, number.end) is None:
        return None
    counted = next(
        (f for f in reversed([*carry.figures[-8:], *carry.here]) if f.measure == "trade.quantity" and f.commodity), None
    )
    if counted is not None and (last.start >= scene.start or carry.good in (counted.commodity, *_NO_GOOD)):
        return Linked(number, "count", "trade.quantity", counted.unit or "piece", good_label=counted.commodity or "")
    if not carry.good or carry.good in _NO_GOOD:
        return None
    return Linked(number, "count", "trade.quantity", "piece", good_label=carry.good)


_NO_GOOD = ("", "all goods", "medical supplies", "cooking staples")


_PRICE = re.compile(
    r"\b(?:cost|costing|paid|paying|spent|spending|bill|price|worth|valued|priced|fetch(?:ed|ing)|earn(?:ed|ing|ings)|net(?:ted|ting)|revenue|declared value|customs value|value|hands for)\b[^.;]{0,40}$"
    r"|\bbrought in $|\b(?:sold|bought|purchased|imported|exported|shipped|acquired|brought|ordered|delivered|landed)\b[^.;,]{0,60} for $"
)


def price_of_goods(scene: Scene, number: Number, carry: Carry) -> bool:
    """``The machines cost $4.4 million``, ``Importers paid Tk 8.7 crore``: the value of the goods of a figure just before."""
    last = carry.last
    if last is None or not last.measure.startswith("trade") or last.start < scene.start - 400:
        return False
    if scene.text.startswith("(", number.start - 1) and last.measure == "trade.value" and last.start >= scene.start:
        return True
    if _PRICE.search(scene.text, max(scene.start, number.start - 90), number.start) is None:
        return False
    return GIFT.search(scene.text, scene.start, scene.end) is None


_THINGS = re.compile(r"\b(?:sent|sold|bought|shipped|delivered|purchased|supplied|received|crossed|left)\b")
_WEIGHED = re.compile(r"not (?:even )?(?:a single|one) (?:kilogram|kilo|gram|tonne|ton)\b", re.I)
_TOTAL_OF = re.compile(
    r"\b(?:[Ee]xports|[Ii]mports|[Ss]hipments|[Ss]ales|[Pp]urchases|[Tt]rade) (?:from|to|with) (?:the )?[A-Z]\w+(?: [A-Z]\w+)?(?: (?:was|were|stood at|fell to|came to|had been|remained|amounted to))? $"
)


def none_of(scene: Scene, number: Number, carry: Carry, label: str, own: bool) -> tuple[str, str | None, str]:
    """The measure, unit and good of a nothing in a story on trade: those of its series, else as the good is counted.

    Parameters
    ----------
    label : the good, beside the word or carried; `own` where it stands in the sentence itself.

    Returns
    -------
    Empty measure where neither the good nor its series says how it is counted.
    """
    figures = [
        f for f in [*carry.figures[-12:], *carry.here] if f.measure in ("trade.quantity", "trade.weight", "trade.value")
    ]
    if not own and _TOTAL_OF.search(scene.text, max(scene.start, number.start - 60), number.start):
        total = next((f for f in reversed(figures) if f.commodity == "all goods"), None)
        if total is not None:
            return total.measure, total.unit, "all goods"
    if _WEIGHED.match(scene.text, number.start):
        return "trade.weight", "kg", label
    good = scene.lexicon.goods.get(label)
    name = good.label if good is not None else label
    series = [f for f in figures if f.commodity == name]
    if not series and not own:
        series = figures
    told = next((f for f in reversed(series) if f.measure != "trade.value"), series[-1] if series else None)
    if scene.has("trade", "value") and not own and series:
        told = series[-1]
    if series and series[-1].start >= scene.start:
        told = series[-1]
    elif (
        own
        and told is not None
        and told.measure == "trade.value"
        and not scene.has("trade", "value")
        and _THINGS.search(scene.text, scene.start, scene.end)
    ):
        told = None
    if told is not None:
        return told.measure, told.unit, told.commodity or label
    worth = bool(scene.of_kind("flow")) and (
        scene.has("trade", "value") or any(n.unit is not None and len(n.unit) == 3 for n in scene.numbers)
    )
    if good is None or not good.unit or worth:
        return "", None, label
    if good.unit == "kg":
        return "trade.weight", "kg", label
    return "trade.quantity", "piece", label


_TAKES = re.compile(
    r" (?:(?:accounted|accounts) for|came to|made up|totall?ed|amounted to|reached|stood at|(?:was|were) (?:worth|valued at)|cost|fetched)(?: [a-z]+)? $"
)
_AND_ANOTHER = re.compile(r"(?: and |, |; |, and )")
_IN_GOODS = re.compile(r" (?:worth of|in|of) (?:[A-Z]?[\w-]+ ){0,2}?$")


def own_goods(scene: Scene, number: Number, goods: list[Mark]) -> list[Mark]:
    """Of several goods of a sentence the one that takes the number: ``antipyretics accounted for $17,000 and thermometers for``."""
    text = scene.text
    ahead = next((g for g in reversed(goods) if g.end <= number.start), None)
    if ahead is not None and _TAKES.fullmatch(text, ahead.end, number.start):
        return [ahead]
    behind = next((g for g in goods if g.start >= number.end), None)
    if behind is None:
        return goods
    money = number.unit is not None and len(number.unit) == 3
    if (
        money
        and behind.key == "all goods"
        and (text.startswith(" worth of", number.end) or _IN_GOODS.match(text, number.end, behind.start))
    ):
        return [behind]
    if ahead is not None and _AND_ANOTHER.match(text, number.end):
        return [g for g in goods if g.start < number.end]
    return goods


KEPT = re.compile(
    r"\b(?:stockpile (?:held|holds|has|had)|held only|in stock|in store|stood free|stood idle|in reserve|in use)\b"
)
"""Goods in store are no trade."""
REMEDIES = frozenset(("antisera", "antibiotics", "medicaments"))
"""Goods that come in vials and doses and are no vaccines."""
