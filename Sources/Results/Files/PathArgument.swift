// SPDX-License-Identifier: Apache-2.0

import SheetReading

/// Arguments of the command line, which are bytes, as the verbs take them: paths keep every byte of their names.
package enum PathArgument {
  /// An argument as verbs take it; bytes that are no UTF-8 are kept in the way of `NativePath`.
  package static func text(_ bytes: [UInt8]) -> String { NativePath.text(bytes) }
}
