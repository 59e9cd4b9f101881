"""Build the casebook of `sidelight.casebook` from the data beside the project, by rule.

    PYTHONPATH=src python tools/build_casebook.py [SHARED] [--out FOLDER] [--check]

Writes `casebook/PRK/*.csv` (our own statement export, by topic) and `documents.csv`; prints how many statements each
holds. With --check nothing is written: it fails where the files at hand differ from what the data give.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tools"))
sys.path.insert(0, str(ROOT / "src"))

from casebook_rows.background import add_background  # noqa: E402
from casebook_rows.common import Pile  # noqa: E402
from casebook_rows.doubts import add_doubts  # noqa: E402
from casebook_rows.events import add_events, add_other_facts  # noqa: E402
from casebook_rows.gold import add_articles  # noqa: E402
from casebook_rows.judgements import add_disagreements, add_judgements  # noqa: E402
from casebook_rows.official import add_official  # noqa: E402
from casebook_rows.tests import add_tests  # noqa: E402
from casebook_rows.trade import add_trade  # noqa: E402
from casebook_rows.vaccines import add_vaccines  # noqa: E402

from sidelight.ledger.document import Document  # noqa: E402
from sidelight.ledger.exchange import Bundle, folder_files, write_folder  # noqa: E402
from sidelight.ledger.record import Entry, midnight  # noqa: E402

FOLDER = ROOT / "src" / "sidelight" / "casebook" / "PRK"


def build(shared: Path) -> Pile:
    """All rows of the casebook."""
    pile = Pile()
    add_articles(pile, shared)
    add_trade(pile, shared)
    add_official(pile, shared)
    add_events(pile, shared)
    add_other_facts(pile, shared)
    add_tests(pile, shared)
    add_vaccines(pile, shared)
    add_judgements(pile, shared)
    add_disagreements(pile, shared)
    add_background(pile, shared)
    add_doubts(pile)
    number_slots(pile)
    check(pile)
    return pile


def number_slots(pile: Pile) -> None:
    """Several figures at one locus of one document are told apart by their slot, in the order of their content."""
    standing: dict[tuple[str, str], list[str]] = {}
    for statement in pile.all():
        standing.setdefault((statement.document, statement.locus), []).append(statement.content_key)
    order = {at: sorted(set(keys)) for at, keys in standing.items() if len(keys) > 1}
    for topic, rows in pile.topics.items():
        pile.topics[topic] = [
            s.but(slot=order[at].index(s.content_key)) if (at := (s.document, s.locus)) in order else s for s in rows
        ]


def check(pile: Pile) -> None:
    """No id, no alias twice; every row stands in a document that is there."""
    ids: set[str] = set()
    for statement in pile.all():
        for name in (statement.id, *statement.aliases):
            if name in ids:
                raise ValueError(f"{name} stands twice")
            ids.add(name)
        if statement.document not in pile.documents:
            raise ValueError(f"{statement.id} stands in no document")


def write(pile: Pile, folder: Path) -> None:
    """Write the export; topics that are no longer there are removed."""
    kept = {f"{topic}.csv" for topic in pile.topics} | {"documents.csv"}
    for old in folder.glob("*.csv"):
        if old.name not in kept:
            old.unlink()
    write_folder(folder, used(pile), pile.topics, reader="casebook", version="1")


def used(pile: Pile) -> list[Document]:
    """Documents in which something stands."""
    digests = {s.document for s in pile.all()}
    return [d for d in pile.documents.values() if d.digest in digests]


def files(pile: Pile) -> dict[str, str]:
    """What `write` writes, by name, without writing it."""
    entries = [
        Entry(s, "casebook", "1", midnight(s.recorded_on), topic) for topic, rows in pile.topics.items() for s in rows
    ]
    return folder_files(Bundle({d.digest: d for d in used(pile)}, entries))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", nargs="?", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--out", type=Path, default=FOLDER)
    parser.add_argument("--check", action="store_true")
    asked = parser.parse_args()
    pile = build(asked.shared)
    if asked.check:
        stale = [n for n, text in files(pile).items() if (asked.out / n).read_text(encoding="utf-8") != text]
        print("\n".join(f"differs: {name}" for name in stale) or "the casebook is what the data give")
        return bool(stale)
    write(pile, asked.out)
    for topic, rows in sorted(pile.topics.items()):
        size = (asked.out / f"{topic}.csv").stat().st_size
        print(f"{topic:12} {len(rows):5} statements {size / 1e3:7.0f} kB")
    total = sum(f.stat().st_size for f in asked.out.glob("*.csv"))
    print(f"{'in all':12} {len(pile.all()):5} statements {total / 1e3:7.0f} kB, {len(used(pile))} documents")
    return 0


if __name__ == "__main__":
    sys.exit(main())
