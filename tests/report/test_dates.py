"""Dates as a reader of a document meets them."""

from datetime import date

import pytest

from yicun.report.dates import dated, written


@pytest.mark.parametrize(
    ("sentence", "shown"),
    [
        ("照此进度 2020-05-12 完成，赶不上期限 2020-05-10", "照此进度 2020年5月12日完成，赶不上期限 2020年5月10日"),
        ("出生年月“1999-07-01”与身份号码不符", "出生年月“1999-07-01”与身份号码不符"),
        ("“1971.11.30”读作 1971-11-30", "“1971.11.30”读作 1971年11月30日"),
        (
            "见 报送/2020-05-06/省新所.xlsx!名单!K7，2020-05-06 收到",
            "见 报送/2020-05-06/省新所.xlsx!名单!K7，2020年5月6日收到",
        ),
        ("见 省新所2020-05-06.xlsx", "见 省新所2020-05-06.xlsx"),
        ("规则 nanan-2020（12020-05-011），22.6 村", "规则 nanan-2020（12020-05-011），22.6 村"),
    ],
)
def test_a_sentence_has_its_dates_as_documents_write_them(sentence, shown):
    assert dated(sentence) == shown


def test_a_day_is_written_without_zeros():
    assert [written(date(2020, 5, 1)), written(None)] == ["2020年5月1日", ""]
