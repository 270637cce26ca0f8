// SPDX-License-Identifier: Apache-2.0

package import Findings
import Policy

/// Findings of one code that have one cause, told once with all their places.
///
/// One cause are findings that say the same, wherever they stand; that differ in the value alone, in one column or one row of a
/// sheet; and those whose sentences quote no value to put right, of which one stands as an example.
package struct FindingCause: Sendable {
  /// The first finding of the cause, which stands for the others.
  package private(set) var first: RenderedFinding
  /// Where it was seen, in the order of the findings; those without a place are not among them.
  package private(set) var places: [Place]
  /// How many times it was seen.
  package private(set) var count: Int
  /// What was seen, with all values where several have one cause.
  package private(set) var message: String
  /// Whether the others say it with other values.
  package private(set) var isExample = false

  private init(_ finding: RenderedFinding) {
    first = finding
    places = finding.finding.place.map { [$0] } ?? []
    count = finding.finding.count
    message = finding.message
  }

  /// The causes behind findings of one code: what was seen most often first, equal ones in the order of the findings.
  ///
  /// - Parameter context: fills sentences anew with several values; without, values stay apart.
  package static func causes(of findings: [RenderedFinding], in context: CommandContext? = nil) -> [FindingCause] {
    var causes = merged(findings.map(FindingCause.init), atLeast: 2) { SheetKey($0, column: $0.column, $0.message) }
    let quotes = context.map { context in findings.first.map(context.quotesValue) ?? false } ?? true
    if let context, quotes {
      for spread in [Spread.column, .row] { causes = joined(causes, spread, context) }
    }
    causes = merged(causes, atLeast: manySheets) { $0.places.isEmpty ? nil : $0.message }
    if let context, quotes { causes = joined(causes, .sheets, context) }
    causes = examples(causes, quotes)
    return causes.enumerated().sorted { left, right in
      left.element.count == right.element.count
        ? left.offset < right.offset : left.element.count > right.element.count
    }.map(\.element)
  }

  // MARK: Merging

  /// In how many sheets the same sentence is told once for all.
  private static let manySheets = 3
  /// How many sentences that differ become one with an example.
  private static let manySentences = 4
  /// Values that a sentence quotes.
  private static let shownValues = 5

  private struct SheetKey: Hashable {
    var file: String?
    var sheet: String?
    var column: Int?
    var row: Int?
    var text: String

    init(_ cause: FindingCause, column: Int? = nil, row: Int? = nil, _ text: String) {
      let place = cause.first.finding.place
      (file, sheet) = (place?.file, place?.sheet)
      (self.column, self.row, self.text) = (column, row, text)
    }

    /// Of any sheet.
    init(_ text: String) { self.text = text }
  }

  private var column: Int? { first.finding.place?.column }

  /// Makes one of causes with the same key where there are enough of them, in the place of the first.
  private static func merged(
    _ causes: [FindingCause], atLeast least: Int, by key: (FindingCause) -> (some Hashable)?
  ) -> [FindingCause] {
    let groups = Dictionary(grouping: causes.indices, by: { key(causes[$0]) })
    let taken = groups.filter { $0.key != nil && $0.value.count >= least }.values
    var result: [Int: FindingCause] = Dictionary(uniqueKeysWithValues: causes.enumerated().map { ($0, $1) })
    for group in taken {
      for index in group.dropFirst() {
        result[group[0]]?.add(causes[index])
        result[index] = nil
      }
    }
    return result.sorted { $0.key < $1.key }.map(\.value)
  }

  private mutating func add(_ other: FindingCause) {
    places += other.places
    count += other.count
  }

  /// How far causes that differ in the value alone may stand apart.
  private enum Spread: CaseIterable {
    case column, row, sheets
  }

  /// Makes one of causes that differ in the value alone.
  private static func joined(_ causes: [FindingCause], _ spread: Spread, _ context: CommandContext) -> [FindingCause] {
    func key(_ cause: FindingCause) -> SheetKey? {
      guard let value = cause.value else { return nil }
      var facts = cause.first.finding.facts
      facts["value"] = nil
      let text = facts.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: "\n")
      switch spread {
      case .column: return SheetKey(cause, column: cause.column, text)
      case .row: return Set(cause.places.map(\.row)).count == 1 ? SheetKey(cause, row: cause.places[0].row, text) : nil
      // Several values of a sheet stay with it.
      case .sheets: return value.contains("”") ? nil : SheetKey(text)
      }
    }
    let values = Dictionary(grouping: causes.filter { key($0) != nil }, by: { key($0) })
    let least = spread == .sheets ? manySheets : 2
    return merged(causes, atLeast: least, by: key).map { cause in
      guard let all = values[key(cause)], all.count >= least else { return cause }
      var cause = cause
      let values = all.compactMap(\.value)
      let shown = values.indices.filter { !values[..<$0].contains(values[$0]) }.map { values[$0] }
      let rest = shown.count > shownValues ? ["…"] : []
      cause.first.finding.facts["value"] = (shown.prefix(shownValues) + rest).joined(
        separator: context.text("place.next-value"))
      cause.message = context.render([cause.first.finding])[0].message
      return cause
    }
  }

  /// A value that somebody could look for and put right; nil for a masked one.
  private var value: String? {
    guard let value = first.finding.facts["value"], !value.isEmpty, !value.contains("*"), !ShapeFact.isOne(value) else {
      return nil
    }
    return value
  }

  /// Of many sentences without a value that somebody could put right the first stands for all.
  private static func examples(_ causes: [FindingCause], _ quotes: Bool) -> [FindingCause] {
    func isPlain(_ cause: FindingCause) -> Bool {
      (!quotes || cause.value == nil) && !cause.places.isEmpty && cause.places.count < manySentences
        && cause.first.finding.related.isEmpty
    }
    let plain = causes.filter(isPlain)
    guard plain.count >= manySentences else { return causes }
    return merged(causes, atLeast: manySentences) { isPlain($0) ? 0 : nil }.map { cause in
      var cause = cause
      cause.isExample = cause.message == plain[0].message && cause.places.first == plain[0].places.first
      return cause
    }
  }
}

extension CommandContext {
  /// Whether the sentence of a finding quotes its value, so that several can stand in it.
  fileprivate func quotesValue(_ rendered: RenderedFinding) -> Bool {
    pack.messages.findings[rendered.finding.code]?.message[language].contains("“{value}”") == true
  }
}

extension FindingCause {
  /// "file ▸ sheet ▸ rows 2–19  what was seen"
  ///
  /// - Parameter withinSheet: leaves out the file and the sheet, where the line before has told them.
  package func line(of context: CommandContext, withinSheet: Bool = false) -> String {
    let places = withinSheet ? places.map { Place(file: "", row: $0.row, column: $0.column) } : places
    let place = context.spelled(sheets: places)
    let words = isExample ? context.text("place.example", ["message": message]) : message
    return place.isEmpty ? words : place + "  " + words
  }
}

extension CommandContext {
  private static let shownSheets = 3

  /// Places of several sheets: those of the first few, and how many there are.
  fileprivate func spelled(sheets places: [Place]) -> String {
    var sheets: [[String?]: [Place]] = [:]
    var order: [[String?]] = []
    for place in places {
      let key = [place.file, place.sheet]
      if sheets[key] == nil { order.append(key) }
      sheets[key, default: []].append(place)
    }
    let parts = order.prefix(CommandContext.shownSheets).map { key in
      let own = sheets[key] ?? []
      // Cells of several columns, as of a heading.
      return Set(own.map(\.column)).count > 1 ? cells(own) : spelled(own)
    }
    let shown = parts.joined(separator: text("place.and-sheet"))
    guard order.count > 1 else { return shown }
    let facts = ["places": shown, "sheets": String(order.count), "count": String(places.count)]
    return text(order.count > parts.count ? "place.sheets-more" : "place.sheets", facts)
  }

  private static let shownCells = 6

  private func cells(_ places: [Place]) -> String {
    let shown = places.prefix(CommandContext.shownCells).enumerated().map { index, place in
      index == 0 ? spelled(place) : (place.columnLetters ?? "") + (place.row.map(String.init) ?? "")
    }
    let cells = shown.joined(separator: text("place.and"))
    let isCut = places.count > shown.count
    return isCut ? text("place.cells-more", ["places": cells, "count": String(places.count)]) : cells
  }
}
