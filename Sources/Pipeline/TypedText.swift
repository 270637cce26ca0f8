// SPDX-License-Identifier: Apache-2.0

import Roster

/// What somebody typed, as it may be kept.
package enum TypedText {
  /// The text with the digits of numbers of persons as stars.
  package static func kept(_ text: String) -> String { PersonalNumbers.masked(text, as: .prose) }
}
