// SPDX-License-Identifier: Apache-2.0

import ReportModel
import SheetReading

extension PackageMarking {
  /// Marks the cells of a sheet; one without marks is changed only where it must no longer be the selected one, or where it
  /// may bear former marks.
  func markSheet(_ index: Int) throws {
    guard let part = package.sheets[index].part else { return }
    let marks = SheetMarks(book, sheet: index)
    guard try !marks.levels.isEmpty || book.formerList != nil || isSelected(part),
      let stream = try package.stream(part)
    else { return }
    var links = try Relationships(
      try package.content(WorkbookPackage.relationshipsPart(of: part), limit: PackageMarking.partLimit), of: part)
    let attributes = "xmlns:lc=\"\(kinds.dropLast())\" lc:id=\"\(links.nextID)\""
    let hasNotes = !marks.notes.isEmpty
    var edit = SheetEdit(stream, marks: marks.levels, takesMarksAway: book.formerList != nil) { prefix in
      hasNotes ? "<\(prefix)legacyDrawing \(attributes)/>" : ""
    }
    try put(part) { try edit.next(into: $0, &styles) }
    try putNotes(marks.notes, former: edit.notesID, &links)
    if links.isChanged { try put(WorkbookPackage.relationshipsPart(of: part), links.bytes) }
  }

  /// Whether the sheet is one of those that are selected: its view stands near its beginning.
  private func isSelected(_ part: String) throws -> Bool {
    let head = try package.stream(part)?.take(16_384) ?? []
    return String(decoding: head, as: UTF8.self).contains("tabSelected")
  }

  // MARK: Notes

  /// - Parameter former: the relationship of the drawing that the sheet has; nil where it got one to come.
  private func putNotes(_ notes: [Note], former: String?, _ links: inout Relationships) throws {
    let present = links.targets(ofType: "comments").first
    let part = try present.map { try NotesPart(try content($0)) }
    let (dropped, others) = (part?.ownCells ?? [], part?.othersCells ?? [])
    guard !notes.isEmpty || !dropped.isEmpty else { return }
    // The drawing comes first: the sheet was given the next ID.
    let added = notes.filter { !others.contains($0.cell) }
    if let drawing = former.flatMap(links.target) {
      try put(drawing, try NoteShapes.adding(added, dropping: dropped, to: try content(drawing)))
    } else {
      try putNew("xl/drawings/vmlDrawing", "vml", "vmlDrawing", ContentTypes.shapes, NoteShapes.made(notes), &links)
    }
    if let present, let part {
      // Of threads the notes are only a shadow, which Excel makes anew.
      let isPlain = links.targets(ofType: "threadedComment").isEmpty
      try put(present, part.adding(notes, continuing: isPlain))
    } else {
      let made = try NotesPart.made(notes, namespace: namespace)
      try putNew("xl/comments", "xml", "comments", ContentTypes.notes, made, &links)
    }
  }

  private func putNew(
    _ stem: String, _ ending: String, _ kind: String, _ type: String, _ bytes: [UInt8], _ links: inout Relationships
  ) throws {
    let name = freeName(stem, ending)
    try put(name, bytes)
    types.add(name, type)
    _ = links.add(type: kinds + kind, target: name)
  }

  // MARK: The list and the styles

  /// - Returns: the part that lists the sheets.
  func addList() throws -> [UInt8] {
    let findings = FindingsList(book)
    var list = FindingsSheet(list: findings, namespace: namespace) { [styles] in styles.index(of: $0) }
    if let former = book.formerList, let part = package.sheets[former].part {
      try put(part) { list.next(into: $0) }
      return main.showing(former)
    }
    let part = freeName("xl/worksheets/sheet", "xml")
    try put(part) { list.next(into: $0) }
    types.add(part, ContentTypes.sheet)
    let id = relationships.add(type: kinds + "worksheet", target: part)
    return main.adding(findings.sheetName, relationship: id, namespace: String(kinds.dropLast()))
  }

  func putStyles() throws {
    if let part = package.stylesPart { return try put(part, try styles.applied()) }
    // Some readers look for no other name.
    let name = "xl/styles.xml"
    try put(name, try styles.applied())
    types.add(name, ContentTypes.styles)
    _ = relationships.add(type: kinds + "styles", target: name)
  }
}
