// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Findings
import Tabular

// What is written into the record at hand, and what is found in its cells.

extension RecordBuilder {
  mutating func set(_ slot: Int, _ value: Slot) {
    if slot >= 0 { batch.slots[base + slot] = value }
  }

  /// Appends `text` to the batch's bytes and points the slot to it.
  mutating func set(_ slot: Int, text: some Sequence<UInt8>) {
    guard slot >= 0 else { return }
    let start = batch.bytes.count
    batch.bytes.append(contentsOf: text)
    batch.slots[base + slot] = .text(start: UInt32(start), length: UInt32(batch.bytes.count - start))
  }

  /// A problem of a cell; facts are quoted as far as a reader other than the sender may see them.
  mutating func report(_ code: String, _ index: Int, _ facts: [String: String] = [:]) {
    report(code, index, masked: facts.mapValues { quoted($0, plans[index]) })
  }

  /// - Parameter facts: masked by the caller, or nothing of a cell.
  mutating func report(_ code: String, _ index: Int, masked facts: [String: String]) {
    let plan = plans[index]
    let place = Place(file: file, sheet: sheetName, row: row, column: plan.column, heading: plan.heading)
    findings.append(Finding(code, at: place, facts: facts))
  }

  /// Whatever stands in a cell may be a number of a person in the wrong column, and near a person a name as well.
  func quoted(_ text: String, _ plan: FieldPlan) -> String {
    if plan.isNearPerson || isShifted, let shape = QuotedShape.of(text) { return shape }
    return PersonalNumbers.masked(text, as: .prose)
  }

  /// Whether a number stands where the name should, or nothing of an ID number where that should while the name is
  /// missing or another cell holds one.
  func hasSlipped(_ rows: RowBatch, _ bytes: ByteText) -> Bool {
    let name = namePlan.flatMap { text(ofPlan: $0, rows, bytes) }
    let id = idPlan.flatMap { text(ofPlan: $0, rows, bytes) }
    if let name, name.allSatisfy({ $0 < 0x41 }) { return true }
    guard let id else { return name == nil }
    if id.count >= 15, id[0] < 0xE3 { return false }
    // 不详 beside a name is an answer, no name that stands in the wrong column.
    guard let name else { return true }
    let isName = id[0] >= 0xE4 && id[0] <= 0xE9 && ShapeFact.isNameLike(id.string)
    if isName, !ShapeFact.isNameLike(name.string) { return true }
    return hot.indices.contains { index in
      guard index != idPlan, let text = text(ofPlan: index, rows, bytes) else { return false }
      switch hot[index].type {
      case .phone, .memberNumber: return text.count == 18 && NationalID(text, kind: .string).form != .malformed
      default: return PersonalNumbers.masked(text, as: .prose) != nil
      }
    }
  }
}
