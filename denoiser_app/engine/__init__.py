"""A photo and a recipe become a finished photo."""
