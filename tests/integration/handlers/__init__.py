"""Whole handlers on whole events, on embedded AWS services; the environment is theirs while this package runs."""
