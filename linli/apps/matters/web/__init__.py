"""Pages of matters: reporting, following, the public list, the desk of staff, the list of today."""
