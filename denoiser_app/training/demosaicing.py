"""How cameras turn a mosaic into colours, in several ways, since each of them colours the noise differently.

    linear              bilinear for Bayer (OpenCV)
    edge-aware          along the smaller gradient (OpenCV's EA)
    gradient-corrected  Malvar, He, Cutler, ICASSP 2004: bilinear plus the Laplacian of the colour that is there
    X-Trans             weighted means of the neighbours (``core.cfa.interpolate``)

OpenCV's variable number of gradients exists for 8 bits only, which is too few for a linear signal.
"""

from __future__ import annotations

from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from denoiser_app.core.cfa import Cfa, bayer, interpolate, xtrans
from denoiser_app.core.photo import from_code, to_code

Float = NDArray[np.float32]
Method = Literal["linear", "edge-aware", "gradient-corrected", "X-Trans"]

_HEADROOM = np.float32(3.0)
"""White balance gains reach this, and OpenCV's 16 bits must hold it."""

_GREEN = np.array([[0, 0, -1, 0, 0], [0, 0, 2, 0, 0], [-1, 2, 4, 2, -1], [0, 0, 2, 0, 0], [0, 0, -1, 0, 0]]) / 8.0
_BESIDE = np.array([[0, 0, 1, 0, 0], [0, -2, 0, -2, 0], [-2, 8, 10, 8, -2], [0, -2, 0, -2, 0], [0, 0, 1, 0, 0]]) / 16.0
_ACROSS = np.array([[0, 0, -3, 0, 0], [0, 4, 0, 4, 0], [-3, 0, 12, 0, -3], [0, 4, 0, 4, 0], [0, 0, -3, 0, 0]]) / 16.0
"""The paper's figure 2: green at red and blue; a colour at the green between two of it; red at blue and vice versa."""


def array_of(method: Method) -> Cfa:
    """The filter array that a method is for: RGGB or X-Trans."""
    return xtrans() if method == "X-Trans" else bayer("RGGB")


def demosaic(mosaic: Float, method: Method) -> Float:
    """(H, W, 3) float32 from an (H, W) mosaic of ``array_of(method)``, black = 0, values up to 3; OpenCV's methods clip
    below black, the others keep what is there."""
    if method == "X-Trans":
        return interpolate(mosaic, xtrans())
    if method == "gradient-corrected":
        return _gradient_corrected(mosaic)
    # OpenCV names a Bayer array by its second row and column: its BG is everyone else's RGGB.
    code = cv2.COLOR_BayerBG2RGB if method == "linear" else cv2.COLOR_BayerBG2RGB_EA
    return from_code(np.asarray(cv2.cvtColor(to_code(mosaic / _HEADROOM), code), np.uint16)) * _HEADROOM


def _gradient_corrected(mosaic: Float) -> Float:
    green, row, column, across = (
        cv2.filter2D(mosaic, -1, kernel.astype(np.float32), borderType=cv2.BORDER_REFLECT_101)
        for kernel in (_GREEN, _BESIDE, _BESIDE.T, _ACROSS)
    )
    red, blue = mosaic.copy(), mosaic.copy()
    red[::2, 1::2], red[1::2, ::2], red[1::2, 1::2] = row[::2, 1::2], column[1::2, ::2], across[1::2, 1::2]
    blue[::2, 1::2], blue[1::2, ::2], blue[::2, ::2] = column[::2, 1::2], row[1::2, ::2], across[::2, ::2]
    middle = mosaic.copy()
    middle[::2, ::2], middle[1::2, 1::2] = green[::2, ::2], green[1::2, 1::2]
    return np.stack([red, middle, blue], axis=2)
