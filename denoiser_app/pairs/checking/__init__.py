"""Every pair gets a verdict, with reasons, numbers and pictures."""
