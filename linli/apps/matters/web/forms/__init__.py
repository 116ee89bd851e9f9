"""Forms of matters: plain Django forms over the app's own rules."""
