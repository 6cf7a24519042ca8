"""Names of module hardware."""
