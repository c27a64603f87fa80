"""What a method costs, measured in a process of its own."""

from __future__ import annotations

import pytest

from denoiser_app.benchmark import child, cost
from denoiser_app.benchmark.child import answer
from denoiser_app.benchmark.methods import of_model, simple_methods
from denoiser_app.networks.descriptor import ModelDescriptor


def request(method: str, manifest: str | None = None) -> dict[str, object]:
    return {
        "measure": "cost",
        "method": method,
        "manifest": manifest,
        "device": "cpu",
        "tile": None,
        "threads": None,
        "size": (64, 96),
    }


@pytest.mark.parametrize("name", [m.name for m in simple_methods() if not m.missing and m.name != "BM3D"])
def test_every_filter_has_a_time(name: str) -> None:
    (message,) = answer(request(name))
    assert message["result"]["seconds_per_megapixel"] > 0
    assert message["result"]["device"] == "CPU"


def test_a_network_of_either_domain_has_a_time(rgb_model: ModelDescriptor, raw_model: ModelDescriptor) -> None:
    for model in (rgb_model, raw_model):
        (message,) = answer(request(model.name, str(model.folder / f"{model.name}.json")))
        assert message["result"]["seconds_per_megapixel"] > 0


def test_a_method_is_measured_in_a_process_of_its_own(rgb_model: ModelDescriptor) -> None:
    found = cost.measure(of_model(rgb_model, "cpu"), "cpu", None, 1, (64, 96))
    assert found.seconds_per_megapixel is not None
    assert found.seconds_per_megapixel > 0
    assert found.peak_mb is None or 0 <= found.peak_mb < 2000
    assert found.device.startswith("CPU")


def test_a_damaged_manifest_comes_back_as_its_error() -> None:
    (message,) = answer(request("lost", "/nowhere/lost.json"))
    assert str(child._error(message)).startswith("/nowhere/lost.json")
