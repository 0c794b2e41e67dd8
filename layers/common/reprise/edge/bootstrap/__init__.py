"""What each function is put together from: its settings, and its parts made of them once per process."""
