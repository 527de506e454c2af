"""The floor of the list: as many lines of twelve styled cells through the fastest writer that can style them.

`styled_list.py LINES OUT.xlsx`
"""

import sys

import xlsxwriter


def main() -> None:
    """Write the same cells as the list and its 出处, the same text in every line."""
    lines, path = int(sys.argv[1]), sys.argv[2]
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        style = book.add_format({"border": 1, "text_wrap": True, "num_format": "@", "font_name": "仿宋_GB2312"})
        sheet = book.add_worksheet()
        texts = (
            "东安派出所",
            "东安镇",
            "鹤南村",
            "示例甲",
            "男",
            "群众",
            "高中",
            "治保主任",
            "350583************10",
            "138****0000",
        )
        for row in range(lines):
            sheet.write_string(row, 0, str(row + 1), style)
            for column, text in enumerate(texts, 1):
                sheet.write_string(row, column, text, style)
            sheet.write_blank(row, 11, None, style)
        origins = book.add_worksheet()
        for row in range(lines):
            origins.write_number(row, 0, row + 1)
            origins.write_string(row, 1, "报送/东安所.xlsx!推选名单")
            origins.write_number(row, 2, row + 2)


if __name__ == "__main__":
    main()
