"""SQLite with a fair queue of writers: `ENGINE = "linli.platform.sqlite"`."""
