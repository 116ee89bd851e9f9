"""Territory: areas, compounds, buildings, homes, service centres, streets."""
