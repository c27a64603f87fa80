"""A camera that does not exist and sessions with known flaws, to measure all else against."""
