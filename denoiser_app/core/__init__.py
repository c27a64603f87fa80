"""What a photo, a recipe and a noise level are: numpy and OpenCV only, no files, no torch, no Qt."""
