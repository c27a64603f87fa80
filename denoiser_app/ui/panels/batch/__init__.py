"""The window of batches: which there are, the photos of one, and what became of each."""
