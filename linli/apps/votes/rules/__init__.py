"""The law of votes on plain data: thresholds, roll, silence, ballots, the chain. No Django."""
