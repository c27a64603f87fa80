"""The networks that everybody compares with, small and from their papers.

Each is a body as networks/domains.py wants it: ``Body(inputs, **parameters)``, forward (N, inputs, H, W) to
(N, 3, H, W), the correction that is added to the picture, which the first three input planes are; the sides must be
multiples of ``multiple``. Blind networks look at those three planes only, the others at the noise level too. A network
that predicts the clean picture returns its difference from the picture; in half precision that is as exact as the
picture then is, about a step of 255.
"""
