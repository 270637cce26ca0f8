// SPDX-License-Identifier: Apache-2.0

import CXLSXWriter
import Foundation

/// Why a workbook cannot be written, in the words of libxlsxwriter.
package struct XLSXFailure: Error, Sendable, CustomStringConvertible {
  package var description: String
}

/// How a cell looks.
package struct CellStyle: Sendable, Hashable {
  /// Background and text as 0xRRGGBB.
  package var fill: UInt32?
  /// Text colour as 0xRRGGBB; nil leaves that of the program.
  package var color: UInt32?
  /// Whether the text is bold.
  package var isBold = false
  /// Whether long text wraps and stands at the top.
  package var wraps = false
  /// Whether thin grey lines stand around the cell.
  package var hasBorder = false
  /// Whether the text is underlined once, as links are.
  package var isUnderlined = false
  /// Whether the text is struck out.
  package var isStruck = false
  /// A number format of Excel; `@` is text.
  package var format: String?

  package init(
    fill: UInt32? = nil, color: UInt32? = nil, isBold: Bool = false, wraps: Bool = false, hasBorder: Bool = false,
    isUnderlined: Bool = false, isStruck: Bool = false, format: String? = nil
  ) {
    self.fill = fill
    self.color = color
    self.isBold = isBold
    self.wraps = wraps
    self.hasBorder = hasBorder
    self.isUnderlined = isUnderlined
    self.isStruck = isStruck
    self.format = format
  }

  /// As Excel shows a cell that nobody has formatted.
  package static let plain = CellStyle()
}

/// An .xlsx being written row by row through libxlsxwriter: memory does not grow with the rows. The same calls give the
/// same bytes. The file appears under its name only when it is complete.
///
/// A class because it owns the workbook.
package final class XLSXFile {
  let book: UnsafeMutablePointer<lxw_workbook>
  private let path: String
  private let draft: String
  private var formats: [CellStyle: UnsafeMutablePointer<lxw_format>] = [:]
  private var isOpen = true
  private var sheetNames: Set<String> = []

  /// - Parameter created: what the file says of its making, in seconds since 1970: a day that the contents are of, never
  ///   the clock. The same content must give the same bytes.
  /// - Throws: `XLSXFailure` when the file cannot be made.
  package convenience init(path: String, created: Int = XLSXFile.usualTime) throws {
    let draft = path + ".part"
    // libxlsxwriter would notice only when it closes the file, and print what it thinks of it.
    // Its rights are its owner's, whatever the umask: workbooks hold people.
    let rights: [FileAttributeKey: Any] = [.posixPermissions: 0o600]
    guard FileManager.default.createFile(atPath: draft, contents: nil, attributes: rights) else {
      throw XLSXFailure(description: path)
    }
    try self.init(path: path, draft: draft, created: created)
  }

  /// 2019-01-01.
  package static let usualTime = 1_546_300_800

  /// - Parameter path: of a file that is there and is filled.
  /// - Throws: `XLSXFailure` when the file cannot be written.
  package convenience init(filling path: String) throws {
    try self.init(path: path, draft: path, created: XLSXFile.usualTime)
  }

  private init(path: String, draft: String, created: Int) throws {
    self.path = path
    self.draft = draft
    var options = lxw_workbook_options()
    options.constant_memory = 1
    options.use_zip64 = 0
    guard let made = workbook_new_opt(draft, &options) else { throw XLSXFailure(description: path) }
    book = made
    var properties = lxw_doc_properties()
    properties.created = created
    workbook_set_properties(made, &properties)
  }

  deinit {
    guard isOpen else { return }
    lxw_workbook_free(book)
    discard()
  }

  /// Adds a sheet; its name is made fit for Excel and unlike the others.
  ///
  /// - Returns: nil after as many sheets as libxlsxwriter takes.
  package func addSheet(_ name: String) -> XLSXSheet? {
    let fitted = fittedName(name)
    guard let sheet = workbook_add_worksheet(book, fitted) else { return nil }
    return XLSXSheet(sheet: sheet, name: fitted, file: self)
  }

  /// At most 31 UTF-16 units, none of the signs that Excel forbids, not empty, not there yet.
  private func fittedName(_ name: String) -> String {
    let allowed = name.filter { !"[]:*?/\\'".contains($0) && $0.unicodeScalars.allSatisfy { $0.value >= 0x20 } }
    var fitted = allowed.isEmpty ? "Sheet" : allowed
    while fitted.utf16.count > 31 { fitted.removeLast() }
    var (unique, number) = (fitted, 2)
    while !sheetNames.insert(unique.lowercased()).inserted {
      let suffix = " (\(number))"
      while fitted.utf16.count + suffix.utf16.count > 31 { fitted.removeLast() }
      unique = fitted + suffix
      number += 1
    }
    return unique
  }

  /// Names a range, so that lists of other sheets can use it.
  package func define(_ name: String, as range: String) { workbook_define_name(book, name, "=" + range) }

  func format(_ style: CellStyle) -> UnsafeMutablePointer<lxw_format>? {
    if style == .plain { return nil }
    if let known = formats[style] { return known }
    guard let made = workbook_add_format(book) else { return nil }
    if let fill = style.fill { format_set_bg_color(made, fill) }
    if let color = style.color { format_set_font_color(made, color) }
    if style.isBold { format_set_bold(made) }
    if style.isUnderlined { format_set_underline(made, UInt8(LXW_UNDERLINE_SINGLE.rawValue)) }
    if style.isStruck { format_set_font_strikeout(made) }
    if style.hasBorder {
      format_set_border(made, UInt8(LXW_BORDER_THIN.rawValue))
      format_set_border_color(made, 0xBF_BFBF)
    }
    if style.wraps {
      format_set_text_wrap(made)
      format_set_align(made, UInt8(LXW_ALIGN_VERTICAL_TOP.rawValue))
    }
    if let format = style.format { format_set_num_format(made, format) }
    formats[style] = made
    return made
  }

  /// Completes the file and puts it under its name.
  ///
  /// - Throws: `XLSXFailure` when the disk is full or the folder cannot be written; nothing is left behind.
  package func close() throws {
    isOpen = false
    let code = workbook_close(book)
    guard code == LXW_NO_ERROR else {
      discard()
      throw XLSXFailure(description: lxw_strerror(code).map { String(cString: $0) } ?? "\(code.rawValue)")
    }
    guard draft == path || rename(draft, path) == 0 else { throw XLSXFailure(description: path) }
  }

  private func discard() {
    if draft != path { try? FileManager.default.removeItem(atPath: draft) }
  }
}
