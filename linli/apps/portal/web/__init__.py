"""The public pages: first page of the city, a page for each community, one search."""
