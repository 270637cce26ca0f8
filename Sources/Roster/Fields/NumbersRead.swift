// SPDX-License-Identifier: Apache-2.0

/// The bare numbers of a column that were read as codes, and what they were taken for.
struct NumbersRead: CustomStringConvertible {
  /// More of them are not told one by one.
  private static let most = 12

  /// The row in which the first of them stands.
  let firstRow: Int
  /// Label of the code by number as it is spelled.
  var labels: [String: String] = [:]

  var description: String {
    let told = labels.sorted { $0.key < $1.key }.prefix(NumbersRead.most).map { "\($0.key)＝\($0.value)" }
    return told.joined(separator: "、") + (labels.count > NumbersRead.most ? "……" : "")
  }
}
