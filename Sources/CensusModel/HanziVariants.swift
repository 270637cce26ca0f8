// SPDX-License-Identifier: Apache-2.0

/// Which hanzi are compared as another: traditional and variant forms as the simplified one. Pack file `hanzi.yaml`.
package struct HanziVariants: Sendable, Hashable {
  private static let first: UInt32 = 0x3400
  private static let last: UInt32 = 0x9FFF

  /// By scalar from U+3400 to U+9FFF; 0 stands for itself. Empty without any variant.
  private var table: [UInt32] = []
  /// Of the other planes.
  private var others: [UInt32: UInt32] = [:]

  package init() {}

  /// - Parameter pairs: a variant, then its plain form, again and again.
  package init(pairs: some Sequence<Unicode.Scalar>) {
    table = Array(repeating: 0, count: Int(HanziVariants.last - HanziVariants.first) + 1)
    var variant: UInt32?
    for scalar in pairs {
      guard let from = variant else {
        variant = scalar.value
        continue
      }
      variant = nil
      if HanziVariants.isInTable(from) {
        table[Int(from - HanziVariants.first)] = scalar.value
      } else {
        others[from] = scalar.value
      }
    }
  }

  private static func isInTable(_ scalar: UInt32) -> Bool { first <= scalar && scalar <= last }

  /// The number of the plain form; of a scalar that is no variant its own.
  package func plain(_ scalar: UInt32) -> UInt32 {
    guard HanziVariants.isInTable(scalar) else { return others[scalar] ?? scalar }
    let plain = table.isEmpty ? 0 : table[Int(scalar - HanziVariants.first)]
    return plain == 0 ? scalar : plain
  }
}
