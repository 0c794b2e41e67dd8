"""Reprise: a serverless backend for AI music."""

VERSION = "0.1.0"
