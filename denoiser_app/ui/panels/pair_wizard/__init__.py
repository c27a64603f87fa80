"""The window of one's own camera: shoot pairs, check them, measure, train, prove."""
