# ruff: noqa: E501
"""Goods, money, weights and doses: what of which good a number counts, traded or given."""

from __future__ import annotations

import re

from sidelight.reading.carry import Carry, Linked
from sidelight.reading.lexicon import Mark
from sidelight.reading.numbers import Number
from sidelight.reading.scene import Scene, Setting
from sidelight.reading.trading import KEPT, REMEDIES, own_goods, price_of_goods, trading


# -- kinds of number ---------------------------------------------------------------------------------------------------
def good_near(scene: Scene, number: Number, carry: Carry, *, limit: int = 170) -> tuple[Mark | None, str]:
    """The good of a number: beside it, else of the sentence, else carried."""
    goods = scene.of_kind("good")
    glued = next((g for g in goods if g.start >= number.end and scene.text[number.end : g.start] in _OF_A), None)
    if scene.language != "en" and glued is not None:
        return glued, glued.key  # 5.5吨医疗物资
    if (
        carry.last is not None
        and carry.last.commodity
        and carry.last.start >= scene.start
        and (_VALUED if scene.language == "en" else _VALUED_EAST).search(
            scene.text, max(scene.start, number.start - 40), number.start
        )
    ):
        return None, carry.last.commodity
    if goods and number.unit is None and carry.good and all(g.key == "all goods" for g in goods):
        goods = []
    if scene.language == "en" and len(goods) > 1:
        goods = own_goods(scene, number, goods)
    if goods:
        specific = [g for g in goods if g.key not in ("all goods", "medical supplies", "cooking staples")]
        before = 8 if scene.language == "en" else 0
        after = 0 if scene.language == "en" else 2
        english = scene.language == "en"
        mark = scene.nearest(specific or goods, number, before=before, after=after, limit=limit, plain=english)
        if mark is None and specific and number.unit is None:
            mark = scene.nearest(specific, number, before=before, after=after, limit=600)
        if mark is None:
            mark = scene.nearest(goods, number, before=before, after=after, limit=400)
        if mark is not None:
            return mark, mark.key
    return None, carry.good


_OF_A = ("", "的", "の", "의 ")
_VALUED_EAST = re.compile(
    r"(?:价值|价值约|货值|總值|总值|金额|金額|合計額|금액|액수|値)(?:约|約|为|為|达|達|は|은|는|으로|로)?(?:약|約)? ?$"
)
_VALUED = re.compile(
    r"(?:valued at|worth|with a (?:total |combined )?value of|at a (?:total )?cost of|costing|for a total of)(?: [a-z]+){0,2} $",
    re.I,
)


_COST = re.compile(r"\b(?:cost|paid|worth|bill|valued|value|price tag|fetched|earned)\b")
_NO_TRADE = re.compile(
    r" (?:in|of|for) (?:compensation|fines?|damages|wages|salar(?:y|ies)|losses|unpaid|taxes|bonuses|penalties)\b"
)


def _is_trade(scene: Scene, setting: Setting, good: Mark | None) -> bool:
    return (
        bool(scene.of_kind("flow"))
        or scene.has("trade", "customs", "balance", "shipment")
        or (setting.trade and good is not None)
    )


def _mass(scene: Scene, number: Number, setting: Setting, carry: Carry, comparand: bool) -> Linked | None:
    good, label = good_near(scene, number, carry)
    aid = aid_measure(scene, number, trading(scene, setting, carry))
    unit = number.unit
    if aid and not scene.has("trade", "customs") and not (setting.trade and scene.of_kind("flow")):
        return Linked(
            number, "mass" if unit == "kg" else "count", aid, unit, good=good, good_label=label, comparand=comparand
        )
    if not label and not _is_trade(scene, setting, good):
        return Linked(number, "mass", "other", unit, weak=True)
    return Linked(
        number,
        "mass" if unit == "kg" else "count",
        "trade.weight" if unit == "kg" else "trade.quantity",
        unit,
        good=good,
        good_label=label or "all goods",
        comparand=comparand,
    )


_AID_WORDS = re.compile(
    r"\b(?:aid|fund|funds|funding|appeal|budget|grant|loan|donat\w+|pledge\w*|assistance|response plan|response|financ\w+|allocat\w+|releas\w+ \$|emergency|humanitarian|allotment|spend\w*|cost\w*)\b",
    re.I,
)


_AID_EAST = re.compile(
    r"지원|기금|원조|예산|모금|援助|基金|捐|拨款|撥款|资金|資金|预算|支援|拠出|予算|寄付|出资|지원금|기부"
)


def _money(scene: Scene, number: Number, setting: Setting, carry: Carry, comparand: bool) -> Linked | None:
    good, label = good_near(scene, number, carry)
    whole = scene.language == "en" and good is None and _TOTAL_TRADE.search(scene.text, scene.start, number.end + 12)
    trade = _is_trade(scene, setting, good) or bool(whole)
    words = scene.words()
    if scene.language == "en" and (label or carry.good) and price_of_goods(scene, number, carry):
        return Linked(
            number, "value", "trade.value", number.unit, good=good, good_label=label or carry.good, comparand=comparand
        )
    aid = (_AID_WORDS if scene.language == "en" else _AID_EAST).search(words)
    bought = scene.language == "en" and good is not None and carry.measure.startswith("trade") and setting.trade
    if (
        aid
        and not bought
        and not scene.has("trade", "customs", "balance")
        and not (scene.of_kind("flow") and (good or label))
    ):
        found = aid_measure(scene, number) or "other"
        found = {"vaccine.doses.offered": "aid.offered", "vaccine.doses.delivered": "aid.received"}.get(found, found)
        return Linked(
            number,
            "value",
            found if found.startswith("aid") else "other",
            number.unit,
            good_label="",
            comparand=comparand,
        )
    if scene.language == "en" and _NO_TRADE.match(scene.text, number.end):
        return Linked(number, "value", "other", number.unit, comparand=comparand)
    given = aid_measure(scene, number, trading(scene, setting, carry))
    gave = good is None or (scene.language == "en" and not (setting.trade and carry.measure.startswith("trade")))
    if given and gave and not scene.of_kind("flow") and not scene.has("trade", "customs", "balance"):
        return Linked(number, "value", given, number.unit, comparand=comparand)
    told = trade or setting.trade or carry.measure.startswith("trade") or scene.has("trade")
    if scene.language == "en" and not told:
        return Linked(number, "value", "other", number.unit, comparand=comparand)
    goes_on = (
        scene.language == "en"
        and (carry.measure.startswith("trade") or setting.trade)
        and _COST.search(scene.text, scene.start, number.start)
    )
    if not trade and not label and not bought and not goes_on:
        return Linked(number, "value", "other", number.unit, comparand=comparand)
    if scene.has("trade", "balance"):
        near = scene.nearest(scene.of_kind("trade", "balance"), number, limit=70)
        if near is not None and not scene.hard_break(near.start, number.core):
            return Linked(
                number,
                "value",
                "trade.balance",
                number.unit,
                good=good,
                good_label=label or "all goods",
                comparand=comparand,
            )
    if whole or (scene.language == "ko" and not scene.of_kind("good") and _WORTH.match(scene.text, number.end)):
        label = "all goods"
    if not label or (good is None and scene.of_kind("flow") and label and not _continues(scene, number)):
        label = label or "all goods"
        if good is None and any(
            scene.penalty(found.end(), number.start) < 60
            and not any(g.start < found.end() and found.start() - g.end <= 2 for g in scene.of_kind("good"))
            for found in _TOTAL_FLOW[scene.language].finditer(scene.text, scene.start, number.start)
        ):
            label = "all goods"
    if good is not None and good.key not in ("all goods",) and _total_nearer(scene, number, good):
        good, label = None, "all goods"
    return Linked(number, "value", "trade.value", number.unit, good=good, good_label=label, comparand=comparand)


_TOTAL_TRADE = re.compile(
    r"\b(?:(?:[Bb]ilateral|[Tt]wo-way|[Tt]otal|[Oo]verall|[Cc]ross-border|[Mm]utual|[Ff]oreign) (?:trade|commerce|traffic)"
    r"|[Tt]rade (?:reached|totall?ed|stood|was|came|amounted|rose|fell|hit|between|with|turnover|volume)"
    r"|[Cc]ommerce (?:between|with)|(?:did|doing|does|do) business|worth of (?:goods|merchandise|products)"
    r"|in (?:goods|merchandise)|(?:[Gg]oods|[Mm]erchandise) (?:worth|bound|valued|sold|bought|shipped|going)"
    r"|(?:sold|bought|exported|imported|shipped|purchased) (?:goods|merchandise))\b"
)
_NOUN_FLOW = r"(?:exports?|imports?|shipments|sales|purchases|deliveries)"
_TOTAL_FLOW = {
    "en": re.compile(
        rf"\b(?:(?:total|overall|its|their|'s|Chinese|Russian|[A-Z][a-z]+(?:ese|ian|ish|i|an)|all|annual|monthly|outbound|merchandise|goods) {_NOUN_FLOW}"
        rf"|{_NOUN_FLOW} (?:to|from) (?:the )?[A-Z][\w]+(?: [A-Z]\w+)?(?: (?:in|last|during|over) (?:\w+ ){{1,3}}| in all| overall)? ?(?:totall?ed|reached|rose|fell|stood|were|was|amounted|hit|jumped|climbed|dropped|declined|surged|grew|came)"
        rf"|{_NOUN_FLOW} (?:totall?ed|reached|rose|fell|stood|were|amounted|hit|jumped|climbed|dropped))"
    ),
    "ko": re.compile(r"(?:대중|대북|대\S{1,4})?\s?(?:수출|수입)(?:액|은|이|는|총액|규모)"),
    "zh": re.compile(r"(?:对\S{1,6}|自\S{1,6})?(?:出口|进口|輸出|輸入|進口)(?:额|总额|總額|總值|总值|為|为|达|達)"),
    "ja": re.compile(r"(?:対\S{1,5}|)(?:輸出|輸入)(?:額|は|総額|が)"),
}


_WORTH = re.compile(r" ?어치(?:를|의 (?:상품|물품|물자)을)? ?(?:수입|수출|사들|교역)")  # 271만 달러어치를 수입했는데


def _total_nearer(scene: Scene, number: Number, good: Mark) -> bool:
    """Whether a total of exports or imports, without a good, stands nearer in the same clause than the good."""
    for found in _TOTAL_FLOW[scene.language].finditer(scene.text, scene.start, scene.end):
        near = scene.gap((number.start, number.end), (found.start(), found.end()))
        if (
            near < scene.gap((number.start, number.end), (good.start, good.end))
            and not (found.start() <= good.start < found.end())
            and scene.penalty(found.end(), number.start) < scene.penalty(good.end, number.start)
        ):
            if re.match(r" (?:of|in) ", scene.text[found.end() : found.end() + 4]):
                continue
            return True
    return False


def _continues(scene: Scene, number: Number) -> bool:
    """Whether a sentence goes on about the good of the one before (also, it, the volume, a further)."""
    head = scene.text[scene.start : scene.start + 60].lower()
    return bool(
        re.match(
            r"\W*(?:it|they|this|that|these|the (?:volume|value|total|figure|amount|quantity|shipments?|purchases|imports|exports|same|number)|also|in total|of (?:these|those)|another|a further)\b",
            head,
        )
    )


_MOVES = frozenset(
    ("brought", "landed", "arrived", "arrive", "arrives", "sent", "came", "came in", "come in", "delivered", "received", "shipped in", "flown in",
     "arrival", "arrived in", "unloaded", "coming in", "supplied", "receive", "receives", "receiving", "took delivery", "took delivery of",
     "delivery of", "got", "flew in", "flown", "brought to", "being brought", "has received", "has brought", "had come", "have come",
     "has come", "delivers", "delivering", "has supplied", "has delivered", "have delivered", "took possession", "in receipt of", "trucked",
     "reached", "ferried", "touched down", "to supply", "supply", "dispatched")
)  # fmt: skip


def aid_measure(scene: Scene, number: Number, trading: bool = False) -> str:
    """aid.* by the verb of the clause that is nearest to the number; '' where no such verb stands.

    In a text on trade (`trading`) goods that arrive or are sent are bought and sold, unless somebody gives them.
    """
    marks = [k for k in given(scene, number) if k.key in ("received", "offered", "requested", "refused")]
    if trading and scene.language == "en":
        marks = [k for k in marks if scene.text[k.start : k.end].lower() not in _MOVES]
        if not marks:
            return ""
    if not marks:
        return "aid.received" if _shipped_as_aid(scene) else ""
    if scene.language != "en" and (asked := _asked(scene, number, marks)):
        return asked
    if scene.language in ("ko", "ja"):  # the verb stands after what is given
        marks = [
            k for k in marks if 0 <= k.start - number.end <= 40 and not scene.numbers_between(number, k.start)
        ] or marks
    near = scene.nearest(marks, number, after=14 if scene.language == "en" else 0, limit=140)
    return f"aid.{near.key}" if near else ""


def _asked(scene: Scene, number: Number, marks: list[Mark]) -> str:
    """``呼吁提供2亿美元``, ``拠出を呼びかけている``: who asks for a gift asks."""
    for mark in marks:
        if mark.key != "requested":
            continue
        lo, hi = (mark.end, number.start) if mark.end <= number.start else (number.end, mark.start)
        ahead = scene.language == "zh"
        if (mark.end <= number.start) == ahead and 0 <= hi - lo <= 34 and not scene.numbers_between(number, mark.start):
            words = scene.text[mark.start : mark.end]
            if not words.startswith(("需要", "필요", "必要")) and "。" not in scene.text[lo:hi]:
                return "aid.requested"
    return ""


_ON_THE_WAY = ("arrive", "sent", "dispatched", "deployed")
_BY_WHOM = re.compile(
    r"(?:(?:donation|grant|pledge|offer)s?\b|(?:donated|supplied|provided|pledged|promised|offered|requested|sent) (?:by|from)\b)",
    re.I,
)


_HELPERS = frozenset(
    ("UNICEF", "WHO", "MSF", "IFRC", "WFP", "OCHA", "United Nations", "Gavi", "Africa CDC", "FAO", "World Bank")
)
_CARRIED_THERE = re.compile(r"\b(?:shipp(?:ed|ing)|sent|sending|brought|flew|flown|transported|moved|carried)\b")
_CHARITY = re.compile(
    r"\b(?:charity|charities|embassy|donors?|aid agenc\w+|Oxfam|Save the Children|relief|humanitarian|foundation)\b",
    re.I,
)


def _shipped_as_aid(scene: Scene) -> bool:
    """``The WHO has shipped 40 tonnes``: what those who help bring is aid, not trade."""
    if scene.language != "en" or scene.has("trade", "customs", "balance"):
        return False
    if _CARRIED_THERE.search(scene.text, scene.start, scene.end) is None:
        return False
    helps = any(k.key in _HELPERS for k in scene.of_kind("agent"))
    return helps or _CHARITY.search(scene.text, scene.start, scene.end) is not None


def given(scene: Scene, number: Number | None = None) -> list[Mark]:
    """The verbs of giving and asking; goods that arrive are received, and ``donated by China`` says only whose they were."""
    marks = [
        Mark("aid", "received", k.start, k.end)
        if k.key == "sent" and scene.text[k.start : k.end].lower().startswith(_ON_THE_WAY)
        else k
        for k in scene.of_kind("aid")
    ]
    if scene.language == "en" and number is not None:
        marks = [k for k in marks if ";" not in scene.text[min(k.end, number.end) : max(k.start, number.start)]]
    if scene.language != "en" or len(marks) < 2:
        return marks
    marks = [k for k in marks if not (k.end - k.start == 7 and scene.text.startswith("brought in", k.start))]
    finite = [
        k
        for k in marks
        if (number is not None and 0 < k.start - number.end <= 2) or not _BY_WHOM.match(scene.text, k.start)
    ]
    return (
        finite
        if any(k.key in ("received", "offered", "requested", "refused", "administered") for k in finite)
        else marks
    )


_GIVEN_OUT = re.compile(r"(?:gave|given|has given|have given|giving|were given|was given|been given)\b")
_GIVERS = re.compile(
    r"\b(?:workers?|teams?|nurses?|clinics?|centres?|centers?|vaccinators?|doctors?|pharmac\w+|volunteers?|staff|hospitals?|medics?)\b",
    re.I,
)
_MOVED = frozenset(("shipped", "ships", "sent to", "delivered to", "shipments to", "shipments from", "brought in"))


def _moved_only(scene: Scene) -> bool:
    """Whether the words of trade in a sentence only say that goods were moved: doses that are shipped are given."""
    return all(scene.text[k.start : k.end].lower() in _MOVED for k in scene.of_kind("flow"))


DUE = re.compile(
    r"\b(?:due to|set to|expected to|scheduled to|will|would|were to|was to|is to|are to|allotted to) (?:be )?$"
)


def dose_count(
    scene: Scene, number: Number, head: Mark | None, setting: Setting, carry: Carry, comparand: bool
) -> Linked:
    good, label = good_near(scene, number, carry)
    if good is None and not (carry.good in REMEDIES and trading(scene, setting, carry)):
        label = "vaccines for human use"
    marks = [
        k
        for k in given(scene, number)
        if k.key in ("received", "offered", "requested", "refused", "administered", "planned")
    ]
    if scene.language in ("ko", "ja"):  # the verb stands after what is given
        marks = [
            k for k in marks if 0 <= k.start - number.end <= 30 and not scene.numbers_between(number, k.start)
        ] or marks
    near = scene.nearest(
        [k for k in marks if k.key != "planned"], number, after=10 if scene.language == "en" else 0, limit=150
    )
    key = near.key if near else ""
    if (
        scene.language == "zh"
        and near is not None
        and key == "offered"
        and _ALREADY.search(scene.text, scene.start, near.start)
    ):
        key = "received"
    if (
        good is not None
        and not good.key.startswith("vaccines")
        and key in ("received", "offered", "requested", "refused")
    ):
        return Linked(number, "count", f"aid.{key}", "dose", head, good, label, comparand)
    if key == "received" and near is not None and DUE.search(scene.text, max(scene.start, near.start - 30), near.start):
        key = "offered"
    if key == "received" and near is not None and _GIVEN_OUT.match(scene.text, near.start):
        behind = near.start > number.end and number.unit is not None
        key = "administered" if behind or _GIVERS.search(scene.text, scene.start, near.start) else key
    if scene.has("flow") and scene.has("trade", "customs", "value") and key not in ("offered", "refused"):
        return Linked(number, "count", "trade.quantity", "dose", head, good, label, comparand)
    traded = carry.last is not None and carry.last.measure == "trade.quantity" and carry.last.unit == "dose"
    if (
        scene.language == "en"
        and key in ("", "received", "requested")
        and ((scene.has("flow") and not _moved_only(scene)) or (traded and not marks))
        and trading(scene, setting, carry)
    ):
        return Linked(number, "count", "trade.quantity", "dose", head, good, label, comparand)
    jabs = scene.of_kind("head", "vaccinated")
    vaccinated = scene.nearest(jabs, number, limit=40)
    if vaccinated is not None and scene.language == "en" and ";" in scene.text[vaccinated.end : number.start]:
        vaccinated = None
    if key == "administered" or (vaccinated is not None and key in ("", "received")):
        measure = "vaccine.doses.administered"
    elif key == "refused":
        measure = "vaccine.doses.refused"
    elif key == "received":
        measure = "vaccine.doses.delivered"
    elif key == "requested":
        measure = "aid.requested"
    elif key == "offered":
        measure = "vaccine.doses.offered"
    elif scene.has("flow") and (scene.language != "en" or not _moved_only(scene)):
        measure = "trade.quantity"
    elif scene.has("aid", "sent"):
        measure = "vaccine.doses.offered" if scene.has("aid", "planned") else "vaccine.doses.delivered"
    else:
        measure = carry.measure if carry.measure.startswith("vaccine.doses") else "vaccine.doses.delivered"
    return Linked(number, "count", measure, "dose", head, good, label, comparand)


_ALREADY = re.compile(r"(?:已经?|累计|共|先后|对外)(?:(?!将|拟|计划|承诺|宣布)[^。])*$")  # 已向120个国家提供


def piece_of(number: Number) -> str:
    if number.counter in ("双", "雙", "副", "켤레", "組"):
        return "pair"
    if number.counter in ("套", "セット", "세트", "벌"):
        return "set"
    if number.unit in ("pair", "set"):
        return number.unit
    return "piece"


_ABROAD = re.compile(r"\b(?:abroad|overseas|foreign buyers|foreign suppliers)\b")
_SOLD = re.compile(r"\b(?:sold|bought|purchased|ordered|paid)\b")


def _sold(scene: Scene) -> bool:
    """Whether a sentence tells of a sale between two places."""
    places = {k.key for k in scene.of_kind("place")}
    far = len(places) > 1 or _ABROAD.search(scene.text, scene.start, scene.end) is not None
    return far and _SOLD.search(scene.text, scene.start, scene.end) is not None


def good_count(
    scene: Scene, number: Number, good: Mark | None, setting: Setting, carry: Carry, comparand: bool
) -> Linked:
    label = good.key if good else carry.good
    aid = aid_measure(scene, number, trading(scene, setting, carry))
    trade = scene.has("trade", "customs", "value") or (scene.of_kind("flow") and (setting.trade or not aid))
    if scene.language == "en" and not trade and not aid and _sold(scene):
        trade = True
    if scene.language != "en" and aid and not scene.of_kind("flow") and not scene.has("trade", "customs"):
        trade = False  # goods that are given have a value too
    if label.startswith("vaccines") and (aid or scene.has("aid", "administered")) and not trade:
        return dose_count(scene, number, None, setting, carry, comparand)
    if scene.language == "en" and not scene.of_kind("flow") and KEPT.search(scene.text, scene.start, scene.end):
        return Linked(number, "count", "other", piece_of(number), good=good, good_label=label, comparand=comparand)
    if aid and not trade:
        measure = aid
    elif trade or setting.trade or carry.measure.startswith("trade"):
        measure = "trade.quantity"
    elif aid:
        measure = aid
    else:
        measure = "other" if not scene.of_kind("flow") else "trade.quantity"
    return Linked(number, "count", measure, piece_of(number), good=good, good_label=label, comparand=comparand)
