"""Ratios of the planning algorithms against their peers, in one run."""
