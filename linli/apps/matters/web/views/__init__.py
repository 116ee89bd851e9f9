"""Views: parse, one action or query, respond."""
