"""A child that speaks as ``denoiser-app train --json`` does, without training anything: fast, and as bad as wanted.

    python fake_training.py MODE train SESSION --name NAME ... --json

MODE: 'good' trains 40 steps and obeys stdin. 'garbage': the same between lines that are no events, in pieces. 'crash':
dies after half of them. 'error': tells one. 'deaf': listens to nothing. 'slow-estimate': takes long to estimate.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
from pathlib import Path

STEPS, STEP_SECONDS = 40, 0.02

mode, arguments = sys.argv[1], sys.argv[2:]
folder, name = Path(arguments[1]), arguments[arguments.index("--name") + 1]
home = folder / "training" / name
orders = {"pause": False, "stop": False}


def say(kind: str, **values: object) -> None:
    line = json.dumps({"type": kind, **values})
    if mode == "garbage":
        sys.stdout.write("Warning: something\n[1, 2\n\x00\n")
        sys.stdout.write(line[: len(line) // 2])
        sys.stdout.flush()
        time.sleep(0.001)
        line = line[len(line) // 2 :]
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def listen() -> None:
    for line in sys.stdin:
        word = line.strip()
        if word == "pause":
            orders["pause"] = True
        elif word == "resume":
            orders["pause"] = False
        elif word == "stop":
            orders["stop"] = True
            orders["pause"] = False


def leave(*_: object) -> None:
    save(step)
    os._exit(143)


def save(at: int) -> None:
    home.mkdir(parents=True, exist_ok=True)
    (home / "fake.json").write_text(json.dumps({"step": at}))


step = 0
if "--estimate" in arguments:
    if mode == "slow-estimate":
        time.sleep(60)
    minutes = float(arguments[arguments.index("--minutes") + 1])
    say("estimate", name=name, steps=1400, seconds_left=minutes * 50.0, device="CPU (2 cores)")
    sys.exit(0)
if mode == "error":
    values = {"path": str(folder), "reason": "there is no pair to train on."}
    say("error", code="SessionUnfit", message="?", parameters=values)
    sys.exit(1)
if mode == "deaf":
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
else:
    signal.signal(signal.SIGTERM, leave)
    threading.Thread(target=listen, daemon=True).start()
if "--resume" in arguments and (home / "fake.json").is_file():
    step = json.loads((home / "fake.json").read_text())["step"]
for done in range(3):
    say("progress", stage="prepare", done=done, total=3, note="")
say("prepared", pairs=["a"], scenes=["b"], held_out=["c"], megapixels=1.0, noise="", notes=["One scene is dark."])
if step:
    say("resumed", step=step, total=STEPS)
while step < STEPS and not orders["stop"]:
    figures: dict[str, object] = {}
    if step % 5 == 0:
        held_out = 30 + step / 40
        best = {"best_step": step, "best_psnr": held_out}
        figures = {"psnr": 31 + step / 40, "held_out": held_out, "noisy_held_out": 25.0, "noisy": 25.5, **best}
    say("step", step=step, total=STEPS, seconds=step * 2.0, seconds_left=(STEPS - step) * 2.0, loss=0.1, **figures)
    if step == 10:
        save(step)
        say("preview", step=step, path=str(home / "preview.png"))
    if mode == "crash" and step == STEPS // 2:
        sys.stderr.write("Fatal error: the memory is gone\n")
        sys.stderr.flush()
        os._exit(134)
    if orders["pause"]:
        save(step)
        say("paused", step=step, total=STEPS, error=None)
        while orders["pause"]:
            time.sleep(0.005)
        if not orders["stop"]:
            say("resumed", step=step, total=STEPS)
    step += 1
    time.sleep(STEP_SECONDS)
say(
    "finished",
    name=name,
    step=step,
    total=STEPS,
    early=orders["stop"],
    best_step=step,
    psnr=32.0,
    start_psnr=31.0,
    noisy=25.5,
    held_out=30 + step / 40,
    start_held_out=30.0,
    noisy_held_out=25.0,
    seconds=step * 2.0,
    path=str(home / "model"),
)
