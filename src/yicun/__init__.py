"""yicun (一村): from the rosters of the police stations to the list that can be stamped."""

__version__ = "0.1.0"
