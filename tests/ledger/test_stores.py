"""One behaviour, every engine: whatever stands behind Store, Writer and View must pass this."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from sidelight.errors import LedgerError, UsageError
from sidelight.ledger.attribution import Attribution, chain_of
from sidelight.ledger.exchange import folder_files, lines_of, parse_files, parse_lines
from sidelight.ledger.memory import MemoryStore
from sidelight.ledger.period import Period
from sidelight.ledger.quantity import Quantity
from sidelight.ledger.statement import Operand, Statement
from sidelight.ledger.store import Store
from sidelight.ledger.view import View

from .making import document, exports, fever, moment

LAST = date(2022, 12, 31)
Make = Callable[[], Store]


@pytest.fixture(params=["memory", "sqlite"])
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Make:
    """Makes empty ledgers of one engine."""
    count = iter(range(1000))
    if request.param == "memory":
        return MemoryStore
    return lambda: Store.open(tmp_path / str(next(count)), casebook=False)


@pytest.fixture
def store(make: Make) -> Store:
    return make()


def keep(store: Store, doc, *statements: Statement, reader="test", version="1", at=None) -> int:  # type: ignore[no-untyped-def]
    with store.writer() as writer:
        return writer.add(doc, statements, reader=reader, version=version, recorded_at=at or moment())


def seen(view: View, **where: str) -> set[str]:
    return {s.id for s in view.statements(**where)}  # type: ignore[arg-type]


def test_what_is_stored_is_read_back_equal(store: Store) -> None:
    doc = document(title="Fever", language="ko", published_rule="end of month")
    rich = fever(
        doc,
        locus="chars:3-9",
        slot=2,
        scope="nationwide",
        partner="CHN",
        flow="X+M",
        commodity="masks",
        hs=("630790", "401511+401519"),
        relation="ratio",
        operands=(Operand("left", measure="fever.new"), Operand("right", period=Period.of_month("2022-04"))),
        factor=2.5,
        modality="quoted",
        attribution=(Attribution("anon: trader, Dandong", "origin", "direct"), Attribution("RFA", "relay", None)),
        wording='"two and a half times",\nhe said',
        provenance="read",
        confidence=0.75,
        confidentiality="public",
        aliases=("T180", "a 1"),
        note="a note",
        span=(3, 9),
    )
    bare = fever(doc, locus="x", period=Period(), quantity=None, place=None)
    assert keep(store, doc, rich, bare) == 2
    got = {s.id: s for s in store.view(LAST).statements()}
    assert got == {rich.id: rich, bare.id: bare}
    assert store.view(LAST).document(doc.digest) == doc
    assert store.view(LAST).get("T180") == rich
    assert store.view(LAST).get(rich.id) == rich


def test_a_statement_shows_from_the_day_it_was_published(store: Store) -> None:
    doc = document(13)
    keep(store, doc, fever(doc))
    assert not store.view(date(2022, 5, 12)).statements()
    assert store.view(date(2022, 5, 12)).document(doc.digest) is None
    assert len(store.view(date(2022, 5, 13)).statements()) == 1


def test_available_shows_what_a_record_could_tell_before_it_was_printed(store: Store) -> None:
    doc = document(18, outlet="NK News")
    keep(store, doc, made := exports(doc, attribution=chain_of(["GACC", "NK News"])))
    early = made.available_on
    assert early < doc.published_on, "the calendar of China's customs must apply"
    assert seen(store.view(early, "available")) == {made.id}
    assert not seen(store.view(early))
    assert store.view(early, "available").document(doc.digest) == doc
    assert store.view(early).document(doc.digest) is None
    assert not seen(store.view(doc.published_on).at(early, "published"))
    assert seen(store.view(doc.published_on).at(early, "available")) == {made.id}


def test_a_newer_reading_replaces_the_older_one_whole(store: Store) -> None:
    doc = document()
    old = [fever(doc, 18000), fever(doc, 6, "cell:row=1,col=deaths")]
    new = [fever(doc, 18000), fever(doc, 18000, "cell:row=1,col=again", period=Period.of_month("2022-05"))]
    keep(store, doc, *old, at=moment(1))
    keep(store, doc, *new, at=moment(2))
    assert seen(store.view(LAST)) == {s.id for s in new}
    assert seen(store.view(LAST, recorded_by=date(2022, 6, 1))) == {s.id for s in old}
    assert store.resolve(old[1].id) == replace(old[1], recorded_on=date(2022, 6, 1))
    assert store.view(LAST).get(old[1].id) is None


def test_the_order_in_which_readings_arrive_does_not_matter(make: Make) -> None:
    doc = document()
    one, two = fever(doc, 1), fever(doc, 2)
    forth, back = make(), make()
    keep(forth, doc, one, at=moment(1))
    keep(forth, doc, two, at=moment(2))
    keep(back, doc, two, at=moment(2))
    keep(back, doc, one, at=moment(1))
    assert seen(forth.view(LAST)) == seen(back.view(LAST)) == {two.id}


def test_of_two_readings_at_one_moment_the_higher_version_stands(store: Store) -> None:
    doc = document()
    keep(store, doc, fever(doc, 2), version="2")
    keep(store, doc, fever(doc, 1), version="1")
    assert seen(store.view(LAST)) == {fever(doc, 2).id}


def test_a_reading_that_finds_nothing_replaces_too(store: Store) -> None:
    doc = document()
    keep(store, doc, fever(doc), at=moment(1))
    keep(store, doc, at=moment(2))
    assert not seen(store.view(LAST))


def test_readers_stand_beside_each_other_and_no_figure_stands_twice(store: Store) -> None:
    doc = document()
    keep(store, doc, fever(doc, 1), fever(doc, 2, "b", note="first"), reader="one", at=moment(1))
    keep(store, doc, fever(doc, 2, "b", note="second"), fever(doc, 3, "c"), reader="two", at=moment(2))
    found = store.view(LAST).statements(about="PRK")
    assert [s.note for s in found if s.locus == "b"] == ["second"]
    assert len(found) == 3
    assert len(store.view(LAST).columns(place="PRK", measure="fever.new")) == 3
    assert [s.note for s in store.view(LAST, recorded_by=date(2022, 6, 1)).statements() if s.locus == "b"] == ["first"]


def test_the_same_reading_again_adds_nothing(store: Store) -> None:
    doc = document()
    assert keep(store, doc, fever(doc)) == 1
    assert keep(store, doc, fever(doc)) == 0
    assert keep(store, doc, fever(doc), fever(doc, 6, "b")) == 1
    assert len(store.view(LAST).statements()) == 2


def test_one_reading_cannot_say_two_things_of_one_figure(store: Store) -> None:
    doc = document()
    with pytest.raises(LedgerError, match="twice"):
        keep(store, doc, fever(doc), fever(doc))
    keep(store, doc, fever(doc))
    with pytest.raises(LedgerError, match="other particulars"):
        keep(store, doc, fever(doc, note="changed"))
    assert [s.note for s in store.view(LAST).statements()] == [""]


def test_a_correction_by_the_source_replaces_from_its_day_on(store: Store) -> None:
    first, second = document(13), document(20, revises=document(13).digest)
    keep(store, first, old := fever(first, 18000))
    keep(store, second, new := fever(second, 17500))
    for basis in ("published", "available"):
        root = store.view(LAST, basis)  # type: ignore[arg-type]
        assert seen(root) == seen(root, about="PRK") == {new.id}
        assert seen(root.at(date(2022, 5, 19))) == seen(root.at(date(2022, 5, 19)), about="PRK") == {old.id}
        assert len(root.at(date(2022, 5, 19)).columns(place="PRK", measure="fever.new")) == 1
        assert len(root.columns(place="PRK", measure="fever.new")) == 1


def test_a_correction_of_what_a_record_told_stands_from_its_own_day(store: Store) -> None:
    first, second = document(13, outlet="NK News"), document(20, outlet="NK News", revises=None)
    second = replace(second, revises=first.digest)
    keep(store, first, exports(first, 10))
    keep(store, second, exports(second, 12))
    for day in (exports(first).available_on, date(2022, 5, 13), date(2022, 5, 20)):
        assert len(store.view(day, "available").statements(about="PRK")) == 1


def test_a_confidential_correction_stays_out_of_public_views(store: Store) -> None:
    first = document(13)
    second = document(20, revises=first.digest, confidentiality="sealed")
    keep(store, first, old := fever(first))
    keep(store, second, new := fever(second, 17500))
    assert seen(store.view(LAST)) == {old.id}
    assert seen(store.view(LAST, clearance="sealed")) == {new.id}


def test_confidential_statements_stay_out_of_every_exit(store: Store) -> None:
    doc, secret = document(), document(14, confidentiality="restricted")
    hidden = [fever(doc, 7, "x", confidentiality="sealed", aliases=("S1",)), fever(secret, 8, "y")]
    keep(store, doc, shown := fever(doc), hidden[0])
    keep(store, secret, hidden[1])
    view = store.view(LAST)
    assert seen(view) == seen(view, about="PRK") == {shown.id}
    assert len(view.columns(place="PRK")) == len(view.columns()) == 1
    assert all(view.get(s.id) is None and store.resolve(s.id) is None for s in hidden)
    assert view.get("S1") is None
    assert store.resolve("S1") is None
    assert view.document(secret.digest) is None
    assert store.document(secret.digest) is None
    assert store.latest() == doc.published_on
    assert store.stats()["statements"] == 1
    assert store.stats()["documents"] == 1
    out = "".join(folder_files(store.bundle()).values()) + lines_of(store.bundle())
    assert all(s.id not in out for s in hidden)
    assert secret.digest not in out
    assert seen(store.view(LAST, clearance="restricted")) == {shown.id, hidden[1].id}
    assert seen(store.view(LAST, clearance="sealed")) == {shown.id, *(s.id for s in hidden)}
    assert store.resolve("S1", clearance="sealed") == hidden[0]


def test_a_statement_is_at_least_as_confidential_as_its_document(store: Store) -> None:
    secret = document(14, confidentiality="restricted")
    loud = replace(fever(secret), confidentiality="public")
    with pytest.raises(LedgerError, match="confidential"):
        keep(store, secret, loud)
    assert not store.view(LAST, clearance="sealed").statements()


def test_a_statement_about_a_place_is_found_as_subject_partner_and_province(store: Store) -> None:
    doc = document()
    own, province, trade = fever(doc), fever(doc, 5, "b", place="KP-01"), exports(doc)
    other = fever(doc, 9, "c", place="CHN")
    keep(store, doc, own, province, trade, other)
    view = store.view(LAST)
    assert seen(view, about="PRK") == {own.id, province.id, trade.id}
    assert seen(view, place="PRK") == {own.id}
    assert seen(view, partner="PRK") == {trade.id}
    assert seen(view, about="PRK", measure="trade") == {trade.id}
    assert seen(view, about="PRK", measure="fever") == {own.id, province.id}
    assert seen(view, measure="trade.quantity") == {trade.id}
    assert not seen(view, measure="trade.quant")
    assert not seen(view, about="KOR")


def test_statements_come_in_order_of_the_day_known_and_id(store: Store) -> None:
    for day in (20, 13, 16):
        doc = document(day, outlet="NK News")
        keep(store, doc, *(fever(doc, i, f"c:{i}") for i in range(4)), exports(doc, day))
    for basis in ("published", "available"):
        view = store.view(LAST, basis)  # type: ignore[arg-type]
        for found in (view.statements(), view.statements(about="PRK"), view.statements(measure=("trade", "fever"))):
            assert [s.id for s in found] == [s.id for s in sorted(found, key=lambda s: (s.known_on(basis), s.id))]
            assert len(found) == 15


def test_columns_hold_what_statements_hold(store: Store) -> None:
    for day in (13, 16):
        doc = document(day)
        keep(store, doc, *(fever(doc, i, f"c:{i}") for i in range(4)))
        keep(store, doc, fever(doc, 0, "open", period=Period(), quantity=Quantity(None, None, 5, "person")), reader="b")
    view = store.view(LAST)
    statements = [s for s in view.statements(place="PRK") if s.measure == "fever.new"]
    columns = view.columns(place="PRK", measure="fever.new")
    assert [f"st-{bytes(i).hex()}" for i in columns.id] == [s.id for s in statements]
    np.testing.assert_array_equal(columns.low, [np.nan if s.low is None else s.low for s in statements])
    np.testing.assert_array_equal(columns.high, [np.nan if s.high is None else s.high for s in statements])
    assert int(columns.start.min()) == -(2**31)
    assert len(view.columns(place="KOR")) == 0
    assert view.columns(place="KOR").id.dtype == np.dtype("V10")


def test_a_view_never_looks_ahead(store: Store) -> None:
    doc = document()
    keep(store, doc, fever(doc))
    view = store.view(date(2022, 5, 20))
    with pytest.raises(UsageError, match="look ahead"):
        view.at(date(2022, 5, 21))
    assert not view.at(date(2022, 5, 12)).statements(about="PRK")
    assert view.at(date(2022, 5, 14)).as_of == date(2022, 5, 14)


def test_old_ids_resolve_for_ever(store: Store) -> None:
    doc = document()
    ids = []
    for i in range(1, 6):
        keep(store, doc, s := fever(doc, i), at=moment(i))
        ids.append(s.id)
    assert [store.resolve(i) is not None for i in ids] == [True] * 5
    assert store.resolve("st-" + "0" * 20) is None
    assert store.resolve("st-nonsense") is None
    assert store.resolve("T999") is None


def test_an_empty_ledger_says_so(store: Store) -> None:
    with pytest.raises(LedgerError):
        store.latest()
    with pytest.raises(LedgerError):
        store.earliest()
    assert store.view(LAST).statements() == []
    assert store.stats()["statements"] == 0
    assert store.verify() == []


def test_first_and_latest_day(store: Store) -> None:
    for day in (16, 13, 20):
        keep(store, document(day), fever(document(day)))
    keep(store, document(25))
    assert (store.earliest(), store.latest()) == (date(2022, 5, 13), date(2022, 5, 20))


def test_a_failed_batch_leaves_nothing(store: Store) -> None:
    doc, other = document(), document(14)
    with pytest.raises(LedgerError), store.writer() as writer:  # noqa: PT012
        writer.add(doc, [fever(doc)], reader="a", version="1", recorded_at=moment())
        writer.add(other, [fever(doc)], reader="a", version="1", recorded_at=moment())
    assert not store.view(LAST).statements()
    assert store.document(doc.digest) is None
    assert keep(store, doc, fever(doc)) == 1


def test_what_was_committed_stays_though_what_follows_fails(store: Store) -> None:
    doc, other = document(), document(14)
    with pytest.raises(RuntimeError), store.writer() as writer:  # noqa: PT012
        writer.add(doc, [fever(doc)], reader="a", version="1", recorded_at=moment())
        writer.commit()
        writer.add(other, [fever(other)], reader="a", version="1", recorded_at=moment())
        raise RuntimeError
    assert seen(store.view(LAST)) == {fever(doc).id}


def test_a_later_copy_of_a_text_counts_from_the_first_day(store: Store) -> None:
    doc = document(13)
    copy = replace(doc, published_on=date(2022, 5, 20), outlet="Elsewhere")
    keep(store, doc, fever(doc), at=moment(1))
    keep(store, copy, fever(copy), at=moment(2))
    assert seen(store.view(date(2022, 5, 13))) == {fever(doc).id}
    with pytest.raises(LedgerError, match="published on"):
        keep(store, replace(doc, published_on=date(2022, 5, 1)), at=moment(3))


def test_export_and_import_give_the_same_bytes(make: Make) -> None:
    store, again, lines = make(), make(), make()
    first, second = document(13), document(20, revises=document(13).digest)
    with store.writer() as writer:
        writer.add(first, [fever(first, i, f"c:{i}") for i in range(9)], reader="a", version="1", recorded_at=moment(1))
        writer.add(first, [fever(first, 1.5, "c:1")], reader="a", version="2", recorded_at=moment(3), topic="corrected")
        writer.add(first, [], reader="b", version="2", recorded_at=moment(3))
        writer.add(second, [exports(second)], reader="a", version="1", recorded_at=moment(2))
    files = folder_files(store.bundle())
    assert sorted(files) == ["corrected.csv", "documents.csv", "readings.csv", "statements.csv"]
    with again.writer() as writer:
        assert writer.add_bundle(parse_files({n: (n, text) for n, text in files.items()})) == 11
    assert folder_files(again.bundle()) == files
    with lines.writer() as writer:
        writer.add_bundle(parse_lines(lines_of(store.bundle()), "x"))
    assert lines_of(lines.bundle()) == lines_of(store.bundle())
    assert seen(again.view(LAST)) == seen(store.view(LAST)) == seen(lines.view(LAST))
    assert again.stats() == store.stats()
