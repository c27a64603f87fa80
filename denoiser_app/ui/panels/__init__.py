"""What is around the photo: the settings, the export, the preferences, the help."""
