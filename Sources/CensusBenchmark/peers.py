"""The rosters of the benchmark in other formats, and what its peers make of them; used by `make bench` only.

peers.py convert FOLDER OUT    writes roster.xml, .xlsx, .ods, .csv and .html with all members of FOLDER
peers.py PEER FILE             reads FILE with a peer, to typed cells where the format has types
"""
import csv, glob, html, sys, zipfile

SPREADSHEETML = "{urn:schemas-microsoft-com:office:spreadsheet}"


def rows(folder):
    from lxml import etree
    for number, path in enumerate(sorted(glob.glob(folder + "/*团员花名册*.xml"))):
        for index, (_, row) in enumerate(etree.iterparse(path, tag=SPREADSHEETML + "Row")):
            cells = []
            for cell in row.findall(SPREADSHEETML + "Cell"):
                place = cell.get(SPREADSHEETML + "Index")
                while place and len(cells) < int(place) - 1:
                    cells.append("")
                data = cell.find(SPREADSHEETML + "Data")
                cells.append("" if data is None else data.text or "")
            row.clear()
            if number == 0 or index > 1:
                yield cells + [""] * (23 - len(cells))


def convert(folder, out):
    import xlsxwriter
    book = xlsxwriter.Workbook(out + "/roster.xlsx")
    sheet = book.add_worksheet("团员花名册")
    ods = ['<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
           'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
           'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
           '<table:table table:name="a">']
    names = 'urn:schemas-microsoft-com:office:spreadsheet'
    with open(out + "/roster.csv", "w", newline="") as c, open(out + "/roster.html", "w") as h, \
            open(out + "/roster.xml", "w") as x:
        writer = csv.writer(c)
        h.write("<html><body><table>\n")
        x.write(f'<?xml version="1.0"?>\n<Workbook xmlns="{names}" xmlns:ss="{names}">'
                '<Worksheet ss:Name="a"><Table>\n')
        for number, cells in enumerate(rows(folder)):
            for index, cell in enumerate(cells):
                if cell:
                    sheet.write_string(number, index, cell)
            writer.writerow(cells)
            texts = [html.escape(cell) for cell in cells]
            h.write("<tr>" + "".join(f"<td>{t}</td>" for t in texts) + "</tr>\n")
            x.write("<Row>" + "".join(f'<Cell><Data ss:Type="String">{t}</Data></Cell>' for t in texts) + "</Row>\n")
            ods.append("<table:table-row>" + "".join(
                f'<table:table-cell office:value-type="string"><text:p>{t}</text:p></table:table-cell>' if t
                else "<table:table-cell/>" for t in texts) + "</table:table-row>")
        h.write("</table></body></html>\n")
        x.write("</Table></Worksheet></Workbook>\n")
    book.close()
    with zipfile.ZipFile(out + "/roster.ods", "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        z.writestr("content.xml", "".join(ods) + "</table:table></office:spreadsheet></office:body></office:document-content>")
        z.writestr("META-INF/manifest.xml", '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
                   '<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
                   '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>')


def calamine(path):
    from python_calamine import CalamineWorkbook
    return sum(len(row) for row in CalamineWorkbook.from_path(path).get_sheet_by_index(0).iter_rows())


def fastexcel(path):
    import fastexcel
    return fastexcel.read_excel(path).load_sheet(0, header_row=None).to_arrow().num_rows


def polars(path):
    import polars
    return polars.read_csv(path, has_header=False, infer_schema=False, truncate_ragged_lines=True).height


def lxml_html(path):
    import lxml.html
    return sum(1 for cell in lxml.html.parse(path).iter("td") if cell.text_content() is not None)


def lxml_iterparse(path):
    from lxml import etree
    count = 0
    for _, row in etree.iterparse(path, tag=SPREADSHEETML + "Row"):
        count += len([data.text for data in row.iter(SPREADSHEETML + "Data")])
        row.clear()
    return count


if sys.argv[1] == "convert":
    convert(sys.argv[2], sys.argv[3])
else:
    print({f.__name__: f for f in (calamine, fastexcel, polars, lxml_html, lxml_iterparse)}[sys.argv[1]](sys.argv[2]))
