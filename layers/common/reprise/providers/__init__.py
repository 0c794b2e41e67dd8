"""What providers speak: requests out, payloads in."""
