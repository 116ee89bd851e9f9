"""Pages of the territory: finding a place, its page, its card at the door, and the registers."""
