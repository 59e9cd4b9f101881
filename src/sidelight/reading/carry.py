"""What one number hands to the next, and what was decided about a number."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from sidelight.ledger.attribution import Chain
from sidelight.ledger.period import Period
from sidelight.reading.figure import Figure
from sidelight.reading.lexicon import Mark
from sidelight.reading.numbers import Number
from sidelight.reading.periods import When
from sidelight.reading.scene import Scene


@dataclass(frozen=True, slots=True)
class Told:
    """A figure that was read before: its days and where it stands, for those that come after.

    Attributes
    ----------
    head : cases, deaths or recovered where the measure comes as new and as a total; else empty.
    """

    period: Period
    measure: str
    scene: Scene
    comparand: bool
    figure: Figure
    head: str = ""

    def nearness(self, scene: Scene) -> str:
        """Whether it stands in the same sentence (s), in the same paragraph (p), or farther off (f)."""
        if self.scene is scene:
            return "s"
        return "p" if self.scene.sentence.paragraph == scene.sentence.paragraph else "f"


@dataclass(slots=True)
class Carry:
    """What the next number may take from those before it."""

    measure: str = ""
    head: str = ""
    cls: str = ""
    good: str = ""
    flow: str | None = None
    tense: str = ""
    phrase: When | None = None
    phrase_paragraph: int = -1
    chain: Chain = ()
    last: Figure | None = None
    figures: list[Figure] = field(default_factory=list)
    unit: str | None = None
    lead_head: str = ""
    lead_cls: str = ""
    lead_at: int = -1
    until: When | None = None
    until_paragraph: int = -1
    report_day: date | None = None
    total: Figure | None = None
    latest: Figure | None = None
    here: list[Figure] = field(default_factory=list)
    total_paragraph: int = -1
    report_origin: str = ""
    report_paragraph: int = -1
    lead_tense: str = ""
    topic: str = ""
    topic_cls: str = ""
    tense_at: int = -1
    spans: dict[str, Period] = field(default_factory=dict)
    spans_at: dict[str, int] = field(default_factory=dict)
    others: set[int] = field(default_factory=set)
    spoken: int = -1
    told: list[Told] = field(default_factory=list)
    past: list[Scene] = field(default_factory=list)
    ahead: list[Scene] = field(default_factory=list)


@dataclass(slots=True)
class Linked:
    """A number with its decisions, before attribution and period."""

    number: Number
    kind: str
    measure: str
    unit: str | None
    head: Mark | None = None
    good: Mark | None = None
    good_label: str = ""
    comparand: bool = False
    modality: str = "reported"
    scope: str | None = None
    weak: bool = False
    like: Figure | None = None
    class_words: str = ""
