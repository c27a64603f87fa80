"""Quality and speed, measured on the machine at hand."""
