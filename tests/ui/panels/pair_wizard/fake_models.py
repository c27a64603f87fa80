"""A child that speaks as ``denoiser-app models ... --json`` does, without a network.

    python fake_models.py FOLDER MODE models prove|install|export|import|remove ... --json

What it was asked for is a line of FOLDER/asked.txt. MODE: 'better' and 'worse' say how a proof ends, which is then in
the session; 'refused' ends everything with an error; 'slow' waits in the middle of a proof.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

folder, mode, arguments = Path(sys.argv[1]), sys.argv[2], sys.argv[3:]


def say(kind: str, **values: object) -> None:
    sys.stdout.write(json.dumps({"type": kind, **values}) + "\n")
    sys.stdout.flush()


with (folder / "asked.txt").open("a") as file:
    file.write(" ".join(Path(word).name if "/" in word else word for word in arguments) + "\n")
if mode == "refused":
    error = {"path": arguments[2], "reason": "its checksum differs from the manifest's"}
    say("error", code="ModelFileRefused", message="?", parameters=error)
    sys.exit(1)
if arguments[1] != "prove":
    say("result", name=arguments[2])
    sys.exit(0)
for done in range(4):
    say("progress", label="night", stage="prove", done=done, total=4, note="", fraction=done / 4, seconds_left=None)
    if mode == "slow" and done == 2:
        time.sleep(60)
kept = (folder / f"{mode}.json").read_text()
name, session = arguments[2], Path(arguments[3])
place = session / "proof" / name
place.mkdir(parents=True, exist_ok=True)
(place / "proof.json").write_text(kept)
say("result", **json.loads(kept))
sys.exit(0 if json.loads(kept)["better"] else 1)
