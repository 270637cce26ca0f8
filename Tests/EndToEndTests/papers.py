"""Reads workbooks and papers of a report back with openpyxl and python-docx and holds them against its JSON.

    papers.py check FOLDER           prints a line for each thing that is not as it should be; nothing when all is well
    papers.py fill FILE OUT SHEET JSON   fills a list as people do; then JSON: {row: {heading: value}}, from 1
    papers.py rows FILE SHEET        prints the rows of a list as JSON
"""
import csv
import datetime
import json
import sys
from decimal import Decimal

import docx
import openpyxl

FOLDER = ""


def told(*words):
    print(*words)


def load(name):
    with open(f"{FOLDER}/{name}", encoding="utf-8") as file:
        if name.endswith("l"):
            return [json.loads(line) for line in file]
        return json.load(file)


def head_of(sheet):
    """The row that stays in sight is the one below the heads."""
    return int("".join(sign for sign in sheet.freeze_panes if sign.isdigit())) - 1


def rows_of(sheet):
    head = head_of(sheet)
    return [row for row in sheet.iter_rows(min_row=head + 1, values_only=True) if any(cell is not None for cell in row)]


def percent(value):
    """A share as the JSON has it: percent with two decimals."""
    return None if value is None else Decimal(repr(value)) * 100


def same(left, right):
    return (left is None) == (right is None) and (left is None or abs(Decimal(str(left)) - Decimal(str(right))) < Decimal("0.000001"))


def check_form(book):
    for sheet in book.worksheets:
        if not sheet.freeze_panes:
            told(sheet.title, "is not frozen")
            continue
        head = head_of(sheet)
        if not sheet.auto_filter.ref or f"A{head}:" not in sheet.auto_filter.ref:
            told(sheet.title, "does not filter", sheet.auto_filter.ref)
        if sheet.print_title_rows != f"${head}:${head}" and sheet.print_title_rows != f"{head}:{head}":
            told(sheet.title, "does not repeat its heads", sheet.print_title_rows)
        if sheet.page_setup.orientation != "landscape" or str(sheet.page_setup.paperSize) != "9":
            told(sheet.title, "does not print on A4 across")
        if not sheet.oddFooter.center.text or "&P" not in sheet.oddFooter.center.text:
            told(sheet.title, "has no page numbers", sheet.oddFooter.center.text)
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    told(sheet.title, cell.coordinate, "is a formula:", cell.value)


def check_indicators(sheet):
    expected = load("indicators.json")
    rows = rows_of(sheet)
    if len(rows) != len(expected):
        told("indicators:", len(rows), "rows,", len(expected), "in the JSON")
    for row, value in zip(rows, expected):
        numbers = [cell for cell in row[5:8]]
        if row[1] != value["unit"] or row[2] != value["unitName"]:
            told("indicators:", row[:3], value["unit"])
        if not same(numbers[0], value["numerator"]) or not same(numbers[1], value["denominator"]):
            told("indicators:", row, value["numerator"], value["denominator"])
        if not same(percent(numbers[2]), value["value"]):
            told("indicators:", row, value["value"])


def check_verdicts(sheet, words):
    expected = load("verdicts.json")
    rows = rows_of(sheet)
    if len(rows) != len(expected):
        told("verdicts:", len(rows), "rows,", len(expected), "in the JSON")
    for row, value in zip(rows, expected):
        words.setdefault(value["verdict"], row[5])
        if (row[1], row[3], row[5]) != (value["unit"], value["task"], words[value["verdict"]]):
            told("verdicts:", row[:6], value["unit"], value["task"], value["verdict"])


def check_findings(book, names):
    expected = load("findings.jsonl")
    rows = rows_of(book[names["findings"]])
    if len(rows) != len(expected):
        told("findings:", len(rows), "rows,", len(expected), "in the JSON")
    for row, value in zip(rows, expected):
        if (row[1], row[3], row[5], row[10]) != (value["code"], value["file"], value["row"], value["count"]):
            told("findings:", row, value)
    open_ones = [value for value in expected if "accepted" not in value]
    counts = {}
    for value in open_ones:
        counts[value["code"]] = counts.get(value["code"], 0) + value["count"]
    causes = {row[1]: row[3] for row in rows_of(book[names["causes"]])}
    if causes != counts:
        told("causes:", set(causes.items()) ^ set(counts.items()))
    rules = {row[0]: (row[6], row[7]) for row in rows_of(book[names["rules"]])}
    for code, count in counts.items():
        if rules.get(code, (0, 0))[1] != count:
            told("rules:", code, rules.get(code), count)
    if len(rules) < 150 or all(found for _, found in rules.values()):
        told("rules:", len(rules), "of which all found something" if rules else "")


def check_overview(book, names, verdicts):
    indicators = {(value["unit"], value["indicator"]): value for value in load("indicators.json") if value["group"] is None}
    for row in rows_of(book[names["overview"]]):
        own = [value["verdict"] for value in verdicts if value["unit"] == row[0]]
        counts = [own.count("met"), own.count("partly-met"), own.count("not-met")]
        if row[6] is not None and list(row[7:10]) != counts:
            told("overview:", row, counts)
        ratio = indicators[(row[0], "league-youth-ratio")]
        if not same(percent(row[5]), ratio["value"]):
            told("overview:", row, ratio["value"])


def check_data(name, names):
    book = openpyxl.load_workbook(f"{FOLDER}/{name}")
    missing = [title for title in names.values() if title not in book.sheetnames]
    if missing:
        told(name, "lacks", missing)
        return
    check_form(book)
    words = {}
    check_indicators(book[names["indicators"]])
    check_verdicts(book[names["verdicts"]], words)
    check_findings(book, names)
    check_overview(book, names, load("verdicts.json"))
    if len(book[names["overview"]]._charts) != 2:
        told(name, "has", len(book[names["overview"]]._charts), "charts")


def check_ledger(name):
    """A line for each figure that falls short, and the text of each."""
    sheet = openpyxl.load_workbook(f"{FOLDER}/{name}").worksheets[0]
    head = head_of(sheet)
    heads = [cell.value for cell in sheet[head]]
    rows = [dict(zip(heads, row)) for row in rows_of(sheet)]
    known = {(row["团组织ID"], row["任务编号"], row["指标编号"]): row for row in rows}
    gaps = set()
    for value in load("verdicts.json"):
        if value["verdict"] not in ("partly-met", "not-met") or value["waived"]:
            continue
        failing = [check for check in value["checks"] if check["verdict"] in ("partly-met", "not-met")]
        if value["method"] != "computed" or not failing:
            gaps.add((value["unit"], value["task"], None))
            continue
        for check in failing:
            key = (value["unit"], value["task"], check["indicator"])
            gaps.add(key)
            if key in known and not same(percent(known[key]["现状"]), check["value"]):
                told("ledger:", key, known[key]["现状"], check["value"])
    if gaps != set(known):
        told("ledger:", sorted(map(str, gaps ^ set(known)))[:5])
    lists = {str(area): rule.formula1 for rule in sheet.data_validations.dataValidation for area in rule.sqref.ranges}
    if len(lists) != 2:
        told("ledger has lists", lists)
    return gaps


def text_of(paper):
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in paper.paragraphs] + cells)


def check_page(name, paper):
    section = paper.sections[0]
    sizes = [section.page_width, section.page_height, section.top_margin, section.left_margin]
    measures = [round(size.mm) for size in sizes + [section.bottom_margin, section.right_margin]]
    if measures != [210, 297, 37, 28, 35, 26]:
        told(name, "has a page of", measures)
    body = paper.styles["Normal"]
    if body.font.size.pt != 16 or "仿宋_GB2312" not in body.element.xml or body.paragraph_format.line_spacing.pt != 28:
        told(name, "is not written in 仿宋 of 16 points on 28")
    if "方正小标宋简体" not in paper.styles["Title"].element.xml or paper.styles["Title"].font.size.pt != 22:
        told(name, "has another title")
    for footer in (section.footer, section.even_page_footer):
        if "PAGE" not in footer._element.xml or not footer.paragraphs[0].text.startswith("—"):
            told(name, "has no page numbers")


def check_bulletin(gaps):
    paper = docx.Document(f"{FOLDER}/通报.docx")
    check_page("通报.docx", paper)
    text = text_of(paper)
    indicators = {(value["unit"], value["indicator"]): value for value in load("indicators.json") if value["group"] is None}
    verdicts = load("verdicts.json")
    root = load("census.json")[0]["unit"] if isinstance(load("census.json"), list) else None
    units = {value["unit"] for value in verdicts}
    root = root or min(units, key=len)
    ratio = indicators[(root, "league-youth-ratio")]
    for part in (f"{ratio['value']:.2f}%", f"{ratio['numerator']} ÷ {ratio['denominator']}", "一、总体情况", "下一步要求"):
        if part not in text:
            told("通报.docx does not say", part)
    own = [value["verdict"] for value in verdicts if value["unit"] == root]
    if f"达标{own.count('met')}项" not in text or f"未达标{own.count('not-met')}项" not in text:
        told("通报.docx counts other verdicts than", own.count("met"), own.count("not-met"))
    for row in paper.tables[0].rows[1:]:
        cells = [cell.text for cell in row.cells]
        if not any(cells[2:5] == [str([v["verdict"] for v in verdicts if v["unit"] == unit].count(kind))
                                  for kind in ("met", "partly-met", "not-met")] for unit in units):
            told("通报.docx: no unit has", cells)
    return root


def check_notices(gaps):
    for unit in {gap[0] for gap in gaps}:
        paper = docx.Document(f"{FOLDER}/整改通知书/{unit}.docx")
        check_page(unit, paper)
        lines = sum(1 for gap in gaps if gap[0] == unit)
        if len(paper.tables[0].rows) != lines + 1:
            told("notice of", unit, "has", len(paper.tables[0].rows) - 1, "lines, not", lines)
        figures = {(v["unit"], c["indicator"]): c for v in load("verdicts.json") for c in v["checks"]}
        text = text_of(paper)
        for _, _, indicator in (gap for gap in gaps if gap[0] == unit and gap[2]):
            value = figures[(unit, indicator)]["value"]
            if value is not None and f"{Decimal(str(value)):.2f}%" not in text:
                told("notice of", unit, "does not say", indicator, value)


def check_comparison(root):
    paper = docx.Document(f"{FOLDER}/对比表.docx")
    check_page("对比表.docx", paper)
    rows = [[cell.text for cell in row.cells] for row in paper.tables[1].rows[1:]]
    values = {f"{v['value']:.2f}%" for v in load("indicators.json") if v["unit"] == root and v["value"] is not None}
    if len(rows) < 20 or any(row[2] not in values for row in rows):
        told("对比表.docx:", len(rows), [row for row in rows if row[2] not in values][:3])


def check_pages(root):
    """Pages and CSV say the same figures."""
    for value in load("indicators.json"):
        if value["unit"] != root or value["group"] is not None or value["value"] is None:
            continue
        with open(f"{FOLDER}/indicators/{value['indicator']}.html", encoding="utf-8") as file:
            page = file.read()
        if f"{Decimal(str(value['value'])):.2f}%" not in page:
            told("page of", value["indicator"], "does not say", value["value"])
    with open(f"{FOLDER}/findings.csv", encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))[1:]
    expected = [(value["code"], str(value["row"] or ""), str(value["count"])) for value in load("findings.jsonl")]
    if [(line[1], line[5], line[10]) for line in lines] != expected:
        told("findings.csv is not findings.jsonl")


NAMES = {
    "overview": "概览", "indicators": "指标", "verdicts": "结论", "rules": "规则", "causes": "问题汇总",
    "findings": "问题明细", "comparison": "对比", "tasks": "任务",
}


def check():
    check_data("数据.xlsx", NAMES)
    gaps = check_ledger("整改台账.xlsx")
    root = check_bulletin(gaps)
    check_notices(gaps)
    check_comparison(root)
    check_pages(root)


def fill(source, target, title, changes):
    book = openpyxl.load_workbook(source)
    sheet = book[title]
    head = head_of(sheet)
    columns = {cell.value: cell.column for cell in sheet[head]}
    for row, values in changes.items():
        for heading, value in values.items():
            if len(value) == 10 and value[4] == "-":
                value = datetime.datetime.strptime(value, "%Y-%m-%d")
            sheet.cell(head + int(row), columns[heading]).value = value
    book.save(target)


def rows(source, title):
    sheet = openpyxl.load_workbook(source)[title]
    heads = [cell.value for cell in sheet[head_of(sheet)]]
    print(json.dumps([{key: str(value) for key, value in zip(heads, row) if value is not None} for row in rows_of(sheet)]))


if sys.argv[1] == "check":
    FOLDER = sys.argv[2]
    check()
elif sys.argv[1] == "fill":
    fill(sys.argv[2], sys.argv[3], sys.argv[4], json.loads(sys.argv[5]))
else:
    rows(sys.argv[2], sys.argv[3])
