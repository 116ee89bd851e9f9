"""Pages of disputes: thin."""
