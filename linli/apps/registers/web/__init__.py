"""Pages of the registers that come in and go out as tables."""
