"""What must hold for any statements, readings and days: ids, readings, views, exchange; engines agree."""

from __future__ import annotations

import tempfile
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sidelight.ledger.attribution import Attribution, chain_of
from sidelight.ledger.casebook import bundled
from sidelight.ledger.document import CONFIDENTIALITY, Document, digest_of
from sidelight.ledger.exchange import Bundle, folder_files, lines_of, parse_files, parse_lines
from sidelight.ledger.memory import MemoryStore
from sidelight.ledger.period import Period
from sidelight.ledger.quantity import Quantity
from sidelight.ledger.record import Entry, ReadingKey
from sidelight.ledger.statement import Operand, Statement
from sidelight.ledger.store import Store
from sidelight.ledger.view import columns_of

QUICK = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
DAYS = [date(2022, 1, 1) + timedelta(days=7 * i) for i in range(12)]
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
NOTE = st.one_of(TEXT, st.sampled_from(['"said"', "a,b", "x\r\ny", "\r", "a\x00b", '"', "[", '["a"]', " x ", "\ufeff"]))
NUMBER = st.floats(-1e18, 1e18, allow_nan=False) | st.integers(0, 10**9).map(float)
CODE = st.sampled_from(["PRK", "CHN", "KP-01", "KOR"])


@st.composite
def periods(draw: Any) -> Period:
    start = draw(st.none() | st.sampled_from(DAYS))
    end = draw(st.none() | st.sampled_from([d + timedelta(days=100) for d in DAYS]))
    return Period(start, end, draw(st.sampled_from([None, "flow", "stock", "cumulative", "event"])))


@st.composite
def quantities(draw: Any) -> Quantity:
    low, high = draw(st.none() | NUMBER), draw(st.none() | NUMBER)
    if low is not None and high is not None and low > high:
        low, high = high, low
    return Quantity(draw(st.none() | NUMBER), low, high, draw(st.sampled_from([None, "person", "1"])))


CHAINS = st.one_of(
    st.lists(NOTE, min_size=1, max_size=3).map(chain_of),
    st.lists(st.builds(Attribution, NOTE, st.none() | NOTE, st.none() | NOTE), min_size=1, max_size=3).map(tuple),
    st.just(chain_of(["KCNA", "anon: trader", "RFA"], ["direct", "", "data"])),
)


@st.composite
def documents(draw: Any) -> Document:
    return Document.curated(
        draw(NOTE),
        draw(NOTE),
        draw(st.sampled_from(DAYS)),
        name=draw(NOTE),
        title=draw(NOTE),
        published_rule=draw(NOTE),
    )


@st.composite
def statements(draw: Any, document: Document) -> Statement:
    return Statement.of(
        document,
        draw(NOTE),
        slot=draw(st.integers(0, 3)),
        kind="count",
        measure=draw(st.sampled_from(["fever.new", "fever.cumulative", "tests.people"])),
        relation=draw(st.sampled_from(["=", "~", "ratio", "unknown"])),
        period=draw(periods()),
        attribution=draw(CHAINS),
        quantity=draw(quantities()),
        scope=draw(st.none() | NOTE),
        place=draw(st.none() | CODE),
        partner=draw(st.none() | CODE),
        flow=draw(st.sampled_from([None, "X", "M", "X+M"])),
        commodity=draw(st.none() | NOTE),
        hs=draw(st.lists(NOTE, max_size=3)),
        operands=draw(
            st.lists(
                st.builds(
                    Operand,
                    st.sampled_from(["left", "right"]),
                    st.none() | st.just("fever.new"),
                    st.none() | CODE,
                    hs=st.lists(NOTE, max_size=2).map(tuple),
                    period=st.none() | periods(),
                ),
                max_size=2,
            )
        ),
        factor=draw(st.none() | NUMBER),
        wording=draw(st.none() | NOTE),
        confidence=draw(st.none() | st.floats(0, 1)),
        provenance=draw(st.sampled_from(["read", "curated"])),
        aliases=draw(st.lists(NOTE, max_size=3)),
        note=draw(NOTE),
        span=draw(st.none() | st.tuples(st.integers(0, 99), st.integers(0, 99))),
    )


@st.composite
def bundles(draw: Any) -> Bundle:
    bundle = Bundle()
    for document in draw(st.lists(documents(), min_size=1, max_size=3, unique_by=lambda d: d.digest)):
        bundle.documents[document.digest] = document
        at = datetime(2022, 6, 1, tzinfo=UTC) + timedelta(seconds=draw(st.integers(0, 10**6)))
        reader, version = draw(NOTE.filter(bool)), draw(NOTE)
        for s in draw(st.lists(statements(document), max_size=4, unique_by=lambda s: s.id)):
            topic = draw(st.sampled_from(["fever", "statements"]))
            bundle.entries.append(Entry(s, reader, version, at, topic))
    return bundle


@QUICK
@given(bundles())
def test_any_export_is_read_back_equal_and_written_the_same(bundle: Bundle) -> None:
    store = MemoryStore()
    with store.writer() as writer:
        writer.add_bundle(bundle)
    files = folder_files(store.bundle())
    through_csv = parse_files({name: (name, text) for name, text in files.items()})
    lines = lines_of(store.bundle())
    through_lines = parse_lines(lines, "lines")
    assert folder_files(through_csv) == files
    assert lines_of(through_lines) == lines
    kept = {(e.statement.id, e.key): e for e in store.bundle().entries}
    assert {(e.statement.id, e.key): e for e in through_csv.entries} == kept
    assert {(e.statement.id, e.key): e for e in through_lines.entries} == kept
    assert through_csv.documents == bundle.documents


@settings(QUICK, max_examples=6)
@given(bundles())
def test_any_statement_stored_in_a_file_is_read_back_equal(bundle: Bundle) -> None:
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder), casebook=False) as store:
        memory = MemoryStore()
        for s in (store, memory):
            with s.writer() as writer:
                writer.add_bundle(bundle)
        assert store.view(date.max).statements() == memory.view(date.max).statements()
        assert folder_files(store.bundle()) == folder_files(memory.bundle())
        assert store.verify() == []


def text(number: int, day: date, revises: int | None, level: str) -> Document:
    """A document of a small set, so that readings and corrections meet."""
    digest = digest_of(str(number))
    revised = digest_of(str(revises)) if revises is not None and revises != number else None
    return Document(
        digest,
        f"d{number}",
        "x",
        "",
        day,
        kind="text",
        revises=revised,
        confidentiality=level,  # type: ignore[arg-type]
    )


@st.composite
def histories(draw: Any) -> list[tuple[Document, list[Statement], str, str, datetime]]:
    """Readings, in any order, of four documents, some confidential, some correcting others."""
    levels = st.sampled_from(["public", "public", "restricted"])
    docs = [text(i, draw(st.sampled_from(DAYS)), draw(st.none() | st.integers(0, 3)), draw(levels)) for i in range(4)]
    history = []
    for step in range(draw(st.integers(1, 7))):
        doc = draw(st.sampled_from(docs))
        made = {}
        for slot in draw(st.sets(st.integers(0, 2))):
            floor = CONFIDENTIALITY.index(doc.confidentiality)
            trade = draw(st.booleans())
            s = Statement.of(
                doc,
                "here",
                slot=slot,
                kind="count",
                measure="trade.value" if trade else "fever.new",
                relation="=",
                period=Period.of_month("2021-12" if trade else "2022-01"),
                attribution=chain_of(["GACC"] if trade else ["KCNA"]),
                quantity=Quantity(None, draw(st.none() | st.integers(0, 3).map(float)), None, None),
                place=draw(st.sampled_from(["CHN", "PRK"])),
                partner="PRK" if trade else None,
                hs=("TOTAL",) if trade else (),
                confidentiality=CONFIDENTIALITY[max(floor, draw(st.integers(0, 2)))],  # type: ignore[arg-type]
                note=str(step),
            )
            made[s.id] = s
        at = datetime(2022, 6, draw(st.integers(1, 3)), tzinfo=UTC)
        history.append((doc, list(made.values()), draw(st.sampled_from("ab")), str(step), at))
    return history


@settings(QUICK, max_examples=15)
@given(histories(), st.data())
def test_engines_agree_on_every_history(history: Any, data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder), casebook=False) as file:
        memory = MemoryStore()
        for doc, made, reader, version, at in history:
            for store in (file, memory):
                with store.writer() as writer:
                    writer.add(doc, made, reader=reader, version=version, recorded_at=at)
        assert file.stats() == memory.stats()
        for clearance in CONFIDENTIALITY:
            recorded_by = data.draw(st.sampled_from([None, date(2022, 6, 1), date(2022, 6, 2)]))
            basis = data.draw(st.sampled_from(["published", "available"]))
            day = data.draw(st.sampled_from([*DAYS, date.max]))
            views = [s.view(day, basis, recorded_by, clearance) for s in (file, memory)]  # type: ignore[arg-type]
            earlier = data.draw(st.sampled_from([d for d in [*DAYS, date.max] if d <= day]))
            other = data.draw(st.sampled_from(["published", "available"]))
            views += [v.at(earlier, other) for v in views]  # type: ignore[arg-type]
            for one, two in (views[:2], views[2:]):
                found = one.statements()
                assert found == two.statements()
                assert len({s.id for s in found}) == len(found)
                for about in ("PRK", "CHN"):
                    assert one.statements(about=about) == two.statements(about=about)
                    assert one.statements(place=about) == two.statements(place=about)
                expected = columns_of([s for s in found if s.place == "PRK"])
                assert one.columns(place="PRK").id.tolist() == expected.id.tolist()
                for doc, made, *_ in history:
                    assert one.document(doc.digest) == two.document(doc.digest)
                    for s in made:
                        assert one.get(s.id) == two.get(s.id)
                        known = file.resolve(s.id, clearance=clearance)  # type: ignore[arg-type]
                        allowed = CONFIDENTIALITY.index(s.confidentiality) <= CONFIDENTIALITY.index(clearance)
                        assert known is not None or not allowed


@settings(QUICK, max_examples=15)
@given(histories(), st.integers(0, 11), st.sampled_from(["published", "available"]))
def test_what_is_known_later_changes_no_earlier_view(history: Any, which: int, basis: Any) -> None:
    day, before, after = DAYS[which], MemoryStore(), MemoryStore()
    for doc, made, reader, version, at in history:
        with after.writer() as writer:
            writer.add(doc, made, reader=reader, version=version, recorded_at=at)
        if doc.published_on <= day or basis == "available":
            early = [s for s in made if s.known_on(basis) <= day]
            with before.writer() as writer:
                writer.add(doc, early, reader=reader, version=version, recorded_at=at)
    assert before.view(day, basis).statements() == after.view(day, basis).statements()


@cache
def casebook() -> tuple[Bundle, dict[ReadingKey, list[Entry]]]:
    """The bundled casebook and its readings."""
    found = next(iter(bundled()))
    return found, {key: entries for key, entries in found.readings().items() if entries}


def standing(store: Store, day: date) -> list[tuple[str, str, int]]:
    """Where each figure of a view stands."""
    return sorted((s.document, s.locus, s.slot) for s in store.view(day).statements())


@settings(QUICK, max_examples=6)
@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_the_casebook_read_again_with_one_period_changed_holds_no_figure_twice(which: int, figure: int) -> None:
    book, readings = casebook()
    key = sorted(readings)[which % len(readings)]
    entries = readings[key]
    target = entries[figure % len(entries)].statement
    changed = target.but(period=Period(date(2019, 1, 1), date(2019, 1, 3), target.period.type))
    again = [changed if e.statement is target else e.statement for e in entries]
    store = MemoryStore()
    with store.writer() as writer:
        writer.add_bundle(book)
    before = {day: standing(store, day) for day in (target.published_on, date.max)}
    with store.writer() as writer:
        writer.add(
            book.documents[key.document],
            again,
            reader=key.reader,
            version=key.version,
            recorded_at=key.recorded_at + timedelta(days=500),
        )
    for day, places in before.items():
        assert standing(store, day) == places
        ids = [s.id for s in store.view(day).statements()]
        assert len(set(ids)) == len(ids)
        assert target.id not in ids
        assert changed.id in ids
    assert store.resolve(target.id) is not None
    known_then = store.view(date.max, recorded_by=key.recorded_at.date() + timedelta(days=499))
    assert known_then.get(target.id) is not None
    assert known_then.get(changed.id) is None
