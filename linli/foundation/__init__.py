"""Plain Python that every floor may use: clock, refusals, keys, area codes, working time. No Django."""
