"""Reports from the public, sealed."""
