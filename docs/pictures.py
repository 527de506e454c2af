"""Draw the pictures of docs/图: real output on the samples. Needs Chromium, LibreOffice, poppler and a CJK font."""

import os
import pty
import shutil
import struct
import subprocess
import sys
import tempfile
import termios
from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import ioctl
from io import StringIO
from pathlib import Path

import openpyxl
from openpyxl.worksheet.properties import PageSetupProperties
from playwright.sync_api import Browser, sync_playwright
from rich.console import Console
from rich.terminal_theme import MONOKAI
from rich.text import Text

ROOT = Path(__file__).parent.parent
PICTURES = ROOT / "docs" / "图"
YICUN = Path(sys.executable).parent / "yicun"
PAGE = """<!doctype html><meta charset="utf-8"><style>
body {{ margin: 0; background: #1b1f27; color: #e6e6e6 }}
pre {{ margin: 0; padding: 16px 20px; white-space: pre-wrap; word-break: break-all;
       font: 15px/1.45 "Noto Sans Mono CJK SC", "Sarasa Mono SC", monospace }}
{stylesheet}</style><pre>{code}</pre>"""
CHARACTER = 7.5  # pixels of half a Chinese character at 15 px


def main() -> None:
    """Draw all of them from a fresh copy of the samples."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        area = Path(scratch) / "南安2020"
        for folder in ("rules", "samples/nanan"):
            shutil.copytree(ROOT / folder, area / folder)
        shutil.copy(ROOT / "yicun.toml", area)
        draw_screen(area, 118, 14, "检查.png", "validate", "samples/nanan/报送/省新所.xlsx")
        draw_screen(area, 136, 20, "进度.png", "coverage")
        run("coverage", "--html", "进度.html", folder=area)
        with browser() as chromium:
            page = chromium.new_page(viewport={"width": 1000, "height": 860})
            page.goto((area / "进度.html").as_uri())
            page.screenshot(path=PICTURES / "网页.png")
        run("export-list", "-o", "名单.xlsx", folder=area)
        print_page(area / "名单.xlsx", PICTURES / "名单.png", 560)
        run("validate", "samples/nanan/报送/省新所.xlsx", "--annotate", "退回", folder=area)
        marked = area / "退回" / "省新所（批注）.xlsx"
        print_page(marked, PICTURES / "批注.png", 300, area="C1:R22")
        print_page(marked, PICTURES / "问题清单.png", 180, sheet=1)


def run(*arguments: str, folder: Path) -> None:
    """A command whose files are wanted, not its words."""
    subprocess.run([YICUN, *arguments], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)  # noqa: S603


def draw_screen(folder: Path, columns: int, lines: int, name: str, *arguments: str) -> None:
    """What a person sees: the command in a terminal so many columns wide, its first lines."""
    said = Text.from_ansi(_typed(folder, columns, *arguments))
    shown = Text("\n").join([Text(f"$ yicun {' '.join(arguments)}", "bold green"), *said.split("\n")[:lines]])
    console = Console(record=True, width=columns, file=StringIO(), force_terminal=True, color_system="truecolor")
    console.print(shown, soft_wrap=True)
    with browser() as chromium:
        page = chromium.new_page(viewport={"width": round(columns * CHARACTER) + 41, "height": 10})
        page.set_content(console.export_html(theme=MONOKAI, code_format=PAGE))
        page.screenshot(path=PICTURES / name, full_page=True)


def _typed(folder: Path, columns: int, *arguments: str) -> str:
    ours, theirs = pty.openpty()
    ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    with subprocess.Popen([YICUN, *arguments], cwd=folder, stdout=theirs, stderr=subprocess.DEVNULL) as command:  # noqa: S603
        os.close(theirs)
        said = b""
        while piece := _read(ours):
            said += piece
        command.wait()
    os.close(ours)
    return said.decode("utf-8").replace("\r\n", "\n").replace("──", "─")  # the font draws this line twice as wide


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # the other end has closed
        return b""


@contextmanager
def browser() -> Iterator[Browser]:
    """Chromium as the machine has it."""
    with sync_playwright() as programs:
        opened = programs.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        yield opened
        opened.close()


def print_page(workbook: Path, picture: Path, height: int, sheet: int = 0, area: str | None = None) -> None:
    """The top of a sheet, so many pixels high, as LibreOffice prints it on landscape paper."""
    with tempfile.TemporaryDirectory() as scratch:
        book = openpyxl.load_workbook(workbook)
        for other in [one for at, one in enumerate(book.worksheets) if at != sheet]:
            book.remove(other)
        page = book.worksheets[0]
        page.page_setup.orientation, page.page_setup.fitToWidth, page.page_setup.fitToHeight = "landscape", 1, 0
        page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        page.print_area = area or page.dimensions
        book.save(Path(scratch) / "page.xlsx")
        profile = f"-env:UserInstallation=file://{scratch}/profile"
        _make("soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", scratch, f"{scratch}/page.xlsx")
        crop = ["-r", "110", "-x", "60", "-y", "80", "-W", "1160", "-H", str(height)]
        _make("pdftocairo", "-png", "-singlefile", *crop, f"{scratch}/page.pdf", str(picture.with_suffix("")))


def _make(*command: str) -> None:
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)  # noqa: S603


if __name__ == "__main__":
    main()
