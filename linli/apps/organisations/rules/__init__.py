"""Decisions of this app: kinds and seats, forming a branch, committee states, coverage. Plain Python."""
