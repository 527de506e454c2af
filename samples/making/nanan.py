"""`nanan/`: the sample area, station by station."""

from collections.abc import Iterator
from pathlib import Path

from making.readme import Claim, claims_of
from synthetic.books import Book, Sheet
from synthetic.crossed import Plot, blame
from synthetic.divisions import Village, real_villages, settle
from synthetic.files import write
from synthetic.layouts import register_sheet
from synthetic.people import STORIES, Population, sample_names
from synthetic.rows import Planted, Row, Where
from synthetic.shapes import SHAPES
from synthetic.stations import chance, hand_in, left_out, recruit, someone, spoil, structural_fault

HOME, PHONES, SEED = "350583", "1380000", 2020
REGISTER = "底册/行政村底册.xlsx"
SILENT, NIL, FARM = "九都镇", "向阳乡", "雪峰华侨经济开发区"
RULED_LATER = ("柳城街道", "霞西村")  # whether it needs somebody stands in the ledger, not in the register

# Each township with the shape its station sends and the faults in it.
STATIONS: dict[str, tuple[str, str]] = {
    "溪美街道": ("official", "YC201 YC293 YC416 YC303"),
    "柳城街道": ("stacked", "YC202 YC205 YC304 YC401"),
    "美林街道": ("three-rows", "YC203 YC208 YC305 YC291"),
    "省新镇": ("wordy", "YC202 YC216 YC218 YC402"),
    "仑苍镇": ("aliases", "YC204 YC206 YC301"),
    "东田镇": ("commented", "YC205 YC209 YC302 YC403"),
    "英都镇": ("ditto", "YC211 YC208 YC306 YC309"),
    "翔云镇": ("two-tables", "YC213 YC217"),
    "金淘镇": ("many-sheets", "YC201 YC214 YC307 YC411"),
    "诗山镇": ("extra", "YC219 YC303 YC223 YC308 YC423"),
    "蓬华镇": ("formatted", "YC212 YC221"),
    "码头镇": ("formulas", "YC222 YC222 YC220 YC412"),
    SILENT: ("", ""),
    "乐峰镇": ("numbers", "YC207 YC294"),
    "罗东镇": ("short", "YC201 YC213 YC409"),
    "梅山镇": ("repeated", "YC204 YC292 YC301 YC410"),
    "洪濑镇": ("gaps", "YC205 YC218 YC404 YC413"),
    "洪梅镇": ("1904", "YC203 YC214"),
    "康美镇": ("xls", "YC220 YC202 YC406"),
    "丰州镇": ("xlsm", "YC216 YC293 YC401"),
    "霞美镇": ("et", "YC206 YC302 YC415"),
    "官桥镇": ("csv", "YC205 YC215 YC305 YC295"),
    "水头镇": ("merged", "YC202 YC216 YC402 YC411"),
    "石井镇": ("ods", "YC203 YC304 YC307 YC217"),
    "眉山乡": ("xls-merged", "YC201 YC211 YC221"),
    NIL: ("plain", ""),
    FARM: ("offset", ""),
}
STRUCTURAL = {"罗东镇": "YC102", "英都镇": "YC103", "翔云镇": "YC106"}
_VACANT_EVERY = 6
_PEOPLE_PER_VILLAGE = 2.1


def area_villages(source: Path) -> list[Village]:
    """The register: real names and codes, everything else made up."""
    villages = real_villages(source / "divisions.csv", HOME)
    names = _auxiliary_names()
    for number, township in enumerate(STATIONS):
        here = [village for village in villages if village.township == township]
        settle(here, Population(60 + number, chance(SEED, 60 + number), 100, HOME, PHONES, names))
    _decide(villages)
    return villages


def _auxiliary_names() -> Iterator[str]:
    return (f"示例辅警{name.removeprefix('示例')}" for name in sample_names())


def _decide(villages: list[Village]) -> None:
    """The cases the office looks at: 兼职, blanks, rulings, the twin names, a former name."""
    named = {(village.township, village.name): village for village in villages}
    for village in villages:
        if village.township == NIL:
            village.auxiliary, village.auxiliary_kind = village.auxiliary or "有", "专职"
            village.auxiliary = "有" if village.auxiliary == "无" else village.auxiliary
    for place in (
        ("省新镇", "园内村"),
        ("康美镇", "园内村"),
        ("水头镇", "水头村"),
        ("水头镇", "朴一村"),
        ("水头镇", "朴三村"),
        ("康美镇", "兰田村"),
    ):
        named[place].auxiliary, named[place].auxiliary_kind = "无", "无"
    covered = [
        village for village in villages if village.auxiliary_kind == "专职" and village.township not in {NIL, SILENT}
    ]
    for village, ruling in zip(covered[3:80:11], (None, None, None, "需配", "不需配", "待定", None), strict=True):
        village.auxiliary_kind, village.ruling = "兼职", ruling
    for village in covered[5:90:20]:
        village.auxiliary = village.auxiliary_kind = None
    named["水头镇", "朴二村"].auxiliary, named["水头镇", "朴二村"].auxiliary_kind = "示例辅警二", "专职"
    named[FARM, "管委会虚拟社区"].auxiliary = named[FARM, "管委会虚拟社区"].auxiliary_kind = None


def write_nanan(source: Path, into: Path) -> tuple[list[Claim], dict[str, Plot]]:
    """Write register, submissions and waivers; the codes they show come back, and every township's people."""
    villages = area_villages(source)
    names, stories = sample_names(), _stories()
    planted: list[Planted] = []
    plots: dict[str, Plot] = {}
    for number, (township, (shape, codes)) in enumerate(STATIONS.items()):
        here = [village for village in villages if village.township == township]
        population = Population(number, chance(SEED, number), 100, HOME, PHONES, names)
        neighbour = None if township in {SILENT, NIL} else _neighbour(villages, township)
        plot = plots[township] = Plot(SHAPES[shape or "plain"], here[0].station, here, [], population, neighbour)
        if township == SILENT:
            planted.append(Planted("YC601", Where(REGISTER), mentions=here[0].station))
        elif township == NIL:
            _write_nil(here[0].station, into)
        else:
            _fill(plot, township, stories)
            _spoil(plot, township, codes.split())
            planted += hand_in(
                plot, into, f"报送/{here[0].station.removesuffix('派出所')}所{plot.layout.suffix}"
            ).planted
            planted += [Planted("YC602", Where(REGISTER), mentions=one.name) for one in left_out(here, plot.rows)]
            if township == "康美镇":
                planted += _second_file(plot, into)
    planted += [
        Planted("YC603", Where(REGISTER), mentions=one.name)
        for one in villages
        if one.awaits_ruling and (one.township, one.name) != RULED_LATER
    ]
    write(Book([register_sheet([Row(village.cells()) for village in villages], REGISTER, title=True)]), into / REGISTER)
    people = [row for plot in plots.values() for row in plot.rows]
    return claims_of(planted, "yicun validate", "nanan/") + _write_waivers(people, into), plots


def _stories() -> Iterator[str]:
    """Every story once, spread over the stations; "" for any."""
    for story in STORIES:
        yield from (story.name, "", "三步已完成", "", "", "")
    while True:
        yield ""


def _neighbour(villages: list[Village], township: str) -> Village:
    """A village of the next township, for the fault of naming somebody else's."""
    names = list(STATIONS)
    after = names[(names.index(township) + 1) % len(names)]
    return next(
        village
        for village in villages
        if village.township == after and village.unit_type == "行政村" and village.name != "园内村"
    )


def _fill(plot: Plot, township: str, stories: Iterator[str]) -> None:
    """People for the villages that need one, a few villages left out; and the cases of 水头 and of the farm."""
    wanted = [village for village in plot.villages if village.needs_one]
    if township not in {"省新镇", "康美镇", "水头镇"}:
        wanted = [village for number, village in enumerate(wanted, 1) if number % _VACANT_EVERY]
    plot.rows += recruit(wanted, plot.population, round(_PEOPLE_PER_VILLAGE * len(wanted)), stories)
    if township == FARM:
        plot.rows.append(someone(plot.population, plot.villages[0], None, "三步已完成"))


def _spoil(plot: Plot, township: str, codes: list[str]) -> None:
    if township in STRUCTURAL:
        structural_fault(plot, STRUCTURAL[township])
    if township == "水头镇":
        named = {village.name: village for village in plot.villages}
        plot.rows.append(someone(plot.population, named["水头社区"], None, "三步已完成"))
        for wrong, code in (("朴里村", "YC404"), ("朴一社区", "YC407")):
            row = plot.add(named["朴一村"])
            row.cells["village"] = wrong
            blame(code, row, "village")
    left = spoil(plot, codes)
    if left:
        raise ValueError(f"no room for {left} in {township}")


def _second_file(plot: Plot, into: Path) -> list[Planted]:
    """A supplement of the same station: a village of its first file again, and a 园内村 that does not say which."""
    village = next(village for village in plot.villages if village.name == "园内村")
    row = someone(plot.population, village, "备选", "三步已完成")
    nowhere = someone(plot.population, village, "备选", "三步已完成")
    nowhere.cells |= {"station": None, "township": None}
    blame("YC405", nowhere, "village")
    path = f"报送/{plot.station.removesuffix('派出所')}所（补报）.xlsx"
    second = Plot(SHAPES["plain"], plot.station, plot.villages, [row, nowhere], plot.population)
    return hand_in(second, into, path).planted


def _write_nil(station: str, into: Path) -> None:
    lines = [
        ["附件"],
        ["全市“一村一警务助理”推选名单"],
        [f"填报单位（盖章）：{station}"],
        ["派出所", "乡镇（街道）", "行政村", "姓名", "公民身份号码", "联系电话"],
        ["本所各行政村均已配备专职辅警，零报告"],
    ]
    write(Book([Sheet("推选名单", lines)]), into / f"报送/{station.removesuffix('派出所')}所.xlsx")


def _write_waivers(people: list[Row], into: Path) -> list[Claim]:
    """One approval that is needed, and one for somebody who is on no roster."""
    row = next(row for row in people if row.story == "初中未说明" and row.sound and row.cells["choice"] != "备选")
    text = f"""\
# 批准事项：谁批准了谁的哪一条。只能批准“需说明”和“待核”的，不得选聘的情形批准不了。
waivers:
  - person: {{name: {row.cells["name"]}, id_ends: "{str(row.cells["id_number"])[-4:]}"}}
    village: {row.cells["village"]}
    rule: schooling
    reason: 长期从事治保工作，熟悉村情，经集体研究同意
    approver: 示例领导
    approved_on: 2020-05-06
    document: 示例批〔2020〕1号
  - person: {{name: 示例已撤回, id_ends: "9960"}}
    village: 园内村
    rule: schooling
    reason: 人选已撤回，批准事项没有删去
    approver: 示例领导
    approved_on: 2020-05-06
    document: 示例批〔2020〕2号
"""
    (into / "waivers.yaml").write_text(text, "utf-8", newline="\n")
    return [Claim("YC520", "nanan/waivers.yaml", "10:5", "yicun screen")]
