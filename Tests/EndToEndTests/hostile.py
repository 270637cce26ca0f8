#!/usr/bin/env python3
"""Makes inputs that are hostile by size and lets the program read each: hostile.py PROGRAM FOLDER

Prints one line an input: name, exit code, CPU seconds, peak memory in KB, what the program said.
"""
import os, sys, zipfile

program, folder = sys.argv[1:]
WORKBOOK = ('<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
            'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">')
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
NAMES = ' '.join(f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in ('office', 'table', 'text'))


def long():
    return 'x' * (40 << 20)


def sheet(rows):
    return f'{WORKBOOK}<Worksheet ss:Name="a"><Table>{rows}</Table></Worksheet></Workbook>'


def flat(rows):
    return (f'<office:document {NAMES}><office:body><office:spreadsheet><table:table table:name="a">{rows}'
            '</table:table></office:spreadsheet></office:body></office:document>')


def row(cell, repeat=1, times=1):
    return (f'<table:table-row table:number-rows-repeated="{repeat}"><table:table-cell '
            f'table:number-columns-repeated="{times}"><text:p>{cell}</text:p></table:table-cell></table:table-row>')


def package(rows='', book=None, strings=None, styles=None):
    parts = {
        '[Content_Types].xml': '<Types/>',
        'xl/workbook.xml': book or f'<workbook {MAIN} xmlns:r="{OFFICE}"><sheets><sheet name="a" r:id="s"/></sheets></workbook>',
        'xl/_rels/workbook.xml.rels': f'<Relationships><Relationship Id="s" Type="{OFFICE}/worksheet" '
                                      'Target="worksheets/sheet1.xml"/></Relationships>',
        'xl/worksheets/sheet1.xml': f'<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>',
    }
    if strings: parts['xl/sharedStrings.xml'] = strings
    if styles: parts['xl/styles.xml'] = styles
    return parts


def many(text, count):
    return ''.join(text.replace('#', str(i)) for i in range(count))


inputs = {
    'attributes.xml': lambda: WORKBOOK + '<Worksheet ' + many('a#="1" ', 200_000) + '/></Workbook>',
    'namespaces.xml': lambda: WORKBOOK + '<Worksheet ' + many('xmlns:a#="u#" ', 100_000) + '/></Workbook>',
    'namespaces-within.xml': lambda: WORKBOOK + many('<a xmlns:a#="u" xmlns:b#="v">', 190) + '</Workbook>',
    'names.xml': lambda: WORKBOOK + many('<n#/>', 500_000) + '</Workbook>',
    'attribute-names.xml': lambda: WORKBOOK + many('<a n#="1"/>', 500_000) + '</Workbook>',
    'sheets.xml': lambda: WORKBOOK + many('<Worksheet ss:Name="s#"><Table/></Worksheet>', 300_000) + '</Workbook>',
    'cell.xml': lambda: sheet(f'<Row><Cell><Data ss:Type="String">{long()}</Data></Cell></Row>'),
    'attributes.html': lambda: f'<html><table {many("a# ", 80_000)}><tr><td>a<td>b</table></html>',
    'names.html': lambda: f'<html>{many("<n#></n#>", 300_000)}<table><tr><td>a<td>b</table></html>',
    'cell.html': lambda: f'<table><tr><td>a<td>{long()}</table>',
    'line.csv': lambda: f'a,b\n1,{long()}\n',
    'columns.csv': lambda: 'a,b\n' + ',' * (40 << 20) + '\n',
    'lines.csv': lambda: 'a,b\n' + '\n' * (40 << 20),
    'rows.xlsx': lambda: package('<row/>' * 20_000_000),
    'sheets.xlsx': lambda: package(book=f'<workbook {MAIN}><sheets>' + '<sheet name="a"/>' * 1_000_000 + '</sheets></workbook>'),
    'styles.xlsx': lambda: package(styles=f'<styleSheet {MAIN}><cellXfs>' + '<xf fontId="1"/>' * 1_000_000 + '</cellXfs></styleSheet>'),
    'string.xlsx': lambda: package(strings=f'<sst {MAIN}><si><t>{long()}</t></si></sst>'),
    'formulas.xlsx': lambda: package(('<row>' + '<c><f>1</f></c>' * 1000 + '</row>') * 5000),
    'rows.fods': lambda: flat(row('x', 1_048_576)),
    'rows-and-columns.fods': lambda: flat(row('x', 1_048_576, 16_384)),
    'columns.fods': lambda: flat(row('x' * 30_000, 1, 16_384) * 100),
    'cell.fods': lambda: flat(row(long())),
}


def run(path):
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.dup2(write, 2)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        os.execve(program, [program, 'cells', path], dict(os.environ, LEAGUE_CENSUS_LANG='en'))
    os.close(write)
    with os.fdopen(read) as pipe:
        said = pipe.read()
    _, status, usage = os.wait4(child, 0)
    return os.waitstatus_to_exitcode(status), usage.ru_utime + usage.ru_stime, usage.ru_maxrss, said


def write(path, content):
    if isinstance(content, str):
        with open(path, 'w') as file:
            file.write(content)
    else:
        with zipfile.ZipFile(path, 'w', zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for part, text in content.items():
                archive.writestr(part, text)


for name, make in inputs.items():
    path = os.path.join(folder, name)
    # In a process of its own: what this one ever held would count as the program's.
    maker = os.fork()
    if maker == 0:
        write(path, make())
        os._exit(0)
    os.waitpid(maker, 0)
    status, seconds, memory, said = run(path)
    os.remove(path)
    print(f'{name}\t{status}\t{seconds:.2f}\t{memory}\t{" ".join(said.split())}', flush=True)
