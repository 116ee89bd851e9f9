"""Pages of halls and topics."""
