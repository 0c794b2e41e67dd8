"""Suno through its resellers sunoapi.org and kie.ai, which speak one dialect family."""
