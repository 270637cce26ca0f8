// SPDX-License-Identifier: Apache-2.0

import ReportModel
import SheetReading

/// Text for a terminal: what names hold that it would obey stands there by number.
package enum PlainText {
  /// - Parameter keepsLines: whether line feeds and tabs stay.
  package static func spelled(_ text: String, keepsLines: Bool = false) -> String {
    VisibleText.spelled(NativePath.decoded(text), keepsLines: keepsLines)
  }
}
