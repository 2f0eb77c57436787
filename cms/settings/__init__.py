"""Settings: `base` is safe for production; each other module says why it deviates."""
