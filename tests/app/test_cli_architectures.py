"""``denoiser-app models architectures``: what can be trained, and what it costs."""

from __future__ import annotations

import json

import pytest

from denoiser_app.cli.main import main
from denoiser_app.networks.architectures import ARCHITECTURES


def test_every_architecture_is_listed_with_its_costs(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models", "architectures", "--json"]) == 0
    lines = [json.loads(text) for text in capsys.readouterr().out.splitlines()]
    assert [line["name"] for line in lines] == list(ARCHITECTURES)
    assert all(line["type"] == "result" and line["summary"] and line["parameters"] for line in lines)
    dncnn = next(line for line in lines if line["name"] == "dncnn")
    assert (dncnn["parameters"], dncnn["giga_macs"]) == ({"depth": 17, "channels": 64}, 556.4)
    assert (dncnn["parameter_count"], dncnn["receptive_field"]) == (558403, 35)
    assert "IEEE TIP 2017" in dncnn["paper"]

    assert main(["models", "architectures"]) == 0
    out = capsys.readouterr().out
    assert [text.split()[0] for text in out.splitlines() if not text.startswith(" ")] == list(ARCHITECTURES)
    assert "558,403 parameters, 556.4 GMAC/MP, sees 35x35 pixels" in out
    assert "depth = 17, channels = 64" in out
