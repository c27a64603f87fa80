"""Between the widgets and the work: one controller for each thing a photographer does."""
