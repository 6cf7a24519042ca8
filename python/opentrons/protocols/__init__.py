"""What stands behind protocols."""
