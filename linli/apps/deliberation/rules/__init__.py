"""The way of deliberating on plain data: stages, procedures, lanes, evidence, law. No Django."""
