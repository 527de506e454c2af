"""What the text says: rulebooks, cases, waivers, and the judgement by them."""
