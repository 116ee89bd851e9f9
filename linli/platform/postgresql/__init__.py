"""PostgreSQL with statements that it plans once: `ENGINE = "linli.platform.postgresql"`."""
