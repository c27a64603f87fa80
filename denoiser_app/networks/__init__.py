"""Network architectures, their descriptors and the safe loading of weights."""

import os

# Large pages for torch's CPU tensors: without them, page faults on every freshly allocated layer took a third of the
# time of a 1024-pixel tile. Read by torch when it first allocates, so it has to be set before anything imports it.
os.environ.setdefault("THP_MEM_ALLOC_ENABLE", "1")
