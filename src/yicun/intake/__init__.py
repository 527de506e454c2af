"""How rosters get in: from files of any kind to typed tables and findings."""
