"""A larger network begins with exactly the function of a smaller one; a smaller one with what counts in a larger."""

from collections.abc import Sequence

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from denoiser_app.networks.architectures import ARCHITECTURES, build
from denoiser_app.training.grow import fitted

SCALES = 3


def network(widths: Sequence[int], blocks: Sequence[int], *, random: bool = False) -> nn.Module:
    """As a training begins, or with random numbers everywhere, as after one."""
    parameters = {"widths": widths, "encoder": blocks[:2], "middle": blocks[2], "decoder": blocks[3:]}
    made = build("residual-unet", parameters, "rgb").requires_grad_(False)
    for tensor in made.parameters() if random else ():
        tensor.normal_(0.0, 0.5 / max(tensor[0].numel(), 4) ** 0.5)
    return made


def outputs(one: nn.Module, other: nn.Module) -> tuple[torch.Tensor, torch.Tensor]:
    picture, curve = torch.rand(2, 3, 16, 24), 0.1 * torch.rand(2, 2, 12)
    return one(picture, curve), other(picture, curve)


def carried(old: nn.Module, new: nn.Module) -> nn.Module:
    new.load_state_dict(fitted(old.state_dict(), new.state_dict()))
    return new


widths = st.lists(st.integers(1, 9), min_size=SCALES, max_size=SCALES)
blocks = st.lists(st.integers(0, 2), min_size=5, max_size=5)


@settings(max_examples=20, deadline=None)
@given(widths, widths, blocks, blocks, st.integers(0, 1000))
def test_growing_keeps_the_function(
    small: list[int], more: list[int], few: list[int], extra: list[int], seed: int
) -> None:
    torch.manual_seed(seed)
    old = network(small, few, random=True)
    new = network([a + b for a, b in zip(small, more, strict=True)], [a + b for a, b in zip(few, extra, strict=True)])
    before, after = outputs(old, carried(old, new))
    torch.testing.assert_close(after, before, rtol=1e-5, atol=1e-5)


def test_what_has_grown_learns_with_its_new_channels() -> None:
    torch.manual_seed(0)
    old = network([4, 6, 8], [1, 1, 1, 1, 1], random=True)
    new = carried(old, network([8, 9, 12], [1, 2, 1, 1, 2])).requires_grad_(True)
    before = {name: tensor.detach().clone() for name, tensor in new.named_parameters()}
    optimizer = torch.optim.Adam(new.parameters(), 1e-3)
    for _ in range(3):
        optimizer.zero_grad()
        new(torch.rand(2, 3, 16, 16), torch.full((2, 2, 12), 0.1)).square().mean().backward()
        optimizer.step()
    moved = dict(new.named_parameters())
    for name, tensor in before.items():  # not all, since some ReLUs are shut for these pictures
        if tensor.ndim > 1:
            assert float((moved[name] != tensor).float().mean()) > 0.3, name


@settings(max_examples=12, deadline=None)
@given(widths, widths, blocks, st.integers(0, 1000))
def test_shrinking_drops_what_does_nothing_first(small: list[int], more: list[int], few: list[int], seed: int) -> None:
    torch.manual_seed(seed)
    old = network(small, few, random=True)
    larger = network([a + b for a, b in zip(small, more, strict=True)], few)
    dead = {name: torch.zeros_like(tensor) for name, tensor in larger.state_dict().items()}
    larger.load_state_dict(fitted(old.state_dict(), dead))
    before, after = outputs(larger, carried(larger, network(small, few)))
    torch.testing.assert_close(after, before, rtol=1e-5, atol=1e-5)


def test_shrinking_may_drop_blocks_and_channels_at_once_while_others_grow() -> None:
    torch.manual_seed(0)
    old = network([8, 6, 8], [2, 1, 2, 1, 2], random=True)
    new = carried(old, network([4, 9, 8], [1, 2, 1, 0, 3]))
    assert all(bool(torch.isfinite(tensor).all()) for tensor in new.state_dict().values())


def test_a_part_of_a_network_is_a_better_beginning_than_chance() -> None:
    torch.manual_seed(0)
    old = network([12, 12, 12], [1, 1, 1, 1, 1], random=True)
    fresh = network([11, 12, 12], [1, 1, 1, 1, 1])
    picture, curve = torch.rand(2, 3, 16, 24), torch.full((2, 2, 12), 0.1)
    wanted, by_chance = old(picture, curve), fresh(picture, curve)
    kept = carried(old, fresh)(picture, curve)
    assert (kept - wanted).square().mean() < 0.7 * (by_chance - wanted).square().mean()


def test_other_networks_and_other_scales_are_refused() -> None:
    old = network([4, 4, 4], [0, 0, 0, 0, 0])
    fewer = build("residual-unet", {"widths": [4, 4], "encoder": [0], "middle": 0, "decoder": [0]}, "rgb")
    raw = build("residual-unet", {"widths": [4, 4], "encoder": [0], "middle": 0, "decoder": [0]}, "raw")
    for other in (fewer, raw):
        with pytest.raises(ValueError, match="differ"):
            fitted(old.state_dict(), other.state_dict())
    if "dncnn" in ARCHITECTURES:
        with pytest.raises(ValueError, match="residual U-Net"):
            fitted(build("dncnn", {}, "rgb").state_dict(), old.state_dict())
