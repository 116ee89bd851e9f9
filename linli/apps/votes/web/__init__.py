"""Pages of owners' votes."""
