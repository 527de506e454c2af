"""`python -m yicun`."""

from yicun.cli.app import program

program()
