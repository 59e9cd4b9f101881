# ruff: noqa: E501
"""Score any reader on any gold: found, value, measure, period, attribution, full, complete, precision.

The rules: match by overlap of spans in the same document, the best match wins. A prediction that overlaps no gold row
is wrong, except kinds that never count against precision. Names may be translated by a mapping (gold name to product
names, any of which is right), and comparisons have two sides in an operands table.
"""

from __future__ import annotations

import csv
import gzip
import json
import zlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sidelight.errors import SourceError
from sidelight.ledger.quantity import COMPARISONS
from sidelight.reading.lexicon import agent_names
from sidelight.reading.text import language_of
from sidelight.reference.profiles import canonical_agent

FREE = frozenset({"event", "duration", "existence", "trend", "denial"})
"""Kinds that never count against precision."""
DISTRACTOR = "distractor"
"""Group of gold rows that are no figures: a prediction there (and on no other row) is wrong whatever its kind."""
COMPARED = frozenset(COMPARISONS)
NUMBERS = ("found", "value", "measure", "period", "attribution", "full")
REQUIRED = {"document", "span"}


@dataclass(slots=True)
class Row:
    """One gold row or prediction, in the product's names; sets hold what is equally right."""

    id: str
    document: str
    start: int
    end: int
    group: str
    lang: str
    kind: str
    measures: frozenset[str]
    hs: frozenset[str]
    relations: frozenset[str]
    value: float | None
    units: frozenset[str]
    period: tuple[str, str]
    origin: str
    chain: int
    operands: list[dict[str, Any]] = field(default_factory=list)
    factor: float | None = None
    wording: str = ""


@dataclass(slots=True)
class Miss:
    """One gold row that was not read right, and in what."""

    row: Row
    lacking: tuple[str, ...]
    got: Row | None


def _open(path: Path) -> str:
    try:
        raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        return raw.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError, EOFError, zlib.error) as error:
        raise SourceError(f"cannot read {path.name}", where=str(error), mend="give a readable file in UTF-8") from error


def _records(path: Path) -> list[tuple[str, dict[str, Any]]]:
    """The rows of a csv or the objects of JSON Lines, each with the place where it stands."""
    text = _open(path)
    name = path.name.removesuffix(".gz")
    if name.endswith(".csv"):
        reader = csv.DictReader(text.splitlines(keepends=True))
        return [(f"{path.name}:{reader.line_num}", dict(r)) for r in reader]
    rows = []
    for n, line in enumerate(text.splitlines(), 1):
        if line.strip():
            try:
                item = json.loads(line)
            except (ValueError, RecursionError) as error:
                raise SourceError(
                    f"line {n} is not JSON",
                    where=f"{path.name}:{n}",
                    mend="give one object a line, as `read --format jsonl` does",
                ) from error
            if not isinstance(item, dict):
                raise SourceError(f"line {n} is not an object", where=f"{path.name}:{n}", mend="give one object a line")
            rows.append((f"{path.name}:{n}", item))
    return rows


def _rows(records: Sequence[tuple[str, Mapping[str, Any]]], *, gold: bool = False) -> list[Row]:
    """The rows of records; all that cannot be rows are told at once, by the first and their number."""
    rows, faults = [], []
    for where, record in records:
        try:
            rows.append(row_of(record, gold=gold))
        except (TypeError, ValueError, KeyError, AttributeError, IndexError) as error:
            faults.append((where, str(error).strip("'\"") or type(error).__name__))
    if faults:
        where, why = faults[0]
        raise SourceError(
            f"a row is no reading: {why}",
            where=where,
            count=len(faults),
            mend="see docs/reference/score.md for the form",
        )
    return rows


def _number(x: Any) -> float | None:
    try:
        return None if x in (None, "") else float(x)
    except (TypeError, ValueError):
        return None


def _set(x: Any) -> frozenset[str]:
    if x is None:
        return frozenset()
    if isinstance(x, (list, tuple)):
        return frozenset(str(i) for part in x for i in str(part).split("|") if i)
    return frozenset(part.strip() for part in str(x).split("|") if part.strip())


def _beside(path: Path, name: str) -> list[dict[str, str]]:
    found = path.parent / name
    return list(csv.DictReader(_open(found).splitlines(keepends=True))) if found.exists() else []


def load_gold(path: Path) -> list[Row]:
    """Gold in one of two stated forms.

    A csv with the columns of the development gold (doc, group, kind, figure_text, char_start, char_end, measure, hs,
    relation, value, unit, period_start, period_end, attribution), with `mapping.csv` and `operands.csv` beside it where
    names differ; or JSON lines with the keys of `read`, plus `group` (default core, or comparison by relation), `lang`,
    and optional `measures`, `relations` (lists of what is equally right).

    Raises
    ------
    SourceError
        If the file is in neither form.
    """
    records = _records(path)
    if not records:
        raise SourceError("the gold is empty", where=path.name, mend="give at least one row")
    if "char_start" in records[0][1]:
        return _gold_csv(path, records)
    if not set(records[0][1]) >= REQUIRED:
        raise SourceError(
            "neither form of gold",
            where=path.name,
            mend="give the csv columns or the keys of `read` (document, span, ...)",
        )
    return _rows(records, gold=True)


def load_predictions(path: Path) -> list[Row]:
    """What a reader found: the lines of `read`, or its csv."""
    records = _records(path)
    for _, r in records:
        if "span" not in r and "start" in r and "end" in r:
            r["span"] = [r["start"], r["end"]]
    if records and not set(records[0][1]) >= REQUIRED:
        raise SourceError("these are no readings", where=path.name, mend="give what `read --format jsonl` prints")
    return _rows(records)


def row_of(r: Mapping[str, Any], *, gold: bool = False) -> Row:
    """One line of `read`, or one row of gold in the same keys.

    Raises
    ------
    ValueError, TypeError, KeyError, AttributeError
        If it is neither.
    """
    if "document" not in r or "span" not in r:
        raise ValueError("document or span is missing")
    span = r["span"]
    if isinstance(span, str):
        span = json.loads(span) if span.startswith("[") else span.split("-")
    if not isinstance(span, list | tuple) or len(span) != 2:
        raise ValueError(f"{r['span']!r} is no span [start, end)")
    start, end = int(span[0]), int(span[1])
    if not 0 <= start < end:
        raise ValueError(f"{r['span']!r} is no span [start, end)")
    for key in ("value", "factor"):
        if r.get(key) not in (None, "") and _number(r[key]) is None:
            raise ValueError(f"{key} {str(r[key])[:40]!r} is no number")
    period = r.get("period")
    if isinstance(period, Mapping):
        days = (str(period.get("start") or ""), str(period.get("end") or ""))
    else:
        days = (str(r.get("period_start") or ""), str(r.get("period_end") or ""))
    chain = r.get("attribution") or []
    agents = (
        [str(a if isinstance(a, str) else a["agent"]) for a in chain]
        if isinstance(chain, list)
        else [a.strip() for a in str(chain).split(">")]
    )
    relation = str(r.get("relation") or "")
    operands = r.get("operands") or []
    if isinstance(operands, str):
        operands = json.loads(operands) if operands.strip() else []
    if not all(isinstance(o, Mapping) for o in operands):
        raise ValueError("operands are no objects")
    wording = str(r.get("wording") or "")
    group = str(r.get("group") or ("comparison" if relation in COMPARED else "core"))
    return Row(
        str(r.get("id") or ""), str(r["document"]), start, end, group, str(r.get("lang") or ""), str(r.get("kind") or ""),
        _set(r.get("measures")) or _set(r.get("measure")), _set(r.get("hs")), _set(r.get("relations")) or _set(relation),
        _number(r.get("value")), _set(r.get("unit")), days, agents[0] if agents else "", len(agents), list(operands),
        _number(r.get("factor")), wording,
    )  # fmt: skip


CSV_COLUMNS = (
    "id", "doc", "group", "kind", "figure_text", "char_start", "char_end", "measure", "hs", "relation", "value", "unit",
    "period_start", "period_end", "attribution",
)  # fmt: skip
"""Columns that a gold in csv must have."""


def _gold_csv(path: Path, records: Sequence[tuple[str, Mapping[str, Any]]]) -> list[Row]:
    missing = [c for c in CSV_COLUMNS if c not in records[0][1]]
    if missing:
        raise SourceError(
            f"the gold has no column {', '.join(missing)}", where=path.name, mend=f"give {', '.join(CSV_COLUMNS)}"
        )
    for where, r in records:
        if None in r or None in r.values():
            raise SourceError("a row has more or fewer cells than the header", where=where, mend="mend the csv")
        if not (r["char_start"].isdigit() and r["char_end"].isdigit() and int(r["char_start"]) < int(r["char_end"])):
            raise SourceError(
                "a row has no span",
                where=where,
                mend="give char_start and char_end as numbers, the end behind the start",
            )
    names: dict[str, dict[str, str]] = defaultdict(dict)
    for m in _beside(path, "mapping.csv"):
        names[m["field"]][m["gold"]] = m["product"]
    sides: dict[str, list[dict[str, str]]] = defaultdict(list)
    for side in _beside(path, "operands.csv"):
        sides[side["id"]].append(side)

    def named(what: str, value: str, unit: str = "") -> frozenset[str]:
        table = names.get(what, {})
        return _set(table.get(f"{value}@{unit}", table.get(value, value)))

    rows = []
    for _, r in records:
        chain = [a.strip() for a in r["attribution"].split(">")]
        operands = [
            {
                "side": s["side"],
                "measure": s["measure"],
                "hs": s["hs"],
                "period": {"start": s["period_start"], "end": s["period_end"]},
            }
            for s in sides.get(r["id"], [])
        ]
        pairs = sides.get(r["id"], [])
        relations = (
            _set(pairs[0]["relation"]) | named("relation", r["relation"]) if pairs else named("relation", r["relation"])
        )
        rows.append(
            Row(
                r["id"],
                r["doc"],
                int(r["char_start"]),
                int(r["char_end"]),
                r["group"],
                r.get("lang", "") or "",
                r["kind"],
                named("measure", r["measure"], r["unit"]),
                _set(r["hs"]),
                relations,
                _number(r["value"]),
                named("unit", r["unit"]),
                (r["period_start"], r["period_end"]),
                chain[0],
                len(chain),
                operands,
                _number(pairs[0]["factor"]) if pairs else None,
                r["figure_text"],
            )
        )
    return rows


# -- single tests --------------------------------------------------------------------------------------------------
def value_right(gold: Row, got: Row) -> bool:
    """Value within 1e-6 and relation equal (= and ~ are one for core figures)."""
    if gold.value is None:
        same = True
    elif got.value is None:
        same = False
    else:
        same = abs(got.value - gold.value) <= 1e-6 * max(1.0, abs(gold.value))
        if not same and gold.group == "comparison":
            same = abs(abs(got.value) - abs(gold.value)) <= 1e-6 * max(1.0, abs(gold.value))
    loose = {"=", "~"}
    related = bool(gold.relations & got.relations) or (
        gold.group != "comparison" and bool(gold.relations & loose) and bool(got.relations & loose)
    )
    if gold.relations <= {"none"} and got.value == 0.0 and got.relations & {"=", "none"}:
        related = same = True
    return same and (related or not gold.relations)


def measure_right(gold: Row, got: Row) -> bool:
    return (not gold.measures or bool(gold.measures & got.measures)) and (not gold.hs or bool(gold.hs & got.hs))


def period_right(gold: Row, got: Row) -> bool:
    return gold.period == got.period


def origin_right(gold: Row, got: Row) -> bool:
    """The origin is named; any unnamed source is an unnamed source; nothing is asked where the publisher speaks."""
    if gold.chain <= 1 or not gold.origin:
        return True
    return same_agent(gold.origin, got.origin)


_STOP = frozenset(["the", "of", "for", "and", "a", "an", "in", "'s", "ministry", "department", "office", "national"])


def _known_as(name: str) -> str:
    """The canonical name of an agent under any of its names, in any language; ``Name (their name)`` is both."""
    plain = name.split(" (")[0].strip().replace("’", "'")
    return canonical_agent(agent_names().get(plain.casefold(), plain)).casefold()


def same_agent(a: str, b: str) -> bool:
    """Whether two names are of one agent: by profile, by inclusion, or by their telling words."""
    if a.startswith("anon:") or b.startswith("anon:"):
        return a.startswith("anon:") and b.startswith("anon:")
    if _known_as(a) == _known_as(b):
        return True
    x, y = canonical_agent(a).casefold(), canonical_agent(b).casefold()
    if x == y or (x and y and (x in y or y in x)):
        return True
    one = {w.strip("'s") for w in x.replace("(", " ").replace(")", " ").split()} - _STOP
    two = {w.strip("'s") for w in y.replace("(", " ").replace(")", " ").split()} - _STOP
    return bool(one and two) and len(one & two) / min(len(one), len(two)) >= 0.5


def complete_right(gold: Row, got: Row) -> bool:
    """Every operand is given with measure, hs and period, and the factor where there is one."""
    if gold.factor is not None:
        factor = got.factor if got.factor is not None else got.value
        if factor is None or abs(abs(factor) - abs(gold.factor)) > 1e-6 * max(1.0, abs(gold.factor)):
            return False
    for asked in gold.operands:
        if not any(_operand_right(asked, given) for given in got.operands if given.get("side") == asked.get("side")):
            return False
    return bool(gold.operands)


def _operand_right(asked: Mapping[str, Any], given: Mapping[str, Any]) -> bool:
    measures, hs = _set(asked.get("measure")), _set(asked.get("hs"))
    if measures and not measures & _set(given.get("measure")):
        return False
    if hs and not hs & _set(given.get("hs")):
        return False
    want, have = asked.get("period") or {}, given.get("period") or {}
    return all(not (want.get(end) and str(have.get(end) or "") != str(want[end])) for end in ("start", "end"))


# -- the score ---------------------------------------------------------------------------------------------------------
def score(gold: Iterable[Row], predictions: Iterable[Row]) -> tuple[list[dict[str, Any]], list[Miss]]:
    """The table of `score`, and the misses, worst first.

    Returns
    -------
    rows : by group and language (and language ``all``): n, found, value, measure, period, attribution, full, complete,
        precision; precision is of the whole language, on the group ``all``.
    misses : gold rows not fully right.
    """
    everything = list(gold)
    traps: dict[str, list[Row]] = defaultdict(list)
    for g in everything:
        if g.group == DISTRACTOR:
            traps[g.document].append(g)
    by_document: dict[str, list[Row]] = defaultdict(list)
    for p in predictions:
        by_document[p.document].append(p)
    documents: dict[str, list[Row]] = defaultdict(list)
    for g in everything:
        documents[g.document] += [g] if g.group != DISTRACTOR else []
    languages = {
        d: next((g.lang for g in rows if g.lang), "") or language_of(" ".join(g.wording for g in rows))
        for d, rows in documents.items()
    }
    tallies: dict[tuple[str, str], dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    misses: list[Miss] = []
    for document, rows in documents.items():
        lang = languages[document]
        for g in rows:
            got = best_match(g, by_document.get(document, []))
            marks = judge(g, got)
            for group in (g.group, "all"):
                for language in (lang, "all"):
                    for name, right in marks.items():
                        tallies[group, language][name].append(float(right))
            lacking = tuple(name for name in (*NUMBERS[:-1], "complete") if name in marks and not marks[name])
            if lacking:
                misses.append(Miss(g, lacking, got))
        for p in by_document.get(document, []):
            right = any(p.start < g.end and g.start < p.end for g in rows)
            trapped = any(p.start < t.end and t.start < p.end for t in traps[document])
            if not right and p.kind in FREE and not trapped:
                continue
            for language in (lang, "all"):
                tallies["all", language]["precision"].append(float(right))
    table = []
    for (group, language), tally in sorted(tallies.items()):
        if "found" not in tally:
            continue
        entry: dict[str, Any] = {"group": group, "lang": language, "n": len(tally["found"])}
        for name in NUMBERS:
            entry[name] = _mean(tally[name])
        entry["precision"] = _mean(tally["precision"]) if tally.get("precision") else None
        entry["complete"] = _mean(tally["complete"]) if tally.get("complete") else None
        table.append(entry)
    misses.sort(key=lambda miss: (-len(miss.lacking), miss.row.document, miss.row.start))
    return table, misses


def unasked(gold: Iterable[Row], predictions: Iterable[Row]) -> tuple[int, list[str], list[str]]:
    """How many predictions are of documents that the gold does not hold, and the names on either side."""
    ours = {g.document for g in gold}
    theirs = [p.document for p in predictions]
    return sum(d not in ours for d in theirs), sorted(ours), sorted(set(theirs))


def _mean(values: Sequence[float]) -> float:
    return round(sum(values) / len(values), 4) if values else 0.0


def best_match(gold: Row, candidates: Sequence[Row]) -> Row | None:
    """Of the predictions that overlap a gold row, the one that is right in most."""
    overlapping = [p for p in candidates if p.start < gold.end and gold.start < p.end]
    if not overlapping:
        return None
    return max(
        overlapping,
        key=lambda p: (
            value_right(gold, p),
            measure_right(gold, p) + period_right(gold, p),
            origin_right(gold, p),
            complete_right(gold, p),
        ),
    )


def judge(gold: Row, got: Row | None) -> dict[str, bool]:
    """What of a gold row was read right."""
    if got is None:
        marks = dict.fromkeys(NUMBERS, False)
        if gold.operands:
            marks["complete"] = False
        return marks
    value, measure, period = value_right(gold, got), measure_right(gold, got), period_right(gold, got)
    marks = {
        "found": True,
        "value": value,
        "measure": measure,
        "period": period,
        "attribution": origin_right(gold, got),
        "full": value and measure and period,
    }
    if gold.group == "comparison" and gold.operands:
        marks["complete"] = complete_right(gold, got)
    return marks
