"""How a photo is looked at: viewport, painting, split view, loupe, navigator."""
