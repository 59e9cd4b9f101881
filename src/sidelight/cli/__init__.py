"""The command line: one module a verb, found by name; the one place that reads the environment.

A verb is a module of `sidelight.cli.verbs` with a function ``command`` (its docstring is the manual), or a typer
app ``app`` where the verb has verbs of its own. A verb appears in ``--help`` when its module is there; heavy
imports stand inside the functions, so ``sidelight --help`` stays quick.
"""

from __future__ import annotations

import pkgutil
import sys
from importlib import import_module

import typer

from sidelight.errors import SidelightError

USAGE, INTERRUPTED, OURS = 2, 130, 70


def build() -> typer.Typer:
    """The application with every verb that is there."""
    app = typer.Typer(
        name="sidelight",
        help="Shows, from outside, the outbreak that a closed country does not report, or misreports.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )

    @app.callback(invoke_without_command=True)
    def main(
        context: typer.Context,
        version: bool = typer.Option(False, "--version", help="Print the version and stop."),
    ) -> None:
        if version:
            from sidelight import __version__

            typer.echo(f"sidelight {__version__}")
            raise typer.Exit(0)
        if context.invoked_subcommand is None:
            typer.echo(context.get_help())

    from sidelight.cli import verbs

    for found in sorted(pkgutil.iter_modules(verbs.__path__), key=lambda m: m.name):
        module = import_module(f"{verbs.__name__}.{found.name}")
        name = found.name.rstrip("_").replace("_", "-")
        if hasattr(module, "app"):
            app.add_typer(module.app, name=name)
        else:
            app.command(name)(module.command)
    return app


def run() -> None:
    """Run the command line; turn our own errors into words and exit codes."""
    try:
        build()()
    except SidelightError as error:
        print(error, file=sys.stderr)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        print("interrupted; nothing half-written was kept", file=sys.stderr)
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except Exception:
        import traceback

        traceback.print_exc()
        print("This is a fault of Sidelight: please report it with the lines above.", file=sys.stderr)
        sys.exit(OURS)
