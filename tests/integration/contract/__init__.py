"""The fakes are no dreams: the same assertions hold for them and for the embedded services."""
