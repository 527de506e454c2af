"""What a thing is: fields, codes, findings, rosters, results. Standard library only."""
