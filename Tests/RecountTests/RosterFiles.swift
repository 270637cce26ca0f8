// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Writes rosters as people hand them in: several files, columns in any order, dates and numbers in varying forms.
struct RosterFiles {
  struct Cell {
    var text: String
    /// A day as a spreadsheet cell of the type DateTime, where it may be one.
    var dateTime: String?
    var isNumber = false
  }

  private struct Sheet {
    var title: String
    var rows: [[String: Cell]]
  }

  private var random: RandomSource
  /// Whether empty cells stay empty.
  private let isTidy: Bool

  init(seed: UInt64?) {
    random = RandomSource(seed: (seed ?? 0) ^ 0x5EED)
    isTidy = seed == nil
  }

  /// A file as it was written: what it is, and the organisations its rows name.
  struct Written {
    var path: String
    var title: String
    var organisations: [String]
    var rows: Int
  }

  /// - Returns: files in the order in which they are to be imported; rows of one kind keep their order.
  ///
  /// - Parameter shuffle: puts the rows of each file, and the files, into another order.
  static func write(
    _ rosters: Rosters, seed: UInt64?, shuffle: UInt64? = nil, to folder: String
  ) throws -> [Written] {
    var files = RosterFiles(seed: seed)
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    var waiting = files.sheets(of: rosters).map { files.pages(of: $0) }
    if let shuffle {
      var other = RandomSource(seed: shuffle)
      for kind in waiting.indices {
        waiting[kind].shuffle(using: &other)
        for page in waiting[kind].indices { waiting[kind][page].rows.shuffle(using: &other) }
      }
      waiting.shuffle(using: &other)
    }
    var written: [Written] = []
    while !waiting.isEmpty {
      let kind = files.random.number(0...(waiting.count - 1))
      let sheet = waiting[kind].removeFirst()
      let column = organisationColumns[sheet.title]
      written.append(
        Written(
          path: try files.write(sheet, number: written.count, to: folder), title: sheet.title,
          organisations: sheet.rows.compactMap { row in column.flatMap { row[$0]?.text } },
          rows: sheet.rows.count))
      waiting.removeAll(where: \.isEmpty)
    }
    return written
  }

  /// The column that says which organisation a row belongs to.
  private static let organisationColumns = [
    "团员花名册": "所在团支部", "团干部花名册": "团干所属组织", "组织关系转接": "转出团支部", "单位底数表": "上级组织", "毕业生底数表": "毕业团支部",
  ]

  private mutating func pages(of sheet: Sheet) -> [Sheet] {
    guard !sheet.rows.isEmpty else { return [sheet] }
    let size = random.number(max(1, sheet.rows.count / 3)...sheet.rows.count)
    return stride(from: 0, to: sheet.rows.count, by: size).map {
      Sheet(title: sheet.title, rows: Array(sheet.rows[$0..<min($0 + size, sheet.rows.count)]))
    }
  }

  private mutating func write(_ sheet: Sheet, number: Int, to folder: String) throws -> String {
    var headings = Array(Set(sheet.rows.flatMap(\.keys)).union(RosterFiles.required[sheet.title] ?? [])).sorted()
    headings.shuffle(using: &random)
    let isText = random.chance(40)
    let path = "\(folder)/\(number)-\(sheet.title)" + (isText ? ".csv" : ".xls")
    let text = isText ? delimited(sheet, headings) : markup(sheet, headings)
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    return path
  }

  /// Columns without which a sheet is not known for what it is; they stand there even when all their cells are empty.
  private static let required: [String: Set<String>] = [
    "团组织信息表": ["团组织全称", "组织类别"], "团员花名册": ["姓名", "入团年月", "所在团支部"], "团干部花名册": ["姓名", "团干所属组织", "团内现任职务"],
    "组织关系转接": ["姓名", "转接状态", "转出团支部"], "青年底数表": ["组织", "14-28周岁青年数"], "单位底数表": ["单位名称", "上级组织", "是否应建"],
    "毕业生底数表": ["姓名", "毕业团支部", "毕业去向"],
  ]

  private func delimited(_ sheet: Sheet, _ headings: [String]) -> String {
    let lines = [headings] + sheet.rows.map { row in headings.map { row[$0]?.text ?? "" } }
    return lines.map { $0.map { "\"\($0)\"" }.joined(separator: ",") + "\r\n" }.joined()
  }

  private mutating func markup(_ sheet: Sheet, _ headings: [String]) -> String {
    var rows: [String] = []
    if random.chance(50) { rows.append(RosterFiles.element(Cell(text: "甬城" + sheet.title))) }
    rows.append(headings.map { RosterFiles.element(Cell(text: $0)) }.joined())
    for row in sheet.rows {
      rows.append(headings.map { row[$0].map(RosterFiles.element) ?? "<Cell/>" }.joined())
      if random.chance(2) { rows.append("") }
    }
    if random.chance(30) {
      let totals = ["合计", String(sheet.rows.count)].map { RosterFiles.element(Cell(text: $0)) }
      rows.append(totals.joined())
    }
    return """
      <?xml version="1.0" encoding="UTF-8"?>
      <Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" \
      xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
      <Worksheet ss:Name="\(sheet.title)"><Table>
      \(rows.map { "<Row>\($0)</Row>" }.joined(separator: "\n"))
      </Table></Worksheet></Workbook>
      """
  }

  private static func element(_ cell: Cell) -> String {
    if let day = cell.dateTime { return "<Cell><Data ss:Type=\"DateTime\">\(day)</Data></Cell>" }
    return "<Cell><Data ss:Type=\"\(cell.isNumber ? "Number" : "String")\">\(cell.text)</Data></Cell>"
  }

  // MARK: Rows

  private mutating func sheets(of rosters: Rosters) -> [Sheet] {
    [
      Sheet(title: "团组织信息表", rows: rosters.organisations.map { row($0) }),
      Sheet(title: "团员花名册", rows: rosters.members.map { row($0) }),
      Sheet(title: "团干部花名册", rows: rosters.cadres.map { row($0) }),
      Sheet(title: "组织关系转接", rows: rosters.transfers.map { row($0) }),
      Sheet(title: "青年底数表", rows: rosters.youth.map { row($0) }),
      Sheet(title: "单位底数表", rows: rosters.workUnits.map { row($0) }),
      Sheet(title: "毕业生底数表", rows: rosters.graduates.map { row($0) }),
    ].filter { rosters.holds($0.title, $0.rows) }
  }

  private mutating func row(_ row: OrganisationRow) -> [String: Cell] {
    let figures = zip(["本级团组织行政编制数", "行政编制实际配备数", "本级团组织事业编制数", "事业编制实际配备数"], row.posts)
    var cells = filled([
      "团组织ID": name(row.id), "团组织全称": text(row.name), "组织类别": text(row.kind), "单位所属行业类别": code(row.sector),
      "上级组织": name(row.parent), "最近一次换届时间": date(row.elected), "书记姓名": text(row.secretary),
      "14-28周岁青年数": number(row.youth),
      "学段": code(row.stage), "是否毕业班": flag(row.graduating), "学生数": number(row.students),
    ])
    for (heading, figure) in figures { cells[heading] = number(figure) }
    return cells
  }

  private mutating func row(_ row: MemberRow) -> [String: Cell] {
    filled([
      "姓名": text(row.name), "身份证号码": id(row.id), "出生日期": date(row.birth), "所在团支部": name(row.organisation),
      "政治面貌": code(row.politics), "入团年月": date(row.joined), "发展团员编号": text(row.number), "团内现任职务": text(row.post),
      "团籍状态": text(row.membership), "注册志愿者时间": date(row.volunteer), "教育评议等次": code(row.evaluation),
      "入党年月": date(row.joinedParty), "是否推优入党": flag(row.partyRecommended), "是否少先队推优": flag(row.pioneerRecommended),
    ])
  }

  private mutating func row(_ row: CadreRow) -> [String: Cell] {
    filled([
      "姓名": text(row.name), "身份证号码": id(row.id), "团干所属组织": name(row.organisation), "团内现任职务": text(row.post),
      "团干部性质": code(row.nature), "在岗状态": code(row.inPost),
    ])
  }

  private mutating func row(_ row: TransferRow) -> [String: Cell] {
    filled([
      "姓名": text(row.name), "身份证号码": id(row.id), "转接状态": code(row.state), "转出团支部": name(row.from),
      "转入团支部": name(row.to), "申请日期": moment(row.applied), "审核完成日期": moment(row.completed),
    ])
  }

  private mutating func row(_ row: YouthRow) -> [String: Cell] {
    filled(["组织": name(row.organisation), "领域": text(row.sector), "14-28周岁青年数": number(row.youth)])
  }

  private mutating func row(_ row: WorkUnitRow) -> [String: Cell] {
    filled([
      "单位名称": text(row.name), "上级组织": name(row.parent), "是否应建": flag(row.shouldEstablish),
      "已建团组织": name(row.established),
    ])
  }

  private mutating func row(_ row: GraduateRow) -> [String: Cell] {
    filled([
      "姓名": text(row.name), "身份证号码": id(row.id), "毕业团支部": name(row.organisation), "毕业去向": text(row.destination),
      "是否延迟毕业": flag(row.delayed), "是否教师": flag(row.teacher),
    ])
  }

  // MARK: Cells

  private func filled(_ cells: [String: Cell?]) -> [String: Cell] { cells.compactMapValues { $0 } }

  private func text(_ text: String?) -> Cell? { text.map { Cell(text: $0) } }

  /// What is not known stands now and then as something nobody can read.
  private mutating func unreadable(_ texts: [String]) -> Cell? {
    !isTidy && random.chance(4) ? Cell(text: random.pick(texts)) : nil
  }

  private mutating func code(_ label: String?) -> Cell? { text(label) ?? unreadable(["不详", "见附件"]) }

  /// An organisation; an ID may stand in a number cell.
  private mutating func name(_ name: String?) -> Cell? {
    name.map { Cell(text: $0, isNumber: Int($0) != nil && random.chance(20)) }
  }

  private mutating func number(_ number: Int?) -> Cell? {
    number.map { Cell(text: String($0), isNumber: random.chance(70)) } ?? unreadable(["若干", "-5", "3.5"])
  }

  private mutating func flag(_ flag: Bool?) -> Cell? {
    flag.map { Cell(text: $0 ? "是" : "否") } ?? unreadable(["待定"])
  }

  private mutating func id(_ id: GivenID) -> Cell? {
    guard !id.text.isEmpty else { return nil }
    let forms = [id.text, id.text, id.text.lowercased(), " \(id.text) ", "'" + id.text]
    switch id {
    case .damaged, .placeholder: return Cell(text: id.text)
    default: break
    }
    return Cell(text: random.pick(forms))
  }

  private mutating func date(_ date: GivenDate?) -> Cell? {
    guard let date else { return unreadable(["不详", "2019年", "2019-02-30", "1890-01"]) }
    let (year, month) = (date.year, date.month)
    guard let day = date.day else {
      let forms = [
        "\(year)-\(padded(month))", "\(year)年\(month)月", "\(year)\(padded(month))", "\(year).\(padded(month))",
        "\(year)/\(month)",
      ]
      return Cell(text: random.pick(forms))
    }
    let plain = "\(year)-\(padded(month))-\(padded(day))"
    let forms = [
      plain, "\(year)年\(month)月\(day)日", "\(year)\(padded(month))\(padded(day))", "\(year).\(month).\(day)",
      "\(year)/\(month)/\(day)",
    ]
    return Cell(text: random.pick(forms), dateTime: random.chance(30) ? plain + "T00:00:00.000" : nil)
  }

  private mutating func moment(_ moment: GivenMoment?) -> Cell? {
    guard let moment else { return unreadable(["不详", "2019-06-31 08:00"]) }
    guard let minutes = moment.minutes else { return date(moment.date) }
    let day = "\(moment.date.year)-\(padded(moment.date.month))-\(padded(moment.date.day ?? 1))"
    let time = "\(padded(minutes / 60)):\(padded(minutes % 60))"
    return Cell(
      text: random.chance(50) ? "\(day) \(time)" : "\(day) \(time):00",
      dateTime: random.chance(30) ? "\(day)T\(time):00.000" : nil)
  }

  private func padded(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }
}
