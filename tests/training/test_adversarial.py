"""The discriminator learns to tell made pictures from clean ones, and its answer can be learned from."""

import copy

import torch
from torch import Tensor

from denoiser_app.training.adversarial import Adversary, PatchDiscriminator


def sharp(count: int, g: torch.Generator) -> Tensor:
    """(count, 3, 32, 32): a texture that differs from pixel to pixel."""
    return torch.rand((count, 3, 32, 32), generator=g)


def blurred(pictures: Tensor) -> Tensor:
    return torch.nn.functional.avg_pool2d(pictures, 3, 1, 1, count_include_pad=False)


def trained(steps: int) -> tuple[Adversary, list[float]]:
    torch.manual_seed(0)
    adversary, g = Adversary(channels=8), torch.Generator().manual_seed(0)
    return adversary, [float(adversary.learn(blurred(sharp(4, g)), sharp(4, g))) for _ in range(steps)]


def test_it_tells_blurred_pictures_from_sharp_ones() -> None:
    adversary, losses = trained(80)
    assert sum(losses[-10:]) < 0.5 * sum(losses[:10])
    g = torch.Generator().manual_seed(9)
    assert float(adversary(blurred(sharp(16, g)))) > float(adversary(sharp(16, g))) + 0.5


def test_a_network_learns_from_it_and_the_discriminator_does_not_meanwhile() -> None:
    adversary, _ = trained(3)
    before = {name: tensor.clone() for name, tensor in adversary.state_dict()["discriminator"].items()}
    picture = torch.rand(2, 3, 32, 32, requires_grad=True)
    adversary(picture).backward()
    assert picture.grad is not None
    assert float(picture.grad.abs().sum()) > 0
    after = adversary.state_dict()["discriminator"]
    assert all(torch.equal(before[name], after[name]) for name in before if "original" in name or "bias" in name)


def test_an_answer_sees_34_pixels() -> None:
    picture = torch.zeros(1, 3, 64, 64, requires_grad=True)
    answers = PatchDiscriminator(4)(picture + 0.5)
    answers[0, 0, 7, 7].backward()
    assert picture.grad is not None
    rows = picture.grad[0].abs().sum((0, 2)).nonzero()
    assert int(rows.max() - rows.min()) + 1 == 34


def test_it_goes_on_where_it_was() -> None:
    one, _ = trained(5)
    torch.manual_seed(7)
    other = Adversary(channels=8)
    other.load_state_dict(copy.deepcopy(one.state_dict()))
    g, h = torch.Generator().manual_seed(3), torch.Generator().manual_seed(3)
    for _ in range(3):
        loss = one.learn(blurred(sharp(2, g)), sharp(2, g))
        assert torch.equal(loss, other.learn(blurred(sharp(2, h)), sharp(2, h)))
