"""What the findings on trade say, and what leaves their grades as they are."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date

import pytest

from sidelight.ledger.finding import Findings, plain
from sidelight.ledger.statement import Statement
from sidelight.trade import examine
from tests.trade.world import event, figure, none, people, spring, view


def grade(statements: list[Statement], as_of: str = "2022-05-26") -> str | None:
    found = examine(view(statements, as_of), "PRK").find("trade.goods")
    return found.grade if found else None


def sentence(found: Findings, id: str) -> str:
    finding = found.find(id)
    assert finding is not None, f"no {id}"
    return plain(finding.sentence)


def scaled(s: Statement, factor: float) -> Statement:
    return s.but(
        value=None if s.value is None else s.value * factor,
        low=None if s.low is None else s.low * factor,
        high=None if s.high is None else s.high * factor,
    )


def recent(s: Statement) -> bool:
    return s.period.start is not None and s.period.start >= date(2022, 1, 1)


def test_five_goods_of_three_classes_far_ahead_of_all_goods_are_strong() -> None:
    found = examine(view(spring()), "PRK")
    goods = found.find("trade.goods")
    assert goods is not None
    assert goods.grade == "strong"
    assert goods.group == "customs"
    assert goods.period_end == "2022-05-01"
    assert "beyond what reopening explains; stockpiling not excluded" in plain(goods.sentence)
    assert set(goods.numbers["goods_ahead"]) == {"thermometers", "ventilators", "monitors", "garments", "vaccines"}


def test_three_times_everything_changes_no_grade() -> None:
    tripled = [scaled(s, 3.0) if recent(s) else s for s in spring()]
    assert grade(tripled) == grade(spring()) == "strong"


def test_a_border_that_reopens_for_all_goods_alike_gives_no_grade() -> None:
    rise = 271_400_000 / 4 / (261_300_000 / 12)
    world = [s for s in spring() if s.hs == ("TOTAL",)]
    for hs, then in (("902519", 2844.0), ("901920", 50_000.0), ("901819", 400.0), ("621010", 9000.0), ("300241", 4e5)):
        measure = "trade.value" if then >= 50_000 else "trade.quantity"
        world.append(figure(hs, "2021", "2021", then, measure=measure))
        world.append(figure(hs, "2022-01", "2022-04", then / 12 * 4 * rise, measure=measure))
    assert grade(world) is None


def test_without_the_medical_facts_there_is_no_finding_on_goods() -> None:
    assert examine(view([s for s in spring() if s.hs == ("TOTAL",)]), "PRK").find("trade.goods") is None


def test_without_a_total_nothing_is_graded() -> None:
    found = examine(view([s for s in spring() if s.hs != ("TOTAL",)]), "PRK")
    goods = found.find("trade.goods")
    assert goods is not None
    assert goods.grade is None
    assert "no total of all goods is known" in plain(goods.sentence)


def test_a_good_counts_once_however_often_it_is_sold() -> None:
    total = [s for s in spring() if s.hs == ("TOTAL",)]
    masks = [
        figure("630790", "2021", "2021", 12_000.0),
        *(figure("630790", f"2022-0{m}", f"2022-0{m}", 90_000.0) for m in (1, 2, 3, 4)),
        none("630790", "2021", "2021", "trade.quantity"),
        figure("630790", "2022-01", "2022-04", 9e6, measure="trade.quantity"),
    ]
    assert grade([*total, *masks]) is None


def test_copies_add_nothing() -> None:
    copies = [
        figure("902519", "2022-01", "2022-04", 94_840, measure="trade.quantity", outlet=o, chain=f"GACC > Paper > {o}")
        for o in ("A", "B", "C")
    ]
    one = examine(view(spring()), "PRK").find("trade.goods")
    many = examine(view([*spring(), *copies]), "PRK").find("trade.goods")
    assert one is not None
    assert many is not None
    assert one.numbers == many.numbers


def test_a_first_purchase_counts_only_above_the_floor_and_only_if_all_goods_did_not_come_from_none() -> None:
    total = [s for s in spring() if s.hs == ("TOTAL",)]
    small = [*total, none("901920", "2021", "2021"), figure("901920", "2022-01", "2022-01", 2769)]
    found = examine(view(small), "PRK").find("trade.goods.ventilators")
    assert found is not None
    assert "parcel" in plain(found.sentence)
    closed = [none("TOTAL", "2021", "2021"), *(s for s in spring() if not (s.hs == ("TOTAL",) and not recent(s)))]
    assert grade(closed) is None


def test_old_figures_are_not_current() -> None:
    assert examine(view(spring(), "2022-12-31"), "PRK").find("trade.goods") is None


def test_each_surge_names_the_years_that_fill_and_those_that_nothing_fills() -> None:
    world = [*spring(), figure("630790", "2020-01", "2020-05", 232_000), none("630790", "2019-01", "2019-05")]
    found = examine(view(world), "PRK")
    masks = sentence(found, "trade.goods.masks")
    assert "2021 (the year of the closed border), so 2.2 times as much now" in masks
    assert "2020 (the first pandemic year" in masks
    assert "first after none in 2019 (the last open year), 5 months known" in masks
    assert "The years disagree" in masks
    assert "no figure for 2020 and 2019" in sentence(found, "trade.goods.thermometers")


def test_masks_a_head_and_for_how_many_days() -> None:
    world = [
        *spring(),
        people("population", 25.78e6),
        people("capacity.staff", 94_990, "doctors"),
        people("capacity.staff", 106_610, "nurses"),
    ]
    found = examine(view(world), "PRK").find("trade.per_head")
    assert found is not None
    assert "0.41 a head" in plain(found.sentence)
    assert "about 13 days at 4 a day" in plain(found.sentence)
    assert found.numbers["masks_a_health_worker"] == pytest.approx(10_675_000 / 201_600)


def test_a_cheap_ventilator_is_no_intensive_care_ventilator() -> None:
    world = [*spring(), figure("901920", "2022-04", "2022-04", 1000, measure="trade.quantity")]
    told = sentence(examine(view(world), "PRK"), "trade.unit_prices")
    assert "US$267 a piece (no intensive-care ventilator" in told


def test_all_goods_rise_and_fall() -> None:
    found = examine(view(spring()), "PRK").find("trade.total")
    assert found is not None
    assert (found.grade, found.group) == ("rise", "border")
    fallen = [figure("TOTAL", "2021", "2021", 261_300_000), figure("TOTAL", "2022-04", "2022-04", 9_000_000)]
    found = examine(view(fallen), "PRK").find("trade.total")
    assert found is not None
    assert found.grade == "fall"


def test_the_border_is_what_it_was_on_most_days_of_the_figures() -> None:
    ran = [event("transport.resumed", "2022-01-16"), event("transport.suspended", "2022-04-29")]
    found = examine(view([*spring(), *ran], "2022-05-11"), "PRK").find("trade.border")
    assert found is not None
    assert (found.grade, found.group) == ("opened", "border")
    summer = [*spring(), *ran, figure("TOTAL", "2022-07", "2022-07", 59_740_000)]
    found = examine(view(summer, "2022-08-20"), "PRK").find("trade.border")
    assert found is not None
    assert found.grade == "closed"
    assert examine(view([*spring(), *ran], "2022-12-31"), "PRK").find("trade.border") is None


def test_silence_after_the_admission_is_told_as_no_record() -> None:
    world = [
        *spring(),
        event("admission", "2022-05-12", place="PRK", partner=None),
        none("630790", "2022-05", "2022-05", "trade.quantity", published="2022-06-20"),
    ]
    found = examine(view(world, "2022-06-20"), "PRK")
    silence = found.find("trade.silence")
    assert silence is not None
    assert silence.grade is None
    assert "in May 2022 customs recorded no face masks" in plain(silence.sentence)
    goods = found.find("trade.goods")
    assert goods is not None
    assert any("printed on or after the admission" in limit for limit in goods.limits)


def test_exhibits_keep_value_zero_unknown_and_cap_apart() -> None:
    found = examine(view(spring()), "PRK")
    goods = next(x for x in found.exhibits if x.id == "trade.goods")
    states = {(r["good"], r["period"]): r["state"] for r in goods.rows}
    assert states["ventilators", "2021"] == "zero"
    assert states["ventilators", "2022-03"] == "unknown"
    assert states["ventilators", "2022-04"] == "value"
    assert states["thermometers", "2022-02"] == "cap"
    known = {s.id for s in spring()}
    assert all(set(r["statements"]) <= known for x in found.exhibits for r in x.rows)
    assert examine(view(spring()), "PRK", exhibits=False).exhibits == ()


def test_nothing_after_the_day_is_used() -> None:
    later = [replace(s, published_on=date(2022, 6, 1)) for s in (scaled(x, 50.0) for x in spring())]
    before = examine(view(spring()), "PRK")
    assert examine(view([*spring(), *later]), "PRK") == before


def test_a_place_without_figures_has_no_findings() -> None:
    assert examine(view(spring()), "TKM") == Findings()


def test_a_view_takes_less_than_forty_milliseconds() -> None:
    held = view(spring() * 20)
    examine(held, "PRK", exhibits=False)
    times = []
    for _ in range(5):
        start = time.process_time()
        examine(held, "PRK", exhibits=False)
        times.append(time.process_time() - start)
    assert min(times) < 0.04


def test_a_border_that_opens_within_the_months_of_the_figures_is_open() -> None:
    world = [
        event("border.closed", "2020-01-22"),
        event("transport.resumed", "2022-01-16"),
        figure("902519", "2022-01", "2022-01", 66_000, measure="trade.quantity", published="2022-03-19"),
        none("630790", "2021-12", "2021-12", published="2022-03-19"),
        figure("630790", "2022-01", "2022-01", 57_680, published="2022-03-19"),
        figure("300241", "2022-02", "2022-02", 311_126, published="2022-03-19"),
    ]
    found = examine(view(world, "2022-03-20"), "PRK").find("trade.border")
    assert found is not None
    assert found.grade == "opened"
