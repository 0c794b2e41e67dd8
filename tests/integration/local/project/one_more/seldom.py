"""A layer that one function has beside the one of all."""
