"""A stand-in for sunoapi.org and kie.ai: same paths, same answers, real audio, faults on demand."""
