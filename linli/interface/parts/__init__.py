"""The builders behind the tags: small functions that return safe HTML. `templatetags/ui.py` names them."""
