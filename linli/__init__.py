"""Linli (邻里): the neighbourhood governance of a city."""
