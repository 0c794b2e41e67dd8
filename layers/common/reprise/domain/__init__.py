"""What a generation is and what can happen to it. Pure: no clock, no network, no AWS."""
