// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Foundation

/// What the lines above a table and the name of its sheet say of the list: whose it is, of when, and of whom.
struct SheetTitles {
  let words: RowVocabulary
  /// The lines above the heading, nearest first.
  let lines: [String]
  let sheetName: String
  /// Without folders and ending.
  let fileName: String

  /// Whether a sheet has no name of its own: that of a CSV file, and those that programs give.
  static func isUnnamed(_ sheet: String, by words: RowVocabulary) -> Bool {
    let name = sheet.lowercased().filter { !$0.isWhitespace && !$0.isNumber }
    return name.isEmpty || words.unnamedSheets.contains(name)
  }

  /// The name of a file without folders, archive and ending.
  static func name(ofFile file: String) -> String {
    let name = file.split(whereSeparator: { "/▸".contains($0) }).last ?? ""
    let stem = name.lastIndex(of: ".").map { name[..<$0] } ?? name
    return stem.trimmingCharacters(in: .whitespaces)
  }

  /// The branch that a line above the heading names: 甬江中学高一（1）班团支部团员花名册.
  var branchOfTitle: String? { lines.lazy.compactMap { branch(in: $0) }.first }
  var branchOfSheetName: String? { branch(in: sheetName) }
  var branchOfFileName: String? { branch(in: fileName) }

  /// The name of a branch within a text; nil where none, or more than one, is named.
  func branch(in text: String) -> String? {
    let parts = text.split { $0.isWhitespace || $0.isNewline || "：:；;，,。《》“”\"".contains($0) }
    let names = parts.compactMap { branch(of: String($0)) }
    guard Set(names).count == 1 else { return nil }
    return school.flatMap { whole(names[0], of: $0) } ?? names[0]
  }

  private func branch(of part: String) -> String? {
    let text = plain(part)
    let ends = words.branchEndings.compactMap { text.range(of: $0)?.upperBound }
    guard let end = ends.max() ?? classEnd(in: text) else { return nil }
    let name = String(text[..<end])
    let isBare = words.branchEndings.contains { name == $0 } || words.branchesUnless.contains { name.contains($0) }
    return isBare ? nil : name
  }

  func plain(_ part: String) -> String { withoutTime(SheetTitles.withoutNumber(part)) }

  /// 一、甬江中学… and （2）甬江中学… begin with the number of a section.
  private static func withoutNumber(_ part: String) -> String {
    let signs: (Character) -> Bool = { "一二三四五六七八九十".contains($0) || $0.isASCII && $0.isNumber }
    let inner = part.drop { "(（".contains($0) }
    let number = inner.prefix(while: signs)
    let rest = inner.dropFirst(number.count)
    guard !number.isEmpty, number.count < 4, let sign = rest.first else { return part }
    let ends = inner.startIndex == part.startIndex ? "、.．" : ")）"
    guard ends.contains(sign) else { return part }
    return String(rest.dropFirst().drop { "、.．".contains($0) })
  }

  /// 2018-2019学年第二学期甬江中学… begins with 甬江中学.
  private func withoutTime(_ text: String) -> String {
    let isTime: (Character) -> Bool = { $0.isNumber || "〇零一二三四五六七八九十第上下半度-—–至".contains($0) }
    var rest = Substring(text)
    while let first = rest.first, first.isNumber || first == "第" {
      let lead = rest.prefix(while: isTime)
      guard let ending = words.timeEndings.first(where: { rest.dropFirst(lead.count).hasPrefix($0) }),
        lead.first?.isASCII == true || lead.first == "第"
      else { break }
      rest = rest.dropFirst(lead.count + ending.count)
    }
    return rest.isEmpty ? text : String(rest)
  }

  /// What the sheet is called, or the file where the sheet has no name of its own.
  var ownNames: [String] { SheetTitles.isUnnamed(sheetName, by: words) ? [fileName] : [sheetName] }

  /// The text that names another period than that of `day`; nil where none does.
  func otherPeriod(than day: CalendarDay) -> String? {
    (ownNames + lines).first { isOfAnotherPeriod($0, day) }
  }

  private func isOfAnotherPeriod(_ text: String, _ day: CalendarDay) -> Bool {
    let plain = SheetTitles.withPlainYears(String(HeadingText.compatible(text).filter { !$0.isWhitespace }))
    let years = years(in: plain)
    guard !years.isEmpty, plain.count < 60 else { return false }
    guard years.contains(day.year) else { return true }
    // Of several years the quarter may belong to any.
    guard Set(years).count == 1 else { return false }
    let named = words.quarters.indices.filter { index in words.quarters[index].contains { plain.contains($0) } }
    let quarter = (day.month - 1) / 3
    if named.isEmpty { return SheetTitles.month(in: plain, of: day.year).map { $0 <= quarter * 3 } ?? false }
    return named.count == 1 && named[0] != quarter
  }

  /// The only month that stands behind the year: 3 of 2019年3月; nil where a day follows, as of an entry, or several do.
  private static func month(in text: String, of year: Int) -> Int? {
    let parts = text.ranges(of: "\(year)年").map { text[$0.upperBound...] }
    guard parts.count == 1, let part = parts.first else { return nil }
    let digits = part.prefix { $0.isASCII && $0.isNumber }
    let rest = part.dropFirst(digits.count)
    guard let month = Int(digits), (1...12).contains(month), rest.hasPrefix("月") else { return nil }
    return rest.dropFirst().first.map { $0.isNumber || "-至到—~".contains($0) } ?? false ? nil : month
  }

  /// 二〇一八年 as 2018年.
  private static func withPlainYears(_ text: String) -> String {
    let signs = Array("〇一二三四五六七八九")
    var (result, run) = ("", "")
    for character in text {
      if let digit = signs.firstIndex(of: character == "零" || character == "○" ? "〇" : character) {
        run.append(String(digit))
        result.append(character)
      } else {
        if character == "年", run.count == 4 { result = result.dropLast(4) + run }
        result.append(character)
        run = ""
      }
    }
    return result
  }

  /// Years that are none of a class (2018级) and no part of a full date, unless the list is of that day (截至2018年12月31日).
  private func years(in text: String) -> [Int] {
    var years: [Int] = []
    var rest = Substring(text)
    while let start = rest.firstIndex(where: { $0.isASCII && $0.isNumber }) {
      let digits = rest[start...].prefix { $0.isASCII && $0.isNumber }
      let before = text[..<start]
      rest = rest[digits.endIndex...]
      guard digits.count == 4, let year = Int(digits), (1980...2100).contains(year) else { continue }
      let isOfClass = words.cohorts.contains { rest.hasPrefix($0) || rest.hasPrefix("年" + $0) }
      let isOfDay = rest.hasPrefix("年") && rest.prefix(7).contains("日")
      let lead = before.last.map { "：:".contains($0) } ?? false ? before.dropLast() : before
      let isAsOf = words.asOf.contains { lead.hasSuffix($0) }
      if !isOfClass, !isOfDay || isAsOf { years.append(year) }
    }
    return years
  }
}
