"""Work that takes time, on threads of its own: the window starts it, hears of it, and can stop it."""
