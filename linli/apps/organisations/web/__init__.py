"""Pages: who answers, for everybody; keeping organisations, for those who work there."""
