"""Symmetric 2 x 2 matrices in closed form, many at once: linear algebra libraries take longer to be called, and more so
where they share tiny systems out among threads."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Doubles = NDArray[np.float64]


def determinant(matrices: Doubles) -> Doubles:
    """(..., 2, 2) -> (...)."""
    return np.asarray(matrices[..., 0, 0] * matrices[..., 1, 1] - matrices[..., 0, 1] ** 2, np.float64)


def inverse(matrices: Doubles) -> Doubles:
    """(..., 2, 2), none of them singular."""
    result = np.empty_like(matrices)
    result[..., 0, 0], result[..., 1, 1] = matrices[..., 1, 1], matrices[..., 0, 0]
    result[..., 0, 1] = result[..., 1, 0] = -matrices[..., 0, 1]
    result /= determinant(matrices)[..., None, None]
    return result


def least_eigenvalue(matrices: Doubles) -> Doubles:
    """(..., 2, 2) -> (...)."""
    first, second = matrices[..., 0, 0], matrices[..., 1, 1]
    return np.asarray((first + second) / 2.0 - np.hypot((first - second) / 2.0, matrices[..., 0, 1]), np.float64)


def solved(matrices: Doubles, right: Doubles) -> Doubles:
    """(..., 2, 2), (..., 2) -> (..., 2): what times the matrix is ``right``."""
    return np.asarray((inverse(matrices) * right[..., None, :]).sum(-1), np.float64)
