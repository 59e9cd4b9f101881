"""The main job: five questions about a place as of a day, every sentence traceable."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sidelight.cli.options import AsOf, Basis, Format, Home, Out, Quiet, Seed

if TYPE_CHECKING:
    from sidelight.assessment.assessment import Assessment
    from sidelight.ledger.view import View

FORMATS = ("html", "md", "json", "text")


def command(
    place: Annotated[str, typer.Argument(help="ISO 3166-1 alpha-3 code, such as PRK, or a name.")],
    as_of: AsOf = None,
    basis: Basis = "published",
    format: Format = None,
    out: Out = None,
    home: Home = None,
    seed: Seed = 20220512,
    quiet: Quiet = False,
) -> None:
    """Assess a place as of a day: what it buys, says, what others say, what it must be, what we conclude.

    Without --format and --out it prints a summary. With --out FILE.html it writes the page (also .md, .json) and
    prints the summary beside it.

    sidelight assess PRK --as-of 2022-05-26 --out PRK.html
    """
    from sidelight.cli.memo import OutputMemo
    from sidelight.cli.shell import choose_format, home_of, open_store, open_view, write_out
    from sidelight.reference.places import get_place

    known = get_place(place)
    to_file = out is not None and out != "-"
    form = choose_format(format, out, FORMATS, "html" if to_file else "text", suffixes={"htm": "html", "txt": "text"})
    store = open_store(home, quiet=quiet)
    view = open_view(store, as_of, basis)
    memo = OutputMemo(home_of(home))
    key = memo.key(known.code, view.digest(known.code), seed)
    width = shutil.get_terminal_size((100, 24)).columns
    page = str(out) if to_file else ""
    wanted = {f: memo.key(key, f, width, page) if f == "text" else f"{key}.{f}" for f in (form, "text")}
    if not to_file or quiet:
        wanted = {form: wanted[form]}
    texts = {f: memo.get(name) for f, name in wanted.items()}
    if any(t is None for t in texts.values()):
        assessment = _assess(view, known.code, seed, home_of(home), quiet)
        for f, name in wanted.items():
            rendered = render(assessment, f, width, page)
            texts[f] = rendered
            memo.put(name, rendered)
    write_out(texts[form] or "", out)
    if to_file and not quiet:
        write_out(texts["text"] or "", None)


def _assess(view: View, place: str, seed: int, home: Path, quiet: bool) -> Assessment:
    from sidelight.assessment.assess import assess
    from sidelight.cli.memo import TimelineMemo
    from sidelight.cli.shell import progress

    memo = TimelineMemo(home)
    with progress("weighing what was known on each day", quiet=quiet) as bar:
        task = bar.add_task("weighing what was known on each day", total=None) if bar is not None else None

        def tick(done: int, total: int) -> None:
            if bar is not None and task is not None:
                bar.update(task, completed=done, total=total)

        try:
            return assess(view, place, seed=seed, memo=memo, tick=tick)
        finally:
            memo.save()


def render(done: Assessment, form: str, width: int = 100, page: str = "") -> str:
    """One of the forms of an assessment, as text; width and page are for the summary alone."""
    import json

    from sidelight.report import html, markdown, terminal

    if form == "json":
        return json.dumps(done.as_json(), ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    if form == "html":
        return html.render(done)
    if form == "md":
        return markdown.render(done)
    return terminal.summary(done, width, page=page)
