"""What every handler shares: settings, clients, errors to answers, logging."""
