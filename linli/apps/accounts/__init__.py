"""Sign-in, roles over areas, consent, access log, the rights of the person."""
