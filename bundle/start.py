"""Where the executable starts: processes of its own first, then the command line."""

import multiprocessing

from yicun.cli.app import program

if __name__ == "__main__":
    multiprocessing.freeze_support()
    program()
