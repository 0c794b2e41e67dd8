"""In-memory AWS clients, provider and fetch on a virtual clock; store, use cases and handlers run as they are."""
