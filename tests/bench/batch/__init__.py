"""What a night does to a batch: kills, full disks, hostile files. Small in the tests, large by ``make bench-batch``."""
