"""What the other apps and the pages read of people."""
