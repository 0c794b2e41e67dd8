"""What is kept, and under which condition it may change. The only place that knows a key."""
