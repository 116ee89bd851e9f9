"""Halls, topics, lanes and steps: neighbours raise, talk over, decide and review what concerns them."""
