"""The statement: one figure as someone put it, with its interval, period, speaker and place in a document.

A statement stores MEANING. Its id is a hash of where it stands (document, locus, slot) and what it says
(`content`), so reading a document twice adds nothing. Attribution, provenance and confidentiality are not part
of the id: who relays a figure may be corrected without making another figure of it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal

from sidelight.errors import LedgerError
from sidelight.ledger.attribution import Chain
from sidelight.ledger.document import CONFIDENTIALITY, Confidentiality, Document
from sidelight.ledger.period import Period
from sidelight.ledger.quantity import RELATIONS, Quantity, format_number
from sidelight.reference.calendars import release_day
from sidelight.reference.measures import MEASURES

KINDS = (
    "count",
    "value",
    "mass",
    "rate",
    "comparison",
    "event",
    "duration",
    "existence",
    "trend",
    "denial",
)
FLOWS = ("X", "M", "X+M")
MODALITIES = (
    "reported",
    "denied",
    "doubted",
    "requested",
    "planned",
    "promised",
    "possible",
    "quoted",
    "estimated",
)
UNASSERTED = frozenset({"denied", "doubted", "requested", "planned", "promised", "possible"})
"""Modalities that never enter as constraints and are never counted as facts."""

Provenance = Literal["read", "curated"]

_CONTENT_KEYS: dict[str, str] = {}
_MOST_KEYS = 200_000


@dataclass(frozen=True, slots=True)
class Operand:
    """One side of a comparison: left is what is compared, right what it is compared with.

    Empty fields are those of the statement itself.
    """

    side: Literal["left", "right"]
    measure: str | None = None
    place: str | None = None
    partner: str | None = None
    flow: str | None = None
    commodity: str | None = None
    hs: tuple[str, ...] = ()
    period: Period | None = None

    def as_json(self) -> dict[str, Any]:
        return {
            "side": self.side,
            "measure": self.measure,
            "place": self.place,
            "partner": self.partner,
            "flow": self.flow,
            "commodity": self.commodity,
            "hs": list(self.hs),
            "period": self.period.as_json() if self.period else None,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Operand:
        period = data.get("period")
        return cls(
            data["side"],
            data.get("measure"),
            data.get("place"),
            data.get("partner"),
            data.get("flow"),
            data.get("commodity"),
            tuple(data.get("hs") or ()),
            Period.parse(period["start"], period["end"], period["type"]) if period else None,
        )


@dataclass(frozen=True, slots=True)
class Statement:
    """One figure as someone put it. Make one with `Statement.of`, which checks it and gives it its id.

    Attributes
    ----------
    document : digest of the document it stands in.
    locus, slot : where there: ``chars:603-605``, ``cell:row=12,col=cum_fever``, ``rows:<filter>``, ``fact:T180``;
        slot counts several at one locus.
    place, partner : ISO 3166-1 alpha-3, provinces ISO 3166-2 (KP-01). For trade the reporter is the place.
    hs : candidate codes, any of which is right; a ``+`` inside one is a union.
    value, low, high : in plain units; None is unknown or unbounded. `low` and `high` are both None for
        ``unknown`` (and for what a source hides), never for none.
    attribution : origin first.
    published_on : the day its document came out. available_on : the day the record it rests on could be queried;
        what a correction says could be known from its own day alone.
    recorded_on : the day the ledger took the reading.
    aliases : ids under which the same figure is known elsewhere (fact ids, gold ids).
    """

    id: str
    document: str
    locus: str
    slot: int
    kind: str
    measure: str
    scope: str | None
    place: str | None
    partner: str | None
    flow: str | None
    commodity: str | None
    hs: tuple[str, ...]
    relation: str
    value: float | None
    low: float | None
    high: float | None
    unit: str | None
    period: Period
    operands: tuple[Operand, ...]
    factor: float | None
    modality: str
    attribution: Chain
    wording: str | None
    published_on: date
    available_on: date
    recorded_on: date
    provenance: Provenance = "curated"
    confidence: float | None = None
    confidentiality: Confidentiality = "public"
    aliases: tuple[str, ...] = ()
    note: str = ""
    span: tuple[int, int] | None = field(default=None)

    @classmethod
    def of(
        cls,
        document: Document,
        locus: str,
        *,
        kind: str,
        measure: str,
        relation: str,
        period: Period,
        attribution: Chain,
        quantity: Quantity | None = None,
        slot: int = 0,
        scope: str | None = None,
        place: str | None = None,
        partner: str | None = None,
        flow: str | None = None,
        commodity: str | None = None,
        hs: Sequence[str] = (),
        operands: Sequence[Operand] = (),
        factor: float | None = None,
        modality: str = "reported",
        wording: str | None = None,
        recorded_on: date | None = None,
        provenance: Provenance = "curated",
        confidence: float | None = None,
        confidentiality: Confidentiality | None = None,
        aliases: Sequence[str] = (),
        note: str = "",
        span: tuple[int, int] | None = None,
    ) -> Statement:
        """Check a figure and give it its id.

        Parameters
        ----------
        document : where it stands; gives `published_on`, and the confidentiality unless a stricter one is named.
        quantity : value, interval and unit; None for an event or a trend without a figure.

        Raises
        ------
        LedgerError
            If measure, kind, relation, flow, modality or confidentiality is not of the closed lists, or nobody
            says it.
        """
        q = quantity or Quantity(None, None, None, None)
        where = f"{document.name}, {locus}"
        for name, item, known in (
            ("measure", measure, MEASURES),
            ("kind", kind, KINDS),
            ("relation", relation, RELATIONS),
            ("modality", modality, MODALITIES),
        ):
            if item not in known:
                raise LedgerError(
                    f"{item!r} is no {name} of the ledger",
                    where=where,
                    mend=f"use one of {', '.join(list(known)[:12])}{' ...' if len(known) > 12 else ''}",
                )
        if flow is not None and flow not in FLOWS:
            raise LedgerError(f"{flow!r} is no flow", where=where, mend="use X, M or X+M, as the reporter sees it")
        if not attribution:
            raise LedgerError("nobody says it", where=where, mend="give at least the outlet as attribution")
        level = confidentiality or document.confidentiality
        if CONFIDENTIALITY.index(level) < CONFIDENTIALITY.index(document.confidentiality):
            raise LedgerError(
                f"a {level} statement in a {document.confidentiality} document",
                where=where,
                mend="a statement is at least as confidential as its document",
            )
        content = _content(
            measure,
            scope,
            place,
            partner,
            flow,
            commodity,
            hs,
            relation,
            q,
            period,
            operands,
            factor,
            modality,
        )
        origin = attribution[0].agent
        last = max([p.end for p in (period, *(o.period for o in operands if o.period)) if p.end], default=None)
        released = release_day(origin, measure, hs, last) if last and document.revises is None else None
        return cls(
            id=_hash(document.digest, locus, slot, content),
            document=document.digest,
            locus=locus,
            slot=slot,
            kind=kind,
            measure=measure,
            scope=scope,
            place=place,
            partner=partner,
            flow=flow,
            commodity=commodity,
            hs=tuple(hs),
            relation=relation,
            value=q.value,
            low=q.low,
            high=q.high,
            unit=q.unit,
            period=period,
            operands=tuple(operands),
            factor=factor,
            modality=modality,
            attribution=attribution,
            wording=wording,
            published_on=document.published_on,
            available_on=min(document.published_on, released) if released else document.published_on,
            recorded_on=recorded_on or document.published_on,
            provenance=provenance,
            confidence=confidence,
            confidentiality=level,
            aliases=tuple(aliases),
            note=note,
            span=span,
        )

    @property
    def quantity(self) -> Quantity:
        return Quantity(self.value, self.low, self.high, self.unit)

    @property
    def origin(self) -> str:
        """The first link of the chain: the one witness, however many relay it."""
        return self.attribution[0].agent

    @property
    def asserted(self) -> bool:
        """Whether it is said to be so (not denied, doubted, requested, planned, promised or merely possible)."""
        return self.modality not in UNASSERTED

    @property
    def content_key(self) -> str:
        """Hash of what is said, without where: equal for a figure repeated in one document or relayed."""
        if self.id not in _CONTENT_KEYS:
            if len(_CONTENT_KEYS) >= _MOST_KEYS:
                _CONTENT_KEYS.clear()
            _CONTENT_KEYS[self.id] = _hash(self._content())
        return _CONTENT_KEYS[self.id]

    def name(self) -> str:
        """What file commands call it: the id it brought, else its own."""
        return self.aliases[0] if self.aliases else self.id

    def is_about(self, place: str) -> bool:
        """Whether it concerns the place: as subject, as partner, or through one of its provinces."""
        from sidelight.reference.places import covers

        return covers(place, self.place) or covers(place, self.partner)

    def known_on(self, basis: str) -> date:
        """The day it could be known, on the basis ``published`` or ``available``."""
        return self.available_on if basis == "available" else self.published_on

    def but(self, **changes: Any) -> Statement:
        """The same statement with fields changed and the id renewed (for tests and corrections)."""
        changed = replace(self, **changes)
        return replace(changed, id=_hash(changed.document, changed.locus, changed.slot, changed._content()))

    def _content(self) -> str:
        return _content(
            self.measure,
            self.scope,
            self.place,
            self.partner,
            self.flow,
            self.commodity,
            self.hs,
            self.relation,
            self.quantity,
            self.period,
            self.operands,
            self.factor,
            self.modality,
        )

    def as_json(self) -> dict[str, Any]:
        """The object of `schema/statement.schema.json`, with the clocks and aliases added."""
        return {
            "id": self.id,
            "document": self.document,
            "locus": self.locus,
            "span": list(self.span) if self.span else None,
            "wording": self.wording,
            "kind": self.kind,
            "measure": self.measure,
            "scope": self.scope,
            "place": self.place,
            "partner": self.partner,
            "flow": self.flow,
            "commodity": self.commodity,
            "hs": list(self.hs),
            "relation": self.relation,
            "value": self.value,
            "low": self.low,
            "high": self.high,
            "unit": self.unit,
            "period": self.period.as_json(),
            "operands": [o.as_json() for o in self.operands],
            "factor": self.factor,
            "attribution": [a.as_json() for a in self.attribution],
            "modality": self.modality,
            "confidence": self.confidence,
            "published_on": self.published_on.isoformat(),
            "available_on": self.available_on.isoformat(),
            "recorded_on": self.recorded_on.isoformat(),
            "provenance": self.provenance,
            "aliases": list(self.aliases),
            "note": self.note,
        }


def _content(
    measure: str,
    scope: str | None,
    place: str | None,
    partner: str | None,
    flow: str | None,
    commodity: str | None,
    hs: Sequence[str],
    relation: str,
    quantity: Quantity,
    period: Period,
    operands: Sequence[Operand],
    factor: float | None,
    modality: str,
) -> str:
    """Canonical JSON of what is said: sorted keys, numbers as strings."""
    return json.dumps(
        {
            "measure": measure,
            "scope": scope,
            "place": place,
            "partner": partner,
            "flow": flow,
            "commodity": commodity,
            "hs": list(hs),
            "relation": relation,
            "value": format_number(quantity.value),
            "low": format_number(quantity.low),
            "high": format_number(quantity.high),
            "unit": quantity.unit,
            "period": period.as_json(),
            "operands": [o.as_json() for o in operands],
            "factor": format_number(factor),
            "modality": modality,
        },
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=False,
    )


def _hash(*parts: object) -> str:
    text = json.dumps([str(part) for part in parts], ensure_ascii=False, separators=(",", ":"))
    return "st-" + hashlib.sha256(text.encode()).hexdigest()[:20]
