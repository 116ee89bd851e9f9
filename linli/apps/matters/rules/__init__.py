"""The decisions of matters on frozen facts: no Django, no clock, no chance."""
