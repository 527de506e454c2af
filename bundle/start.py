"""Where the folder that needs no Python starts."""

from yicun.cli.app import program

if __name__ == "__main__":
    program()
