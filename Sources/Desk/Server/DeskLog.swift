// SPDX-License-Identifier: Apache-2.0

package import Logging

/// What the server tells about itself: on standard error, a line each, without personal data.
package enum DeskLog {
  /// A logger that writes to standard error.
  package static var logger: Logger {
    Logger(label: "desk") { StreamLogHandler.standardError(label: $0) }
  }
}
