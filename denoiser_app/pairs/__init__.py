"""A photographer's own pairs of the same scene at low and high ISO: planned, captured, vetted, calibrated. No torch."""
