"""Where the folder that needs no Python starts; worker processes import this file too."""

from yicun.cli.app import program

if __name__ == "__main__":
    program()
