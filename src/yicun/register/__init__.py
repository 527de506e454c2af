"""Villages: what each needs, which one a text means, who counts for it."""
