"""A personal model is proved, or not, on a scene that its training never saw."""
