"""Drawing of grids: contiguous, compact, in range, with a checked reason for every exception."""
