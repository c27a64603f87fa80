"""The camera's noise, measured from vetted pairs."""
