"""What can be asked of Reprise: one module a use case, values and collaborators in, values out."""
