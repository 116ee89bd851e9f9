"""Settings, addresses, the command line: where everything is put together."""
