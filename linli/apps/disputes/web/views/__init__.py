"""Views of disputes."""
