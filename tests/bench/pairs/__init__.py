"""What one's own pairs lead to, measured on simulated cameras: ``make bench-pairs``."""
