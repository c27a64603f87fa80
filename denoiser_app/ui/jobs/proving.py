"""What the page Prove asks of the disk, in a thread: the models of a session, their proofs, what is installed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from denoiser_app import paths
from denoiser_app.core.errors import DenoiserError
from denoiser_app.networks import folders
from denoiser_app.pairs.session import TRAINING

if TYPE_CHECKING:
    from denoiser_app.benchmark.proof.facts import Proof

MODEL = "model"
"""The folder of a training that holds its model."""
LARGEST = 1 << 20


@dataclass(frozen=True)
class Candidate:
    """A model that can be proved. trained: in this session. proof: of this very model. installed: whether it is.
    earlier: another one of this name is. personal: of the installed one, what its manifest says."""

    name: str
    trained: bool
    proof: Proof | None = None
    installed: bool = False
    earlier: bool = False
    personal: Mapping[str, Any] | None = None

    @property
    def anyway(self) -> bool:
        """Whether it is installed although it was not shown to be better."""
        return bool((self.personal or {}).get("installed_anyway"))


def candidates(folder: Path) -> tuple[Candidate, ...]:
    """The models trained in a session, the newest first, and then what else is installed: it can be proved, too."""
    trained = [path.parent.name for path in sorted(_trained(folder), key=_age, reverse=True)]
    others = [name for name in folders.personal_names() if name not in trained]
    return tuple(_candidate(folder, name, name in trained) for name in [*trained, *others])


def _trained(folder: Path) -> list[Path]:
    return [path for path in (folder / TRAINING).glob(f"*/{MODEL}") if (path / f"{path.parent.name}.json").is_file()]


def _age(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def _candidate(folder: Path, name: str, trained: bool) -> Candidate:
    own = _manifest(folder / TRAINING / name / MODEL / f"{name}.json") if trained else {}
    there = _manifest(paths.user_models() / f"{name}.json") if name in folders.personal_names() else {}
    proof = _proof(folder, name)
    if proof is not None and proof.sha256 != (own or there).get("sha256"):
        proof = None  # of what was trained before
    same = bool(there) and (not own or there.get("sha256") == own.get("sha256"))
    personal = there.get("personal") if same else None
    said = personal if isinstance(personal, Mapping) else None
    return Candidate(name, trained, proof, same, bool(there) and not same, said)


def _manifest(path: Path) -> Mapping[str, Any]:
    """What it says; {} if it cannot be read. The library judges it when it is used."""
    try:
        if path.stat().st_size > LARGEST:
            return {}
        said = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return said if isinstance(said, dict) else {}


def _proof(folder: Path, name: str) -> Proof | None:
    """One that cannot be read can be made again."""
    from denoiser_app.benchmark.proof.facts import load

    try:
        return load(folder, name)
    except DenoiserError:
        return None


# --- what the program is started with, for each wish ------------------------------------------------------------------

SUFFIX = ".denoiser-model"
"""As ``networks.sharing`` has it, which needs torch."""


def to_prove(name: str, folder: Path) -> list[str]:
    """Measures it on the held-out scenes."""
    return ["models", "prove", name, str(folder), "--json"]


def to_install(name: str, folder: Path, *, anyway: bool, replace: bool) -> list[str]:
    """Copies it among the program's models. replace: an earlier one of this name."""
    wishes = [*(["--anyway"] if anyway else []), *(["--replace"] if replace else [])]
    return ["models", "install", name, str(folder), *wishes, "--json"]


def to_export(name: str, file: Path) -> list[str]:
    """An installed model into one file; whoever chose the file was asked about one that is there."""
    return ["models", "export", name, str(file), "--overwrite", "--json"]


def to_import(file: Path) -> list[str]:
    """From somebody else's file, after every check."""
    return ["models", "import", str(file), "--json"]


def to_remove(name: str) -> list[str]:
    """Takes it from the installed models; what is in the session stays."""
    return ["models", "remove", name, "--json"]
