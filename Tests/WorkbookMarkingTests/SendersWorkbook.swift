// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport

/// A workbook with all that an office puts into one, part by part as Excel writes them.
struct SendersWorkbook {
  static let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
  static let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
  private static let head = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\r\n"
  private static let package = "http://schemas.openxmlformats.org/package/2006"
  private static let kind = "application/vnd.openxmlformats-officedocument."

  /// In the order of the archive.
  var parts: [(name: String, text: String)] = [
    ("[Content_Types].xml", contentTypes), ("_rels/.rels", relations([("officeDocument", "xl/workbook.xml")])),
    ("xl/workbook.xml", workbook), ("xl/_rels/workbook.xml.rels", workbookRelations), ("xl/styles.xml", styles),
    ("xl/theme/theme1.xml", "<a:theme xmlns:a=\"urn:a\" name=\"主题\"/>"),
    ("xl/sharedStrings.xml", strings), ("xl/worksheets/sheet1.xml", roster),
    ("xl/worksheets/sheet2.xml", sheet("<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>")),
    ("xl/worksheets/sheet3.xml", sheet("<row r=\"1\"><c r=\"A1\"><v>2</v></c></row>")),
    (
      "xl/worksheets/_rels/sheet1.xml.rels",
      relations([
        ("drawing", "../drawings/drawing1.xml"), ("vmlDrawing", "../drawings/vmlDrawing1.vml"),
        ("comments", "../comments1.xml"), ("table", "../tables/table1.xml"),
        ("printerSettings", "../printerSettings/printerSettings1.bin"),
      ])
    ),
    ("xl/drawings/drawing1.xml", "<xdr:wsDr xmlns:xdr=\"urn:xdr\"><!-- 图表和图片 --></xdr:wsDr>"),
    (
      "xl/drawings/_rels/drawing1.xml.rels",
      relations([("chart", "../charts/chart1.xml"), ("image", "../media/i.png")])
    ),
    ("xl/charts/chart1.xml", "<c:chartSpace xmlns:c=\"urn:c\"/>"), ("xl/media/i.png", "\u{89}PNG 图"),
    ("xl/comments1.xml", comments), ("xl/drawings/vmlDrawing1.vml", shapes),
    ("xl/tables/table1.xml", "<table xmlns=\"\(main)\" id=\"1\" name=\"表1\" ref=\"A2:D5\"/>"),
    ("xl/printerSettings/printerSettings1.bin", "\u{1}\u{2}打印机"),
    ("xl/calcChain.xml", "<calcChain xmlns=\"\(main)\"><c r=\"D3\" i=\"1\"/></calcChain>"),
    ("xl/vbaProject.bin", "宏"),
  ]

  var data: Data {
    var archive = StoredArchive()
    for part in parts { archive.add(part.name, part.text) }
    return archive.data
  }

  subscript(_ name: String) -> String {
    get { parts.first { $0.name == name }?.text ?? "" }
    set {
      if let index = parts.firstIndex(where: { $0.name == name }) { parts[index].text = newValue }
    }
  }

  // MARK: Parts

  private static func relations(_ targets: [(kind: String, target: String)]) -> String {
    let list = targets.enumerated().map { index, target in
      "<Relationship Id=\"rId\(index + 1)\" Type=\"\(office)/\(target.kind)\" Target=\"\(target.target)\"/>"
    }
    return head + "<Relationships xmlns=\"\(package)/relationships\">\(list.joined())</Relationships>"
  }

  private static let contentTypes =
    head + "<Types xmlns=\"\(package)/content-types\"><Default Extension=\"xml\" ContentType=\"application/xml\"/>"
    + "<Default Extension=\"vml\" ContentType=\"\(kind)vmlDrawing\"/>"
    + "<Override PartName=\"/xl/workbook.xml\" ContentType=\"\(kind)spreadsheetml.sheet.main+xml\"/></Types>"

  private static let workbookRelations = relations([
    ("worksheet", "worksheets/sheet1.xml"), ("worksheet", "worksheets/sheet2.xml"),
    ("worksheet", "worksheets/sheet3.xml"), ("styles", "styles.xml"), ("sharedStrings", "sharedStrings.xml"),
    ("theme", "theme/theme1.xml"),
  ])

  private static let workbook =
    head + "<workbook xmlns=\"\(main)\" xmlns:r=\"\(office)\"><workbookPr codeName=\"本簿\"/>"
    + "<bookViews><workbookView xWindow=\"0\" activeTab=\"0\"/></bookViews><sheets>"
    + "<sheet name=\"团员花名册\" sheetId=\"4\" r:id=\"rId1\"/>"
    + "<sheet name=\"旧表\" sheetId=\"7\" state=\"hidden\" r:id=\"rId2\"/>"
    + "<sheet name=\"码表\" sheetId=\"2\" state=\"veryHidden\" r:id=\"rId3\"/></sheets>"
    + "<definedNames><definedName name=\"_xlnm.Print_Titles\" localSheetId=\"0\">团员花名册!$1:$2</definedName></definedNames>"
    + "<calcPr calcId=\"191029\"/></workbook>"

  private static let styles =
    head
    + "<styleSheet xmlns=\"\(main)\"><numFmts count=\"1\"><numFmt numFmtId=\"176\" formatCode=\"0.0&quot;分&quot;\"/></numFmts>"
    + "<fonts count=\"2\" x:known=\"1\" xmlns:x=\"urn:x\"><font><sz val=\"11\"/><color theme=\"1\"/><name val=\"宋体\"/></font>"
    + "<font><i/><sz val=\"16\"/><name val=\"楷体\"/></font></fonts>"
    + "<fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill></fills>"
    + "<borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>"
    + "<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>"
    + "<cellXfs count=\"3\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>"
    + "<xf numFmtId=\"176\" fontId=\"1\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\">"
    + "<alignment horizontal=\"center\"/><protection locked=\"0\"/></xf>"
    + "<xf numFmtId=\"49\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/></cellXfs>"
    + "<cellStyles count=\"1\"><cellStyle name=\"常规\" xfId=\"0\" builtinId=\"0\"/></cellStyles>"
    + "<dxfs count=\"1\"><dxf><fill><patternFill><bgColor rgb=\"FF00FF00\"/></patternFill></fill></dxf></dxfs></styleSheet>"

  private static let strings =
    head
    + "<sst xmlns=\"\(main)\" count=\"4\" uniqueCount=\"4\"><si><t>姓名</t></si><si><t>性别</t></si><si><r><rPr><b/></rPr>"
    + "<t>王</t></r><r><t>甲</t></r></si><si><t>分数</t></si></sst>"

  static func sheet(_ rows: String) -> String {
    head + "<worksheet xmlns=\"\(main)\"><sheetData>\(rows)</sheetData></worksheet>"
  }

  private static let roster =
    head + "<worksheet xmlns=\"\(main)\" xmlns:r=\"\(office)\"><sheetPr><tabColor rgb=\"FF00B050\"/></sheetPr>"
    + "<dimension ref=\"A1:D5\"/><sheetViews><sheetView tabSelected=\"1\" workbookViewId=\"0\">"
    + "<pane ySplit=\"2\" topLeftCell=\"A3\" state=\"frozen\"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight=\"14\"/>"
    + "<cols><col min=\"2\" max=\"4\" width=\"20.5\" style=\"1\" customWidth=\"1\"/></cols><sheetData>"
    + "<row r=\"2\" spans=\"1:4\" ht=\"30\" customHeight=\"1\"><c r=\"A2\" t=\"s\"><v>0</v></c><c r=\"B2\" t=\"s\"><v>1</v></c>"
    + "<c r=\"D2\" s=\"1\" t=\"s\"><v>3</v></c></row>"
    + "<row r=\"3\"><c r=\"A3\" s=\"2\" t=\"s\"><v>2</v></c><c r=\"D3\" s=\"1\"><f>SUM(1,\"a>b\")</f><v>1</v></c></row>"
    + "<row r=\"5\" hidden=\"1\"><c r=\"A5\" s='2' t=\"inlineStr\"><is><t>李乙 &amp; 张丙</t></is></c></row></sheetData>"
    + "<sheetProtection sheet=\"1\"/><autoFilter ref=\"A2:D5\"/><mergeCells count=\"1\"><mergeCell ref=\"B3:B5\"/></mergeCells>"
    + "<conditionalFormatting sqref=\"D3\"><cfRule type=\"expression\" dxfId=\"0\" priority=\"1\"><formula>D3&gt;1</formula></cfRule>"
    + "</conditionalFormatting><dataValidations count=\"1\"><dataValidation type=\"list\" sqref=\"B3:B9\"><formula1>\"男,女\"</formula1>"
    + "</dataValidation></dataValidations><pageMargins left=\"0.7\" right=\"0.7\" top=\"1\" bottom=\"1\" header=\"0\" footer=\"0\"/>"
    + "<pageSetup paperSize=\"9\" orientation=\"landscape\" r:id=\"rId5\"/><headerFooter><oddHeader>&amp;C页眉</oddHeader></headerFooter>"
    + "<drawing r:id=\"rId1\"/><legacyDrawing r:id=\"rId2\"/><tableParts count=\"1\"><tablePart r:id=\"rId4\"/></tableParts>"
    + "</worksheet>"

  private static let comments =
    head + "<comments xmlns=\"\(main)\"><authors><author>张老师</author></authors><commentList>"
    + "<comment ref=\"A3\" authorId=\"0\"><text><t>已电话核对</t></text></comment></commentList></comments>"

  private static let shapes =
    "<xml xmlns:v=\"urn:schemas-microsoft-com:vml\" xmlns:o=\"urn:schemas-microsoft-com:office:office\" "
    + "xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><v:shapetype id=\"_x0000_t202\"/>"
    + "<v:shape id=\"_x0000_s1029\" type=\"#_x0000_t202\"><x:ClientData ObjectType=\"Note\"><x:Row>2</x:Row>"
    + "<x:Column>0</x:Column></x:ClientData></v:shape></xml>"
}
