"""What the whole system says of North Korea as of several days, as text that a person can read and compare.

Renew with ``python -m tests.golden.story`` and explain each renewal in the commit.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from sidelight.assessment.assess import assess
from sidelight.ledger.finding import plain
from sidelight.ledger.view import Basis
from tests.assessment.case import PLACE, view

FOLDER = Path(__file__).parent / "stories"
DAYS = ["2020-07-31", "2021-08-30", "2022-03-20", "2022-05-11", "2022-05-13", "2022-05-26", "2022-10-24"]
BASES: tuple[Basis, ...] = ("published", "available")


def tell(day: str, basis: Basis) -> str:
    """The story of one day on one basis."""
    told = assess(view(date.fromisoformat(day), basis), PLACE, timeline=False)
    lines = [f"{told.place_name}, as of {day}, {basis}; {told.statements_used} statements", ""]
    lines += [plain(sentence) for sentence in told.judgement]
    lines += [f"Confidence. {told.confidence}", ""]
    for h in told.hypotheses:
        lines.append(f"{h.id:22} {h.probability:.3f}  [{h.low:.2f}, {h.high:.2f}]  {h.words}")
    lines.append("")
    for e in told.evidence:
        d = e.decibans
        lines.append(
            f"{e.finding} for {e.hypothesis}: {d.median:+.1f} dB [{d.low:+.1f}, {d.high:+.1f}], group {e.group}"
        )
    lines.append("")
    for f in told.findings:
        lines.append(f"{f.id} ({f.grade or 'shown'}{', hindsight' if f.hindsight else ''}): {plain(f.sentence)}")
    return "\n".join(lines) + "\n"


def path_of(day: str, basis: Basis) -> Path:
    return FOLDER / f"{day}-{basis}.txt"


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for one in DAYS:
        for base in BASES:
            path_of(one, base).write_text(tell(one, base), encoding="utf-8")
            print(path_of(one, base).name)
