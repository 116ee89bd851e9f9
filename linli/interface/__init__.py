"""The shared look: base pages, components, styles. Knows no app."""
