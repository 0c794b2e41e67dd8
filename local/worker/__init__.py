"""What runs inside a function's process: Lambda's runtime, its context and the watching of outgoing calls."""
