# ruff: noqa: E501
"""Gold written beside its text: ``{{words|m=measure|v=value|p=start..end|o=origin|hs=...|rel=...|k=relation|r=start..end}}``.

What a figure leaves out (days, origin) it takes from the one before in the same text; ``p=-`` asks for no days, ``g=skip``
marks words that may be read or not. ``k`` makes it a comparison, ``r`` are the days of its other side.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

_HEAD = re.compile(r"^== (\w+) \| (\w\w) \| (\d{4}-\d\d-\d\d) \| (.+)$", re.M)
_MARK = re.compile(r"\{\{([^{}|]+)((?:\|[^{}|]*)*)\}\}")


@dataclass(frozen=True)
class Doc:
    """A text of the gold, as `read_documents` takes it."""

    name: str
    text: str
    language: str
    published_on: date | None
    publisher: str
    url: str = ""
    title: str = ""
    confidentiality: Any = "public"


def parse(path: Path) -> tuple[list[Doc], list[dict[str, Any]]]:
    """The texts without their marks, and the gold rows in the keys of `read`."""
    source = path.read_text(encoding="utf-8")
    heads = list(_HEAD.finditer(source))
    docs, rows = [], []
    for i, head in enumerate(heads):
        raw = source[head.end() : heads[i + 1].start() if i + 1 < len(heads) else len(source)].strip("\n")
        name, lang, day, publisher = head.groups()
        text, at = "", 0
        period: str = ".."
        origin = ""
        for n, mark in enumerate(_MARK.finditer(raw)):
            text += raw[at : mark.start()]
            start = len(text)
            text += mark[1]
            at = mark.end()
            fields = dict(part.split("=", 1) for part in mark[2].split("|")[1:] if "=" in part)
            period = fields.get("p", period) if fields.get("p") != "-" else period
            origin = fields.get("o", origin)
            asked = "" if fields.get("p") == "-" else period
            first, _, last = asked.partition("..")
            relation = fields.get("k") or fields.get("rel", "=")
            row: dict[str, Any] = {
                "id": f"{name}-{n}", "document": name, "span": [start, len(text)], "wording": mark[1], "lang": lang,
                "group": "vague" if fields.get("g") else "comparison" if "k" in fields else "core",
                "measure": fields.get("m", ""), "hs": [h for h in fields.get("hs", "").split("|") if h], "relation": relation,
                "value": float(fields["v"]) if "v" in fields else None, "period_start": first, "period_end": last,
                "ask_period": bool(asked.strip(".")), "attribution": f"{origin} > {publisher}" if origin else publisher,
            }  # fmt: skip
            if "k" in fields:
                a, _, b = fields.get("r", "..").partition("..")
                sides = [("left", first, last), ("right", a, b)]
                row["operands"] = [
                    {"side": s, "measure": row["measure"], "hs": row["hs"], "period": {"start": x, "end": y}}
                    for s, x, y in sides
                ]
                row["factor"] = row["value"]
            rows.append(row)
        docs.append(Doc(name, text + raw[at:], lang, date.fromisoformat(day), publisher))
    return docs, rows
