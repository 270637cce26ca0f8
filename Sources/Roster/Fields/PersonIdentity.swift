// SPDX-License-Identifier: Apache-2.0

package import CensusModel
import Tabular

/// The identity that the rows of a person carry, from a number that somebody types.
package enum PersonIdentity {
  /// - Returns: nil for a text that tells nobody apart.
  package static func pseudonym(of number: String, by pseudonymiser: any Pseudonymiser) -> Pseudonym? {
    var digits = Array(number.utf8).withUnsafeBytes { RecordBuilder.plainNumber($0) }
    let form = digits.withUnsafeBytes { NationalID($0, kind: .string).form }
    guard form.identifies, RecordBuilder.isDistinctive(digits) else { return nil }
    if form == .fifteen { digits = RecordBuilder.eighteen(from: digits) }
    return digits.withUnsafeBytes { pseudonymiser.pseudonym(of: $0, domain: RecordBuilder.identityDomain) }
  }
}
