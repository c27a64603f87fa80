"""What to shoot, said before the first frame."""
