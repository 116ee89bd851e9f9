"""The public face: first page and a page for each community."""
