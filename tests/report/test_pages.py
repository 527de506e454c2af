"""The four pages as they are read: on a phone, on a small and a large screen, on paper, by keyboard and by ear."""

import json
import shutil
from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from tests.terminal import typed

from yicun.model.codes import Severity
from yicun.model.results import State

ROOT = Path(__file__).parents[2]
PAGES = ("coverage", "validate", "service", "rollup")
PAPER = 703  # px between the margins of an A4 page
LABELS = {one.value: one.label for kind in (State, Severity) for one in kind}

BEYOND = "all => all.filter(e => e.getBoundingClientRect().right > innerWidth + 0.5).map(e => e.outerHTML.slice(0, 90))"
FONTS = """all => all.map(e => parseFloat(getComputedStyle(e).fontSize) * (e.getScreenCTM ? e.getScreenCTM().a : 1))"""
LONELY = """(all, labels) => all.flatMap(e => [...e.classList].filter(key => labels[key])
    .filter(key => !e.closest("tr, li, label").textContent.includes(labels[key])).map(key => [key, e.outerHTML]))"""
BARE = """all => all.filter(table => {
    const heads = [...table.querySelectorAll("thead th[scope=col]")];
    const rows = [...table.querySelectorAll("tbody tr")];
    const wide = row => [...row.cells].reduce((sum, cell) => sum + cell.colSpan, 0);
    return !table.caption?.textContent.trim() || !heads.length || heads.some(one => !one.textContent.trim())
        || rows.some(row => wide(row) !== heads.length || !row.querySelector("th[scope=row]"));
}).map(table => table.outerHTML.slice(0, 200))"""
FOCUSED = "[document.activeElement.outerHTML, parseFloat(getComputedStyle(document.activeElement).outlineWidth)]"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of the sample area, and those of a province of two cities of which one has a county that is silent."""
    folder = tmp_path_factory.mktemp("pages")
    shutil.copytree(ROOT / "samples" / "service", folder / "office")
    given = ("-w", ROOT, "-q", "--force")
    code, county, _ = typed("coverage", *given, "--html", folder / "coverage.html", "--format", "json")
    assert code == 0
    typed("validate", *given, "--html", folder / "validate.html")
    typed("service", "-w", folder / "office", "-q", "--html", folder / "service.html")
    for name in ("清源县", "丰州县", "永和县"):
        (folder / f"{name}.json").write_text(json.dumps({**json.loads(county), "area": name}), "utf-8")
    (folder / "应报.txt").write_text("清源县\n宁川县\n", "utf-8")
    _rolled(folder, "东市", "清源县", "--expect", folder / "应报.txt")
    _rolled(folder, "西市", "丰州县", "永和县")
    cities = (folder / "东市.json", folder / "西市.json")
    typed("rollup", *cities, "--area", "某省", "--html", folder / "rollup.html")
    return folder


def _rolled(folder: Path, area: str, *counties: Any) -> None:
    files = [folder / f"{one}.json" if str(one).endswith("县") else one for one in counties]
    (folder / f"{area}.json").write_text(typed("rollup", *files, "--area", area, "--format", "json").out, "utf-8")


@pytest.fixture(params=PAGES)
def tab(request: pytest.FixtureRequest, browser: Any, folder: Path) -> Iterator[Any]:
    """Each page in a tab, with everything that can be opened open."""
    tab = browser.new_page()
    tab.goto((folder / f"{request.param}.html").as_uri())
    tab.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    yield tab
    tab.close()


def _fits(tab: Any, width: int) -> None:
    assert tab.evaluate("document.documentElement.scrollWidth") == width
    assert tab.locator("body *:not(.skip):visible").evaluate_all(BEYOND) == []
    told = tab.locator("td:visible, th:visible, dd:visible, caption:visible, svg[role=img] text:visible, small:visible")
    assert min(told.evaluate_all(FONTS)) >= 11


@pytest.mark.machine
class TestEveryPage:
    @pytest.mark.parametrize("width", [375, 768, 1366])
    def test_fits_its_screen_and_is_large_enough_to_read(self, tab: Any, width: int) -> None:
        tab.set_viewport_size({"width": width, "height": 800})
        _fits(tab, width)

    def test_fits_its_paper_and_is_large_enough_to_read(self, tab: Any) -> None:
        from pypdf import PdfReader

        pages = PdfReader(BytesIO(tab.pdf(prefer_css_page_size=True))).pages
        assert [round(float(side) / 72 * 25.4) for side in pages[0].mediabox[2:]] == [210, 297]
        tab.emulate_media(media="print")
        tab.set_viewport_size({"width": PAPER, "height": 1017})
        _fits(tab, PAPER)

    def test_closed_parts_are_printed_too(self, tab: Any) -> None:
        from pypdf import PdfReader

        tab.evaluate("document.querySelectorAll('details').forEach(one => { one.open = false; })")
        printed = "".join(page.extract_text() for page in PdfReader(BytesIO(tab.pdf(prefer_css_page_size=True))).pages)
        heads = tab.locator("details:not(.screen) tbody th").all_text_contents()
        assert [name for name in heads if name not in printed] == []

    def test_tables_have_a_title_and_every_cell_a_heading(self, tab: Any) -> None:
        assert tab.locator("table").count() >= 2
        assert tab.locator("table").evaluate_all(BARE) == []
        assert tab.get_by_role("table").count() == tab.locator("table").count()

    def test_headings_lead_down_one_step_at_a_time(self, tab: Any) -> None:
        levels = tab.locator("h1, h2, h3, h4").evaluate_all("all => all.map(e => Number(e.tagName[1]))")
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after - before <= 1 for before, after in pairwise(levels))
        assert tab.locator("header, main, footer").count() == 3

    def test_every_colour_has_its_word(self, tab: Any) -> None:
        assert tab.locator("body [class]").evaluate_all(LONELY, LABELS) == []

    def test_the_keyboard_reaches_everything(self, tab: Any) -> None:
        tab.evaluate("document.querySelectorAll('details').forEach(one => { one.open = false; })")
        for number in range(tab.locator("summary").count()):
            tab.locator("summary").nth(number).focus()
            tab.keyboard.press("Enter")
        assert tab.locator("details:not([open])").count() == 0
        tab.evaluate("document.activeElement.blur(), getSelection().removeAllRanges(), scrollTo(0, 0)")
        seen = set()
        for _ in range(tab.locator("a, summary, button, select, input").count()):
            tab.keyboard.press("Tab")
            shown, outline = tab.evaluate(FOCUSED)
            assert outline >= 2, shown
            seen.add(shown)
        targets = tab.locator("a").evaluate_all("all => all.map(e => e.getAttribute('href'))")
        assert all(tab.locator(target).count() == 1 for target in targets)
        assert targets[0] in ("#villages", "#files", "#areas")


@pytest.mark.machine
def test_a_city_leads_to_its_counties(browser: Any, folder: Path) -> None:
    tab = browser.new_page()
    tab.goto((folder / "rollup.html").as_uri())
    cities = tab.get_by_role("table").first
    assert cities.get_by_role("rowheader").all_text_contents() == ["西市", "东市"]
    tab.get_by_role("link", name="东市").press("Enter")
    assert tab.evaluate("document.querySelector(location.hash + ' summary').textContent").startswith("东市")
    tab.locator("details", has_text="东市").locator("summary").press("Enter")
    rows = tab.locator("details[open] tbody tr").all_inner_texts()
    assert [row.split()[0] for row in rows] == ["清源县", "宁川县"]
    assert "未报" in rows[1]
    tab.close()


@pytest.mark.machine
def test_the_phone_names_every_number(browser: Any, folder: Path) -> None:
    for name in ("service", "rollup"):
        tab = browser.new_page(viewport={"width": 375, "height": 800})
        tab.goto((folder / f"{name}.html").as_uri())
        cells = tab.locator("tbody td:not(.bar):not(.words)")
        shown = cells.evaluate_all("all => all.map(e => getComputedStyle(e, '::before').content.split('\"')[1])")
        assert cells.count() > 10
        assert all(shown), name
        tab.close()
