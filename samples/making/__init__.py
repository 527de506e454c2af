"""How the samples are composed; the people, shapes and faults come from `synthetic/`."""
