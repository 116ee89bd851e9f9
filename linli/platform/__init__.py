"""Django machinery shared by all apps: access, journal, jobs, files. Knows no app."""
