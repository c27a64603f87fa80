"""Photos become frames of a session, sorted into scenes and pairs."""
