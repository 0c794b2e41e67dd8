"""Each function's settings, and its collaborators made of them: once per process, when first needed."""
