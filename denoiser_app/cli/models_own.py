"""``denoiser-app models prove|install|export|import|remove``: models of one's own.

``prove`` remembers the session, so that ``install NAME`` finds the model and its proof there without being told.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import TYPE_CHECKING

from denoiser_app.cli.arguments import Subparsers, add_compute, add_json, number
from denoiser_app.cli.interrupt import cancel_on_signal, ended
from denoiser_app.cli.output import Output
from denoiser_app.cli.words import file_size
from denoiser_app.core.progress import CancelToken, Progress, time_left

if TYPE_CHECKING:
    from denoiser_app.benchmark.proof.facts import Proof
    from denoiser_app.networks.descriptor import ModelDescriptor

NOT_BETTER = 1


def add(actions: Subparsers) -> None:
    """The actions' arguments."""
    proof = actions.add_parser("prove", help="measure a trained model on a session's held-out scene")
    _add_name(proof)
    proof.add_argument("session", type=Path, metavar="SESSION", help="folder of the session")
    proof.add_argument(
        "--megapixels",
        type=number(0.1, 200),
        default=6.0,
        help="of a frame that are compared at most, in its middle (default: 6)",
    )
    add_compute(proof)
    _finish(proof, run_prove)

    install = actions.add_parser("install", help="use a trained model, if it was proven to be better")
    _add_name(install)
    install.add_argument(
        "session",
        type=Path,
        nargs="?",
        metavar="SESSION",
        help="where it was trained (default: where it was proven last)",
    )
    install.add_argument("--anyway", action="store_true", help="also if it is not proven better; it is marked so")
    _add_replace(install)
    _finish(install, run_install)

    export = actions.add_parser("export", help="write a model of your own to one file, to share it")
    _add_name(export)
    export.add_argument("file", type=Path, metavar="FILE", help="such as night.denoiser-model")
    export.add_argument("--overwrite", action="store_true", help="replace an existing file")
    _finish(export, run_export)

    imported = actions.add_parser("import", help="install a model that somebody shared, after every check")
    imported.add_argument("file", type=Path, metavar="FILE", help="a .denoiser-model file")
    _add_replace(imported)
    _finish(imported, run_import)

    remove = actions.add_parser("remove", help="take a model of your own away")
    _add_name(remove)
    _finish(remove, run_remove)


def _add_name(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help="of the model")


def _add_replace(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--replace", action="store_true", help="also in the place of another model of this name")


def _finish(parser: argparse.ArgumentParser, run: object) -> None:
    add_json(parser)
    parser.set_defaults(run=run)


def run_prove(args: argparse.Namespace, output: Output) -> int:
    """0 if the model is better than what ships, 1 if that was not shown."""
    token, started = CancelToken(), time.monotonic()
    with cancel_on_signal(token):
        from denoiser_app.benchmark.proof import installing
        from denoiser_app.benchmark.proof.prove import prove

        where = {"device": args.device, "tile": args.tile, "threads": args.threads}
        events = prove(args.name, args.session, **where, token=token, largest=args.megapixels * 1e6)
        proof = None
        with ended(events) as steps:
            for step in steps:
                if isinstance(step, Progress):
                    left = time_left(time.monotonic() - started, step.fraction)
                    output.progress(args.name, step, step.fraction, left)
                else:
                    proof = step
        assert proof is not None
        installing.remember(args.name, args.session)
    output.result(proof, _told(proof, args.session))
    return 0 if proof.better else NOT_BETTER


def run_install(args: argparse.Namespace, output: Output) -> int:
    """0 if it is installed."""
    from denoiser_app.benchmark.proof import installing

    model = installing.install(args.name, args.session, anyway=args.anyway, replace_other=args.replace)
    output.result(model, f"'{model.name}' is installed. {_use(model)}")
    return 0


def run_export(args: argparse.Namespace, output: Output) -> int:
    """0 if the file is written and was read back."""
    from denoiser_app.engine import models

    done = models.export(args.name, args.file, overwrite=args.overwrite)
    output.result(done, f"'{done.name}' -> {done.path} ({file_size(done.size)})\n  SHA-256 {done.sha256}")
    return 0


def run_import(args: argparse.Namespace, output: Output) -> int:
    """0 if it is installed."""
    from denoiser_app.engine import models

    done = models.import_model(args.file, replace_other=args.replace)
    output.result(done, f"'{done.model.name}' is installed. {_use(done.model)}\n  SHA-256 of the file {done.sha256}")
    return 0


def run_remove(args: argparse.Namespace, output: Output) -> int:
    """0 if it is gone."""
    from denoiser_app.engine import models

    models.remove(args.name)
    output.result({"name": args.name}, f"'{args.name}' is removed.")
    return 0


def _use(model: ModelDescriptor) -> str:
    """What photos get it."""
    from denoiser_app.networks.personal import iso_range, standing

    personal = model.personal or {}
    return f"Photos of the {personal['camera']} at {iso_range(personal)} use it by default ({standing(personal)})."


def _told(proof: Proof, session: Path) -> str:
    """The table, the outcome, and where the report is."""
    from denoiser_app.benchmark.proof.words import table

    return f"{table(proof)}\n\n{proof.verdict}\nReport: {session / proof.report}"
