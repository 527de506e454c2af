"""`python -m yicun`."""

from yicun.cli.app import main

main()
