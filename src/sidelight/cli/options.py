"""Options that every command shares, spelt once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Home = Annotated[
    Path | None,
    typer.Option("--home", help="Folder of the ledger. Default: SIDELIGHT_HOME, else the platform's data folder."),
]
AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        help="Use only what could be known on this day (YYYY-MM-DD, or YYYY-MM for its last day). "
        "Default: the newest day in the ledger or the files given.",
    ),
]
Basis = Annotated[
    str,
    typer.Option("--basis", help="published: someone had printed it; available: its record could be queried."),
]
Format = Annotated[str | None, typer.Option("--format", help="Form of the output.")]
Out = Annotated[
    str | None,
    typer.Option("--out", help="File to write; - is standard output. Written whole or not at all."),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no messages.")]
Seed = Annotated[int, typer.Option("--seed", help="Root of every random number.")]
