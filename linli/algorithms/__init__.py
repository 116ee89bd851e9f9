"""Array algorithms: numpy in, numpy out. No Django, and nothing here is imported by a web worker."""
