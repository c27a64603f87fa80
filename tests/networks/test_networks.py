import numpy as np
import torch

from denoiser_app.core import cfa
from denoiser_app.core.noise import KNOTS
from denoiser_app.networks.architectures import build, count_parameters, giga_macs_per_megapixel
from denoiser_app.networks.domains import RawDenoiser, sigma_map
from denoiser_app.networks.receptive_field import measure_radius
from denoiser_app.networks.unet import ResidualUNet
from tests.helpers.models import TINY, tiny_network


def test_the_measured_receptive_field_is_where_changes_reach() -> None:
    body = tiny_network("rgb").body
    radius = measure_radius(body, 5, 4)
    image = torch.rand(1, 5, 160, 160)
    before = body(image)
    farthest = 0
    for offset in range(4):
        changed = image.clone()
        changed[0, :, 80 + offset, 80 + offset] += 10
        moved = (body(changed) - before).abs().amax((0, 1)).nonzero() - (80 + offset)
        farthest = max(farthest, int(moved.abs().max()))
    assert 0 < farthest <= radius
    assert radius - farthest <= 4  # not larger than needed, either


def test_macs_agree_with_the_arithmetic_of_the_layers() -> None:
    one_layer = ResidualUNet(5, [8], [], 0, [])
    # 3x3 x 5 x 8 at the entrance, 3x3 x 8 x 3 at the exit, per pixel.
    network = build("residual-unet", {"widths": [8], "encoder": [], "middle": 0, "decoder": []}, "rgb")
    np.testing.assert_allclose(giga_macs_per_megapixel(network), (9 * 5 * 8 + 9 * 8 * 3) / 1000)
    assert count_parameters(one_layer) == 9 * 5 * 8 + 8 + 9 * 8 * 3 + 3


def test_a_sigma_map_is_linear_between_the_knots() -> None:
    curve = torch.rand(2, 2, KNOTS)
    brightness = torch.rand(2, 1, 5, 6)
    result = sigma_map(brightness, curve).numpy()
    knots = np.linspace(0, 1, KNOTS)
    for n in range(2):
        for c in range(2):
            expected = np.interp(brightness[n, 0].numpy(), knots, curve[n, c].numpy())
            np.testing.assert_allclose(result[n, c], expected, atol=1e-6)


def test_interpolation_keeps_samples_and_reproduces_a_constant() -> None:
    network = build("residual-unet", TINY, "raw")
    assert isinstance(network, RawDenoiser)
    for array in (cfa.bayer("GBRG"), cfa.xtrans(), cfa.linear()):
        masks = torch.from_numpy(array.masks(24, 30)).permute(2, 0, 1)[None]
        picture = network.interpolate(0.7 * masks, masks)
        np.testing.assert_allclose(picture.numpy(), 0.7, rtol=1e-5)
        noise = torch.rand(1, 3, 24, 30) * masks
        assert torch.equal(network.interpolate(noise, masks)[masks > 0], noise[masks > 0])
