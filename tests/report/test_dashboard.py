"""The page, as a reader and as a browser meet it."""

import re
from datetime import date
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from verdicts import BOOK, make_judged
from yicun.coverage.pace import with_pace
from yicun.coverage.states import cover
from yicun.model.findings import Findings
from yicun.model.results import Basis, Result
from yicun.report.dashboard import page

AS_OF, DEADLINE = date(2020, 5, 7), date(2020, 5, 10)
VILLAGES = [
    {}, {"village": "省身村"}, {"village": "满山村"}, {"village": "<b>&\"村'"},
    {"village": "康美村", "township": "康美镇", "station": "康美派出所"}, {"village": "农场", "unit_type": "其他"},
]  # fmt: skip
PEOPLE = [
    {"inspected_on": date(2020, 5, 5)}, {"village": "省身村", "verdict": "undetermined", "name": "示例乙"},
    {"village": "满山村", "inspected_on": None},
]  # fmt: skip
SMALLEST = "all => Math.min(...all.map(e => parseFloat(getComputedStyle(e).fontSize) * e.getScreenCTM().a))"
SMALLEST_FONT = "all => Math.min(...all.map(e => parseFloat(getComputedStyle(e).fontSize)))"
FOCUSED = "[document.activeElement.tagName, parseFloat(getComputedStyle(document.activeElement).outlineWidth)]"


def content(people=PEOPLE, villages=VILLAGES, as_of=AS_OF, deadline=DEADLINE, earlier=(date(2020, 5, 4),)):
    roster, verdicts = make_judged(people, villages)
    coverage, _ = cover(roster, verdicts, as_of, deadline)
    if earlier is not None:
        totals = [(day, cover(roster, verdicts, day, deadline)[0].totals) for day in earlier]
        coverage = with_pace(coverage, totals)
    basis = Basis("yicun 0.1.0", as_of, "南安市", "户政管理大队", deadline, BOOK)
    return page(Result(basis, roster, Findings(), verdicts, coverage))


class Reader(HTMLParser):
    """Every tag with its attributes, every tile's text, and whether all that was opened was closed."""

    VOID = ("meta", "link", "input", "br", "line", "polyline", "circle")

    def __init__(self, text):
        super().__init__()
        self.tags, self.tiles, self.lists, self.open = [], [], [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)
        if tag == "ul":
            self.lists.append(dict(attrs).get("class", ""))
        if tag == "li" and self.lists[-1] == "tiles":
            self.tiles.append([dict(attrs)["class"]])

    def handle_endtag(self, tag):
        if tag not in self.VOID:
            assert self.open.pop() == tag

    def handle_data(self, data):
        if self.tiles and "li" in self.open[-2:] and self.lists[-1] == "tiles":
            self.tiles[-1].append(data)


def test_every_village_is_a_tile_with_its_state_in_words():
    text = content().decode()
    read = Reader(text)
    assert read.open == []
    assert read.tiles == [
        ["nominated", "园内村", "已推选待审核"],
        ["undetermined", "省身村", "人选待核"],
        ["in_progress", "满山村", "推选中"],
        ["vacant", "<b>&\"村'", "无人选"],
        ["ruling", "农场", "待认定"],
        ["vacant", "康美村", "无人选"],
    ]
    assert "已推选 1/5 村" in text
    assert "20.0%" in text
    assert "还有 <strong>3</strong> 天、<strong>2</strong> 个工作日" in text
    assert ("meta", {"name": "generator", "content": "yicun"}) in read.tags


def test_nothing_from_a_roster_is_markup():
    text = content().decode()
    assert "<b>&\"村'" not in text
    assert "&lt;b&gt;&amp;&#34;村&#39;" in text


def test_no_person_and_no_reason_stands_on_it():
    text = content().decode()
    for word in ("示例甲", "示例乙", "350583197", "138000", "核查结论", "考察结论", "处分", "补齐名单"):
        assert word not in text


def test_page_asks_for_nothing_from_outside():
    text = content().decode()
    assert "default-src 'none'" in text
    assert not re.search(r"(?:src|href|action)\s*=\s*[\"']?(?:https?:)?//|url\(|@import|https?://", text)


def test_same_result_same_bytes_and_small():
    villages = [{"village": f"示例第{number}村"} for number in range(500)]
    first = content([], villages)
    assert first == content([], villages)
    assert len(first) < 1_000_000


def test_after_the_deadline_and_without_one():
    assert "逾期 2 天" in content(as_of=date(2020, 5, 12)).decode()
    open_end = content(deadline=None).decode()
    assert "期限 <strong>" not in open_end
    assert 'class="deadline"' not in open_end


def test_without_receipts_there_is_no_line_and_nothing_at_all_is_a_page():
    unknown = content(earlier=None).decode()
    assert "没有收文登记，不推算进度" in unknown
    assert 'class="remaining"' not in unknown
    assert 'class="remaining"' in content().decode()
    assert "共 0 个村" in content([], []).decode()


@pytest.fixture
def opened(browser, tmp_path):
    """The page in a browser, and everything it complained about or asked for."""
    path = tmp_path / "进度.html"
    path.write_bytes(content())
    tab, told = browser.new_page(), []
    tab.on("console", lambda message: told.append(message.text))
    tab.on("pageerror", lambda error: told.append(str(error)))
    tab.on("request", lambda request: told.append(request.url))
    tab.goto(path.as_uri())
    assert told == [path.as_uri()]
    told.clear()
    yield tab, told
    tab.close()


def visible(tab):
    return tab.locator(".tiles li:visible b").all_text_contents()


@pytest.mark.machine
class TestInBrowser:
    def test_filter_by_state(self, opened):
        tab, told = opened
        assert len(visible(tab)) == 6
        tab.click("#only")
        assert visible(tab) == ["省身村", "满山村", "<b>&\"村'", "康美村"]
        assert tab.text_content("#shown") == "显示 4 个村"
        tab.uncheck("input[value=vacant]")
        assert visible(tab) == ["省身村", "满山村"]
        assert not tab.locator("section.station", has_text="康美派出所").is_visible()
        tab.click("#everything")
        assert len(visible(tab)) == 6
        assert told == []

    def test_filter_by_station(self, opened):
        tab, told = opened
        tab.select_option("#station", "康美派出所")
        assert visible(tab) == ["康美村"]
        assert tab.locator("tbody tr[data-station]:visible").count() == 1
        tab.select_option("#station", "")
        assert len(visible(tab)) == 6
        assert told == []

    def test_keyboard_alone_will_do(self, opened):
        tab, _ = opened
        tab.keyboard.press("Tab")
        assert tab.evaluate("document.activeElement.className") == "skip"
        tab.locator("tr[data-station='康美派出所'] button").focus()
        tab.keyboard.press("Enter")
        assert visible(tab) == ["康美村"]
        tab.locator("input[value=vacant]").focus()
        tab.keyboard.press("Space")
        assert visible(tab) == []

    def test_screen_reader_finds_names_and_numbers(self, opened):
        tab, _ = opened
        assert tab.get_by_role("img", name="尚缺村数逐日变化").count() == 1
        told = "已推选待审核 1，推选中 1，人选待核 1，无人选 1，待认定 1"
        assert told in tab.get_by_role("cell").all_text_contents()
        assert tab.get_by_role("combobox", name="派出所").count() == 1
        assert tab.get_by_role("group", name="状态").get_by_role("checkbox").count() == 9
        assert tab.get_by_role("status").count() == 1

    @pytest.mark.parametrize("width", [375, 768, 1366])
    def test_fits_and_can_be_read_at_every_width(self, browser, tmp_path, width):
        path = tmp_path / "进度.html"
        days = [{"inspected_on": date(2020, 4, 20 + day)} for day in range(9)]
        villages = [{"village": f"示例第{number}村", "station": "雪峰华侨经济开发区派出所"} for number in range(9)]
        path.write_bytes(content([{**day, "village": f"示例第{n}村"} for n, day in enumerate(days)], villages))
        tab = browser.new_page(viewport={"width": width, "height": 800})
        tab.goto(path.as_uri())
        assert tab.evaluate("document.documentElement.scrollWidth") == width
        beyond = """elements => elements.filter(e => e.getBoundingClientRect().right > innerWidth + 0.5).length"""
        assert tab.locator("main *").evaluate_all(beyond) == 0
        labels = tab.locator("main svg[role=img]:visible text")
        assert labels.count() > 4
        assert labels.evaluate_all(SMALLEST) >= 11
        assert tab.locator("tr[data-station] td").evaluate_all(SMALLEST_FONT) >= 13
        tab.close()

    def test_phone_rows_name_their_numbers_and_stay_a_table(self, opened):
        tab, _ = opened
        tab.set_viewport_size({"width": 375, "height": 800})
        cells = tab.locator("tr[data-station='康美派出所'] td[data-label]")
        shown = cells.evaluate_all("all => all.map(e => getComputedStyle(e, '::before').content)")
        assert [text.split('"')[1] for text in shown] == ["已推选/应推选", "推选率", "名次", "缺口", "待认定", "报送"]
        stations = tab.get_by_role("table", name="按缺口从大到小")
        assert stations.get_by_role("columnheader").count() == 8
        assert stations.get_by_role("row").count() == 3

    def test_structure_for_those_who_hear_it(self, opened):
        tab, _ = opened
        levels = tab.locator("h1, h2, h3, h4").evaluate_all("all => all.map(e => Number(e.tagName[1]))")
        assert levels.count(1) == 1
        assert levels[0] == 1
        assert all(after - before <= 1 for before, after in pairwise(levels))
        assert tab.locator("table:not(:has(caption))").count() == 0
        assert tab.locator("th:not([scope])").count() == 0
        assert tab.locator("select, input").evaluate_all("all => all.every(e => e.labels.length)")
        assert tab.locator("header, main, footer").count() == 3

    def test_focus_is_seen_wherever_tab_leads(self, opened):
        tab, _ = opened
        seen = set()
        for _ in range(20):
            tab.keyboard.press("Tab")
            tag, outline = tab.evaluate(FOCUSED)
            if tag == "BODY":
                break
            seen.add(tag)
            assert outline >= 2, tag
        assert seen == {"A", "SUMMARY", "BUTTON", "SELECT", "INPUT"}

    def test_prints_on_a4_with_its_tiles_and_without_its_filters(self, opened):
        from io import BytesIO

        from pypdf import PdfReader

        tab, _ = opened
        pages = PdfReader(BytesIO(tab.pdf(prefer_css_page_size=True))).pages
        assert [round(float(side) / 72 * 25.4) for side in pages[0].mediabox[2:]] == [210, 297]
        printed = "".join(page.extract_text() for page in pages)
        assert "康美村" in printed
        assert "只看缺口" not in printed

    def test_dark_mode_keeps_text_readable(self, opened):
        tab, _ = opened
        tab.emulate_media(color_scheme="dark")
        for state in ("nominated", "vacant", "in_progress", "undetermined", "ruling"):
            tile = tab.locator(f".tiles li.{state}").first
            ink, ground = tile.evaluate("e => [getComputedStyle(e).color, getComputedStyle(e).backgroundColor]")
            assert contrast(ink, ground) >= 4.5, state

    def test_five_thousand_villages_filter(self, browser, tmp_path):
        path = tmp_path / "大.html"
        path.write_bytes(content([], [{"village": f"第{number}村"} for number in range(5000)]))
        tab = browser.new_page()
        tab.goto(path.as_uri())
        tab.uncheck("input[value=vacant]")
        assert tab.text_content("#shown") == "显示 0 个村"
        tab.close()


def contrast(one, other):
    """WCAG 2 contrast of two `rgb(…)` colours."""

    def light(colour):
        parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
        red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    bright, dim = sorted((light(one), light(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)
