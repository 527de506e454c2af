"""What goes onto the disk, whole or not at all, and the record of what yicun wrote there."""
