"""Who is missing, by when."""
