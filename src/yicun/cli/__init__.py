"""What can I type: parse, call one function, print, exit."""
