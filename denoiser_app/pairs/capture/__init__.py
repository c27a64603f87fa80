"""Where frames come from: a tethered camera, a watched folder, or files picked by hand."""
