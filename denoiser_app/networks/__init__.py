"""Network architectures, their descriptors and the safe loading of weights."""
