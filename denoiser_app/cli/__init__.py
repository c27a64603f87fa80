"""The command line: arguments in, human or JSON lines out."""
