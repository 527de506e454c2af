"""What the office knows: receipts, decisions, rulings and spellings, and what they make of what the stations sent."""
