"""Percentages, multiples and differences in Korean, Chinese and Japanese, with both sides of the comparison."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from sidelight.ledger.attribution import Chain
from sidelight.ledger.period import Period
from sidelight.reading import comparisons as c
from sidelight.reading import periods as p
from sidelight.reading.carry import Carry
from sidelight.reading.figure import Figure
from sidelight.reading.growth import direction
from sidelight.reading.numbers import Number
from sidelight.reading.periods import When
from sidelight.reading.phrases_east import RATES, STOPS, around, bracketed, compares, head_before, in_brackets, turn
from sidelight.reading.scene import Scene, Setting

_OF = re.compile(r"(?:の|的|의)? ?(?:約|约|约为|약 ?|およそ|近|将近|不到|不足|超过|逾)?")


def _compared(scene: Scene, number: Number) -> When | None:
    """The comparand that stands in the stretch before a number."""
    far = max((n.end for n in scene.numbers if n.end <= number.start), default=scene.start)
    if in_brackets(scene, number):  # 전날(6729명)보다 12%(799명) 줄었다
        rate = max((n for n in scene.numbers if n.end <= number.start), key=lambda n: n.end)
        return _compared(scene, rate) or _adjacent_bracket(scene, rate)
    last = max((n for n in scene.numbers if n.end <= number.start), key=lambda n: n.end, default=None)
    if last is not None and _THAN_BRACKET.fullmatch(scene.text, last.end, number.start):
        beside = bracketed(scene, last)  # 1週間前の土曜日（327人）より10人多い
        if beside is not None:
            return beside
    if last is not None and _THAN_FIGURE.fullmatch(scene.text, last.end, number.start) and compares(scene, last):
        ahead = [w for w in scene.whens if w.end <= last.start and last.start - w.end <= 10]
        if ahead:  # 比5月的210例多110例
            return ahead[-1]
    for w in reversed(scene.whens):
        if (
            far <= w.start
            and w.end <= number.start
            and number.start - w.end <= 16
            and (w.role == "compare" or (scene.language == "ja" and w.role == "since" and w.grain == "day"))
        ):
            return w
    return None


def _adjacent_bracket(scene: Scene, number: Number) -> When | None:
    """The comparand whose own figure stands in brackets before a rate: ``전날(6729명)보다 12%``."""
    for w in reversed(scene.whens):
        if w.role == "compare" and w.end <= number.start and number.start - w.end <= 24:
            return w
    return None


_THAN_FIGURE = re.compile(
    r"(?:보다|より|から|に比べて?|と比べて?|에 비해|에서|,|、| |약|約|さらに|相比|增加"
    r"|减少|減少|多|少|了)+"
)
_THAN_BRACKET = re.compile(
    r"\)(?:보다|より|から|に比べて?|と比べて?|에 비해|에서|,|、| |약|約|さらに|相比"
    r"|增加|减少|多|少)*"
)


def differs(scene: Scene, number: Number) -> bool:
    """Whether a count, mass or sum says by how much: ``전날보다 10명 많고``, ``比前一周多66起``."""
    if number.unit == "1" or number.form not in ("digits", "word") or number.value is None:
        return False
    return turn(scene, number) != 0 and _compared(scene, number) is not None


def rate(
    scene: Scene, number: Number, setting: Setting, carry: Carry, figures: list[Figure], chain: Chain
) -> Figure | None:
    """A percentage, fraction, multiple or difference as a figure with both its sides."""
    if number.unit != "1":
        return _difference(scene, number, setting, carry, figures, chain)
    if number.form == "points":
        return _points(scene, number, setting, carry, figures, chain)
    if number.form in ("percent", "fraction") and _rate_of_another(scene, number):
        return _level(scene, number, setting, carry, figures, chain)
    if number.form == "percent" and (
        _is_level(scene, number) or _MOST.match(scene.text, number.end) or _reached(scene, number)
    ):
        return _level(scene, number, setting, carry, figures, chain)
    if number.form == "fraction" and _OF_BRACKET.search(scene.text, max(scene.start, number.start - 8), number.start):
        number = replace(number, form="fold")  # 지난해 같은 기간(3만5270명)의 7분의 1
    if number.form in ("percent", "fraction") and not direction(scene, number):
        found = _of_days(scene, number, setting, carry, figures, chain)
        if found is not None:
            return found
    made = c.rate(scene, number, setting, carry, figures, chain)
    if made is None or made.kind != "comparison":
        return made
    return _beside(scene, number, setting, carry, figures, made, chain)


def _beside(
    scene: Scene, number: Number, setting: Setting, carry: Carry, figures: list[Figure], made: Figure, chain: Chain
) -> Figure:
    """A comparison set right by what stands printed: its own head, and the comparand that the sentence gives."""
    about = _named(scene, number, figures)
    far = max((n.end for n in scene.numbers if n.end <= number.start), default=scene.start)
    here = [f for f in figures if scene.start <= f.start and f.end <= number.start]
    other = here[-1] if here and "comparand" in here[-1].inferred and here[-1].end >= far else None
    when = _compared(scene, number) or _adjacent(scene, number)
    right: p.Days | None = None
    if when is not None and when.role == "in" and when.first and when.last and about is None:
        right = when.first, when.last
    ordered = _in_order(scene, number, here)
    if ordered is not None:
        about = ordered
    if other is not None and other.period.start and other.period.end:
        right = other.period.start, other.period.end
        free = [f for f in here if "comparand" not in f.inferred]
        if not free:
            earlier = [f for f in reversed(figures) if f.end <= scene.start]
            family = _family(other.measure)
            about = next(
                (f for f in earlier if f.measure == other.measure),
                next((f for f in earlier if _family(f.measure) == family), about),
            )
    if about is None and not [f for f in here if f.kind in ("count", "value", "mass")]:
        about = next((f for f in reversed(figures) if f.end <= scene.start and f.measure == made.measure), None)
    if about is None and not here and not any(scene.of_kind(k) for k in ("head", "good", "flow")):
        about = next((f for f in reversed(figures) if f.end <= scene.start and f.measure != "other"), None)
    if about is None and not here:
        about = _same_good(scene, number, figures)
    if about is None:
        about = _last(scene, number, here, made)
    if right is None and when is None and other is None and (begun := _from(scene, number, here)) is not None:
        right = begun
    if right is None and about is None and (when is None or not own_of(scene, number, when, far)):
        return made
    if about is None:
        left = made.operands[0] if made.operands else None
        about = replace(made, value=None) if left is None else replace(made, period=left.period or made.period)
    if right is None:
        back = when or c.comparand_phrase(scene, number)
        right = _days(back, about, scene, number, setting) if back else None
        if right is None and len(made.operands) == 2 and back is None and about.period.start and about.period.end:
            right = p.step_back((about.period.start, about.period.end), c.default_back(about.measure, about.period))
    relation, value, low, high = made.relation, made.value, made.low, made.high
    sign = direction(scene, number)
    if number.form == "fraction" and relation == "ratio" and sign and not _INTO.match(scene.text, number.end):
        relation, value = "growth", None if value is None else sign * value
        low, high = (low, high) if sign > 0 else (_minus(high), _minus(low))
    own = [] if other is not None else own_of(scene, number, when, far)
    if own and right != (own[-1].first, own[-1].last) and when is not None and (when.back or when.role == "compare"):
        about = replace(about, period=Period(own[-1].first, own[-1].last, about.period.type))
        right = _days(when, about, scene, number, setting)
    return c.make(
        scene, made.start, made.end, relation, value, low, high, about, right, chain, factor=made.factor is not None
    )


def _same_good(scene: Scene, number: Number, figures: list[Figure]) -> Figure | None:
    """The last figure of the good that a sentence without figures names: ``소독제 수출은 1년 전보다 7배 늘었다``."""
    marks = [g for g in scene.of_kind("good") if g.end <= number.start and g.key != "all goods"]
    good = scene.lexicon.goods.get(marks[-1].key) if marks else None
    if good is None:
        return None
    fits = (f for f in reversed(figures) if f.end <= scene.start and f.kind in ("count", "value", "mass"))
    return next((f for f in fits if f.commodity == good.label), None)


def _from(scene: Scene, number: Number, here: list[Figure]) -> p.Days | None:
    """The days of the figure that the change starts from: ``12年の2万1850人から16年は2719人へと88%減り``."""
    for figure in reversed(here[-3:]):
        begins = _FROM_AFTER.match(scene.text, figure.end) or _FROM_BEFORE.search(
            scene.text, max(scene.start, figure.start - 8), figure.start
        )
        if begins and number.start - figure.end <= 40 and figure.period.start and figure.period.end:
            return figure.period.start, figure.period.end
    return None


_FROM_AFTER = re.compile("から|에서 ")
_FROM_BEFORE = re.compile(r"[从從由][^，。,]{0,7}$")


def own_of(scene: Scene, number: Number, when: When | None, far: int) -> list[When]:
    """The days of what is compared, said before the comparand."""
    grains = ("month", "span", "week", "year", "quarter")
    found = [
        w for w in scene.whens if far <= w.start and w.end <= number.start and w.role == "in" and w.first and w.last
    ]
    return [w for w in found if w is not when and w.grain in grains]


def _last(scene: Scene, number: Number, here: list[Figure], made: Figure) -> Figure | None:
    """The figure right before a change, where nothing else is named between and none hangs on the change."""
    plain = [
        f
        for f in here
        if f.kind in ("count", "value", "mass") and "comparand" not in f.inferred and f.measure != "other"
    ]
    if not plain or plain[-1].period == made.period:
        return None
    following = min((n.start for n in scene.numbers if n.start >= number.end), default=scene.end)
    if _HANGS.fullmatch(scene.text, number.end, following):
        return None
    between = [*scene.of_kind("good"), *scene.of_kind("flow"), *scene.of_kind("head")]
    return None if any(plain[-1].end <= k.start and k.end <= number.start for k in between) else plain[-1]


_HANGS = re.compile(r"[増減増减增]?(?:の|的|한|된) ?(?:約|约|약 )?")
_OF_BRACKET = re.compile(r"\d[명人例건件頭마리羽]{1,2}\) ?(?:의|の|的)(?:約| ?약)? ?$")
_MOST = re.compile(r"(?:로|으로|이|가|を占め|で|と|が)? ?(?:가장|最も|最多|最大|最高)")
_INTO = re.compile(r" ?(?:수준)?(?:으로|로)|に|にまで|へ")
_EACH = re.compile("分别|分別|각각|それぞれ")


def _adjacent(scene: Scene, number: Number) -> When | None:
    """The days right before a number whose multiple or part it is: ``2월의 두 배``."""
    return next(
        (
            w
            for w in reversed(scene.whens)
            if w.end <= number.start and _OF.fullmatch(scene.text, w.end, number.start) and w.end < number.start
        ),
        None,
    )


def _in_order(scene: Scene, number: Number, here: list[Figure]) -> Figure | None:
    """``同比分别增长26.3%和30.8%``: the first is about the first figure, the second about the second."""
    told = next(iter(_EACH.finditer(scene.text, max(scene.start, number.start - 40), number.start)), None)
    if told is None:
        return None
    rates = [n for n in scene.numbers if n.unit == "1" and n.start >= told.end()]
    plain = [f for f in here if f.end <= told.start() and f.kind in ("count", "value", "mass") and f.measure != "other"]
    if number not in rates or len(plain) < len(rates):
        return None
    return plain[len(plain) - len(rates) + rates.index(number)]


_KEYS = {
    "case": (".new", ".cumulative"), "death": ("deaths.",), "recovered": ("recovered.",),
    "treatment": ("under_treatment",),
    "admission": ("hospital.admissions",), "contacts": ("contacts.traced",), "animal": ("animals.affected",),
}  # fmt: skip


def _named(scene: Scene, number: Number, figures: list[Figure]) -> Figure | None:
    """The last figure of the series that the words right before a number name."""
    spot = around(scene, number)
    head, _ = head_before(scene, number, spot)
    if head is None or head.key not in _KEYS or scene.of_kind("flow"):
        return None
    fits = [
        f
        for f in figures
        if f.end <= number.start and f.kind == "count" and "comparand" not in f.inferred and _is_of(f, head.key)
    ]
    told = [t.key for t in scene.of_kind("tense") if spot.far <= t.start and t.end <= spot.start]
    if told:
        age = ".new" if told[-1] == "new" else ".cumulative"
        fits = [f for f in fits if f.measure.endswith(age)] or fits
    return fits[-1] if fits else None


def _is_of(figure: Figure, key: str) -> bool:
    if key == "case":
        parts = figure.measure.split(".")
        return (
            parts[0] in ("cases", "fever")
            and parts[-1] in ("new", "cumulative")
            and "recovered" not in parts
            and "deaths" not in parts
        )
    return any(part in figure.measure for part in _KEYS[key])


def _reached(scene: Scene, number: Number) -> bool:
    """Whether a percentage is a level that something rose or fell to: ``升至4.2%``, ``4.2%로 올랐``, ``4.2%に低下``."""
    if scene.language == "zh":
        return scene.text[number.start - 1 : number.start] in ("至", "到")
    return _TO_LEVEL.match(scene.text, number.end) is not None


_TO_LEVEL = re.compile(r"(?:으로|로) ?(?:올|오르|상승|떨어|하락|낮아|높아|늘|줄)|に(?:上昇|低下|上が|下が|達|のぼ)")
_MOVED_AFTER = re.compile(r"(?:上?升|下?降|增加?|提高|降低|回落|下滑|跌)(?:至|到)")
_THAN_BEFORE = re.compile(r"(?:高[于於]|低[于於]|多[于於]|少[于於])[^，。,;；\d]{0,10}$")
_THAN_AFTER = {
    "ko": re.compile(r"\)? ?(?:보다|에서(?! ?\d+일)|였던|이던)"),
    "ja": re.compile(r"[)）]?(?:から(?!の)|より|だった)"),
}


def _is_level(scene: Scene, number: Number) -> bool:
    """Whether a percentage is the level that another is compared with: ``高於前一周的8.46%``, ``8.4%보다``."""
    if scene.language == "zh":
        if _MOVED_AFTER.match(scene.text, number.end):
            return True  # 从去年的61%降至54%
        return _THAN_BEFORE.search(scene.text, max(scene.start, number.start - 16), number.start) is not None
    pattern = _THAN_AFTER[scene.language]
    return pattern.match(scene.text, number.end) is not None and _compared(scene, number) is not None


def _family(measure: str) -> str:
    return measure.removesuffix(".new").removesuffix(".cumulative")


def _points(
    scene: Scene, number: Number, setting: Setting, carry: Carry, figures: list[Figure], chain: Chain
) -> Figure:
    """By how many points a rate rose or fell: the rate before it, or the one that its words name."""
    made = c.rate(scene, number, setting, carry, [], chain)
    rates = [f for f in [*carry.here, *figures] if f.kind == "rate" and f.end <= number.start]
    measure = rates[-1].measure if rates else "share"
    sign = direction(scene, number) or 1
    step = None if number.value is None else sign * number.value
    when = _compared(scene, number) or c.comparand_phrase(scene, number)
    about = replace(rates[-1], value=None) if rates else replace(made, measure=measure) if made is not None else None
    if about is None:
        about = c.subject(scene, number, setting, carry, figures, chain)
    about = replace(about, measure=measure)
    right = _days(when, about, scene, number, setting) if when and about.period.end else None
    return c.make(scene, number.start, number.end, "difference", step, step, step, about, right, chain)


def _rate_of_another(scene: Scene, number: Number) -> bool:
    """``儿童占60%以上，病死率为1.2%``: the name of a rate behind a stop belongs to the number behind it."""
    rates = [h for h in scene.of_kind("head") if h.key in RATES]
    if not rates or direction(scene, number) or any(h.end <= number.start for h in rates):
        return False
    stop = STOPS[scene.language].search(scene.text, number.end, rates[0].start)
    return stop is not None and any(n.start >= rates[0].end for n in scene.numbers)


def _level(scene: Scene, number: Number, setting: Setting, carry: Carry, figures: list[Figure], chain: Chain) -> Figure:
    about = c.subject(scene, number, setting, carry, figures, chain)
    return Figure(
        number.start, number.end, scene.text[number.start : number.end], "rate", "share", number.relation, number.value,
        number.low, number.high, "1", Period(None, None, "rate"), None, about.place, attribution=chain, confidence=0.6,
    )  # fmt: skip


def _days(when: When, about: Figure, scene: Scene, number: Number, setting: Setting) -> p.Days | None:
    own = about.period
    if when.back:
        days = c.comparand_days(when, own, scene, number, setting)
        if days is not None and own.type == "cumulative" and own.start and when.back in _SHORT and own.start < days[1]:
            return own.start, days[1]  # the total as it stood a week before
        return days
    if when.first is None or when.last is None:
        return None
    if own.type == "cumulative" and when.grain == "day":
        end = when.first if _AT_MIDNIGHT.match(scene.text, when.end) else when.last
        begun = own.start or date.min
        return (begun, end) if begun < end else None
    return when.first, when.last


_SHORT = ("day", "week", "month", "previous")
_AT_MIDNIGHT = re.compile(r" ?(?:0 ?[시時时]|零[时時])")


def subject(
    scene: Scene, number: Number, setting: Setting, carry: Carry, figures: list[Figure], chain: Chain
) -> Figure:
    """What is compared; a series that the sentence only names has the days that it had before."""
    named = _named(scene, number, figures)
    if named is not None:
        return named
    about = c.subject(scene, number, setting, carry, figures, chain)
    if about.value is None and about.low is None:
        held = next((f for f in reversed(carry.figures) if f.measure == about.measure), None)
        if held is not None:
            about = replace(about, period=held.period)
    return about


def _difference(
    scene: Scene, number: Number, setting: Setting, carry: Carry, figures: list[Figure], chain: Chain
) -> Figure | None:
    when = _compared(scene, number)
    if when is None or number.value is None:
        return None
    about = subject(scene, number, setting, carry, figures, chain)
    here = [f for f in figures if scene.start <= f.start and f.end <= number.start]
    if here and "comparand" in here[-1].inferred and _named(scene, number, figures) is None:
        family = _family(here[-1].measure)
        about = next(
            (
                f
                for f in [*reversed(here[:-1]), *reversed(figures)]
                if f.end <= here[-1].start and _family(f.measure) == family and "comparand" not in f.inferred
            ),
            about,
        )
    right = _days(when, about, scene, number, setting)
    sign = turn(scene, number) or 1
    low, high = (number.low, number.high) if sign > 0 else (_minus(number.high), _minus(number.low))
    figure = c.make(
        scene, number.start, number.end, "difference", sign * number.value, low, high, about, right, chain, factor=False
    )
    figure.unit = number.unit or about.unit
    return figure


def _minus(value: float | None) -> float | None:
    return None if value is None else -value


def _of_days(
    scene: Scene, number: Number, setting: Setting, carry: Carry, figures: list[Figure], chain: Chain
) -> Figure | None:
    """``2019年同期の約8割``, ``不足2019年的四成``: a part of what other days had is a ratio."""
    when = next(
        (
            w
            for w in reversed(scene.whens)
            if w.end <= number.start
            and _OF.fullmatch(scene.text, w.end, number.start)
            and w.role in ("compare", "in")
            and w.grain in ("span", "year", "month", "week", "quarter", "day")
        ),
        None,
    )
    if when is None:
        return None
    about = subject(scene, number, setting, carry, figures, chain)
    right = _days(when, about, scene, number, setting)
    if right is None or (about.period.start, about.period.end) == right:
        return None
    if when.role == "in" and about.value is None:
        return None
    return c.make(scene, number.start, number.end, "ratio", number.value, number.low, number.high, about, right, chain)
