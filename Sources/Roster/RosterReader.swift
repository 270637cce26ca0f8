// SPDX-License-Identifier: Apache-2.0

package import CensusModel
import Findings
package import Tabular

/// Turns the rows of one workbook into typed records: finds the tables of each sheet, recognises their kinds, matches the
/// headings through the vocabulary, types the fields, and reports every problem with its exact cell.
///
/// One reader per file; fed with the batches of its sheets in order. Memory does not grow with the file.
package struct RosterReader {
  struct Settings {
    var pseudonymiser: any Pseudonymiser
    var names: NameStorage
    var censusDay: CalendarDay?
    var file: String
    var branch: String?
    var choices: RosterChoices
  }

  private enum State {
    /// Rows are collected until the table that begins among them is found.
    case searching(RowBatch)
    case reading
    /// Rows of no table, or of one that cannot be read.
    case skipping
  }

  let vocabulary: PreparedVocabulary
  let settings: Settings
  private var state = State.searching(RowBatch())
  private var sheet: RecognisedSheet?
  /// One for each block of the table; several where a list is printed in blocks beside each other.
  private var blocks: [RecordBuilder] = []
  private var unread: UnreadTable?
  private var hidden: HiddenRows
  private var leftOut = LeftOutRows()
  private var records = 0
  /// Whether a row stands below the heading of the table at hand.
  private var hasRows = false
  /// Sheets of which a table told its formulas without a result, column by column.
  package private(set) var sheetsToldOfFormulas: Set<String> = []
  /// A list beside the table that is not read.
  private var side: SideList?
  /// Lines since the last record, nearest first: what stands above a further table of the sheet.
  var lines: [String] = []

  /// - Parameters:
  ///   - file: the file as the user named it, for places.
  ///   - censusDay: fills `age`; nil (as in `check` without a period) leaves it empty.
  ///   - branch: the unit that hands in, where it is a branch: that of people whose sheet names none.
  ///   - choices: what becomes of what the sender does not see.
  package init(
    vocabulary: PreparedVocabulary, pseudonymiser: any Pseudonymiser, names: NameStorage, censusDay: CalendarDay?,
    file: String, branch: String? = nil, choices: RosterChoices = RosterChoices()
  ) {
    self.vocabulary = vocabulary
    settings = Settings(
      pseudonymiser: pseudonymiser, names: names, censusDay: censusDay, file: file, branch: branch, choices: choices)
    hidden = HiddenRows(choices)
  }

  /// Reads the rows of `batch`; records, set-aside rows and findings go to `sink` at once.
  ///
  /// - Throws: what `sink` throws. Of the data nothing is thrown: what is wrong with it becomes a finding.
  package mutating func read(_ batch: RowBatch, into sink: some RosterSink) throws {
    let batch = batch.withoutBlankCells()
    if case .searching(var head) = state {
      state = .skipping
      head.append(batch)
      if head.rows.count >= TableFinder.rowLimit || batch.endsSheet {
        try recognise(head, sink)
      } else {
        state = .searching(head)
      }
    } else if hidden.isLeftOut {
      hidden.count(batch, from: 0)
    } else {
      try readRows(of: batch, from: 0, sink)
    }
    if batch.endsSheet { hidden.ends(batch) }
    if batch.endsSheet { try finishSheet(sink) }
  }

  // MARK: Finding tables

  /// Looks for the first table of a sheet, or for the one whose heading `head` begins with, and reads on.
  private mutating func recognise(_ head: RowBatch, _ sink: some RosterSink) throws {
    let isFirst = sheet == nil
    let looked = head.rows.prefix(TableFinder.rowLimit)
    let texts = looked.map { row in
      Dictionary(
        head.cells(of: row).map { (Int($0.column), head.text(of: $0)) }.filter { !$0.1.isEmpty }
      ) { first, _ in first }
    }
    let sheetName = PersonalNumbers.masked(head.sheetName, as: .naming)
    let isNotes = vocabulary.noteSheets.contains(HeadingText.normalised(head.sheetName))
    let finder = TableFinder(
      vocabulary: vocabulary, sheetName: fileTitle(of: head) ?? head.sheetName, rows: isNotes ? [] : texts,
      above: isFirst ? head.linesAbove : lines, isOfBranch: settings.branch != nil)
    let (sought, nearMiss) = finder.find(at: isFirst ? nil : 0)
    let found = sought.map(RosterReader.cleared)
    let announcement = Recognition(
      file: settings.file, sheetIndex: head.sheetIndex, sheetName: sheetName,
      rowNumbers: looked.map { Int($0.number) }, lookalikes: vocabulary.rows.words.lookalikes, isNotes: isNotes)
    if hidden.begins(head, holdsTable: found != nil || nearMiss?.holdsRecords == true) {
      let none = announcement.sheet(nil)
      sheet = none
      try sink.recognised(none)
      state = .skipping
      return hidden.count(
        head, from: (found ?? nearMiss?.table).map { $0.headerRows.upperBound + 1 } ?? head.rows.count)
    }
    if let found, let source = source(of: finder.withoutSideList(found), head) ?? source(of: found, head) {
      try finishTable(sink)
      try begin(finder.blocks(of: found).map(RosterReader.cleared), finder, source, head, announcement, sink)
      if let nearMiss, isFirst { try announcement.tell(nearMiss, before: found, to: sink) }
      state = .reading
      return try readRows(of: head, from: found.headerRows.upperBound + 1, sink)
    }
    let missed = found.map { TableFinder.NearMiss(table: $0, missing: [$0.sheet.derivable].compactMap(\.self)) }
    try leave(missed ?? nearMiss, announcement, isFirst: isFirst, sink)
    if isNotes, isFirst { try announcement.tellTemplate(marked: vocabulary.templateMark, in: texts, to: sink) }
    let next = (missed ?? nearMiss).map { $0.table.headerRows.upperBound + 1 }
    try readRows(of: head, from: next ?? (isFirst ? looked.count : 1), sink)
  }

  /// Without numbers of people in headings and lines above.
  static func cleared(_ table: TableFinder.Table) -> TableFinder.Table {
    var cleared = table
    cleared.headings = table.headings.mapValues { PersonalNumbers.masked($0, as: .naming) }
    cleared.titles = table.titles.map { PersonalNumbers.masked($0, as: .naming) }
    return cleared
  }

  /// Notes a table that cannot be read; a line that only looked like a heading leaves the table above as it is.
  private mutating func leave(
    _ nearMiss: TableFinder.NearMiss?, _ announcement: Recognition, isFirst: Bool, _ sink: some RosterSink
  ) throws {
    guard isFirst || nearMiss?.holdsRecords == true else {
      state = blocks.isEmpty ? .skipping : .reading
      return
    }
    try finishTable(sink)
    state = .skipping
    unread = UnreadTable(nearMiss, announcement)
    guard isFirst else { return }
    let none = announcement.sheet(nil)
    sheet = none
    try sink.recognised(none)
  }

  /// The name of the file, where the sheet has none of its own.
  private func fileTitle(of head: RowBatch) -> String? {
    SheetTitles.isUnnamed(head.sheetName, by: vocabulary.rows.words) ? SheetTitles.name(ofFile: settings.file) : nil
  }

  private func titles(of table: TableFinder.Table, _ sheetName: String) -> SheetTitles {
    SheetTitles(
      words: vocabulary.rows.words, lines: table.titles, sheetName: sheetName,
      fileName: SheetTitles.name(ofFile: settings.file))
  }

  func source(of table: TableFinder.Table, _ head: RowBatch) -> OrganisationSource? {
    OrganisationSearch(titles: titles(of: table, head.sheetName), branch: settings.branch)
      .source(of: table, rows: head, from: table.headerRows.upperBound + 1)
  }

  /// - Parameters:
  ///   - source: where rows of blocks get their branch from whose own columns and titles say none.
  ///   - head: the rows from the lines above the heading, or from the heading, on.
  mutating func begin(
    _ tables: [TableFinder.Table], _ finder: TableFinder, _ source: OrganisationSource, _ head: RowBatch,
    _ announcement: Recognition, _ sink: some RosterSink
  ) throws {
    guard var first = tables.first else { return }
    var tables = tables
    if tables.count == 1, let beside = finder.sideList(of: first) {
      side = SideList(beside, beside: first, in: head, announcement)
      first.cut(from: beside.start)
      tables = [first]
    }
    let recognised = announcement.sheet(first)
    sheet = recognised
    try sink.recognised(recognised)
    for finding in announcement.findings(tables, recognised) { try sink.found(finding) }
    if let day = settings.censusDay, let text = titles(of: first, announcement.sheetName).otherPeriod(than: day) {
      let place = Place(file: settings.file, sheet: announcement.sheetName)
      try sink.found(Finding("title-of-another-period", at: place, facts: ["value": text]))
    }
    if vocabulary.rows.isFormerSheet(announcement.sheetName) {
      let place = Place(file: settings.file, sheet: announcement.sheetName)
      try sink.found(Finding("sheet-maybe-former", at: place, facts: ["value": announcement.sheetName]))
    }
    let starts = tables.dropFirst().map { $0.headings.keys.min() ?? 1 }
    let ends = (starts + [side?.columns.lowerBound ?? SheetLimits.columns + 1]).map { max(1, $0 - 1) }
    blocks = zip(tables, zip([1] + starts, ends)).map { table, columns in
      let own = tables.count == 1 ? table : table.withTitles(over: columns.0...columns.1)
      var block = RecordBuilder(
        table: own, vocabulary: vocabulary, settings: settings, titles: titles(of: own, announcement.sheetName),
        source: tables.count == 1 ? source : self.source(of: own, head) ?? source)
      block.columns = columns.0...columns.1
      return block
    }
  }

  // MARK: Reading rows

  /// Reads the rows from index `first` on; a further heading row starts another table.
  mutating func readRows(of rows: RowBatch, from first: Int, _ sink: some RosterSink) throws {
    guard first < rows.rows.count else { return }
    var setAside: [SetAsideRow] = []
    var start: Int?
    for index in blocks.indices { blocks[index].noteMerges(of: rows) }
    side?.noteMarks(of: rows)
    hidden.noteFormulas(of: rows, from: first, headings: blocks)
    rows.bytes.withUnsafeBytes { bytes in
      for index in first..<rows.rows.count {
        let row = rows.rows[index]
        if vocabulary.spotter.isHeading(row, of: rows, bytes), !repeatsHeading(row, rows, bytes) {
          start = index
          return
        }
        read(row, of: rows, bytes, &setAside)
      }
    }
    try drain(setAside, to: sink)
    guard let start else { return }
    let rest = rows.suffix(from: start)
    if rest.rows.count >= TableFinder.rowLimit || rest.endsSheet {
      try recognise(rest, sink)
    } else {
      state = .searching(rest)
    }
  }

  private mutating func repeatsHeading(_ row: Row, _ rows: RowBatch, _ bytes: ByteText) -> Bool {
    !blocks.isEmpty && blocks[0].repeatsHeading(row, of: rows, bytes: bytes)
  }

  private mutating func read(_ row: Row, of rows: RowBatch, _ bytes: ByteText, _ setAside: inout [SetAsideRow]) {
    var reason: String?
    var isRecord = false
    for index in blocks.indices {
      if let code = hidden.reasonToLeaveOut(row) {
        reason = code
        break
      }
      switch blocks[index].build(row, of: rows, bytes: bytes) {
      case .record: isRecord = true
      case .blank: break
      case .setAside(let code): reason = reason ?? code
      }
    }
    if blocks.isEmpty, row.cellCount > 1 || unread?.isOfOneColumn == true { unread?.rows += 1 }
    if side != nil { side?.note(row, of: rows) }
    if isRecord || !SetAsideRow.saysNothing(reason) { hasRows = true }
    if isRecord {
      if !row.flags.isEmpty { hidden.note(row) }
      if !lines.isEmpty { lines = [] }
    } else if row.cellCount <= 3 {
      lines.insert(contentsOf: rows.cells(of: row).map { rows.text(of: $0) }, at: 0)
      lines = Array(lines.prefix(6))
    }
    // A row counts as set aside when none of its blocks holds a record, or when one lost it.
    guard let reason, !isRecord || SetAsideRow.losesRecord(reason) else { return }
    setAside.append(SetAsideRow(kind: sheet?.kind, row: Int(row.number), reason: reason))
  }

  private mutating func drain(_ setAside: [SetAsideRow], to sink: some RosterSink) throws {
    guard let sheet else { return }
    for index in blocks.indices {
      if blocks[index].batch.count > 0 {
        records += blocks[index].batch.count
        try sink.take(blocks[index].batch, sheet: sheet)
      }
      for finding in blocks[index].findings { try sink.found(finding) }
      blocks[index].batch.removeAll()
      blocks[index].findings.removeAll(keepingCapacity: true)
    }
    for row in setAside {
      try sink.setAside(row, sheet: sheet)
      // A block tells of a cadre who left itself, with the cell.
      if !leftOut.note(row), row.reason != "row-cadre-left" {
        try sink.found(Finding(row.reason, at: Place(file: settings.file, sheet: sheet.name, row: row.row)))
      }
    }
  }

  // MARK: Ends

  mutating func finishTable(_ sink: some RosterSink) throws {
    if let sheet {
      let place = Place(file: settings.file, sheet: sheet.name)
      // It says that there is nobody, where perhaps somebody forgot to fill it in.
      if !hasRows, sheet.kind == .member { try sink.found(Finding("roster-empty", at: place)) }
      if vocabulary.exportLimits.contains(records) {
        try sink.found(Finding("list-may-be-cut", at: place, facts: ["records": String(records)]))
      }
      let closing =
        leftOut.findings(at: place) + blocks.flatMap { $0.closingFindings() }
        + hidden.findings(at: place, records: records)
      for finding in closing { try sink.found(finding) }
      if hidden.hasFormulas { sheetsToldOfFormulas.insert(sheet.name) }
    }
    let beside = side
    side = nil
    for finding in unread?.findings() ?? [] { try sink.found(finding) }
    unread = nil
    leftOut = LeftOutRows()
    (records, hasRows) = (0, false)
    blocks = []
    hidden.beginTable()
    if let beside { try read(beside, sink) }
  }

  private mutating func finishSheet(_ sink: some RosterSink) throws {
    try finishTable(sink)
    hidden = HiddenRows(settings.choices)
    sheet = nil
    lines = []
    state = .searching(RowBatch())
  }
}
