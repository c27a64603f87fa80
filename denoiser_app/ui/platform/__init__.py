"""What differs between desktops: progress on the task bar, showing a file in its folder, signals to end."""
