// SPDX-License-Identifier: Apache-2.0

package import DeskStore

/// How a desk is served.
package struct DeskSettings: Sendable {
  /// The address to listen on: a name or a number.
  package var host: String
  /// The port; 0 takes a free one.
  package var port: Int
  /// PEM files of certificate and key; nil serves plain HTTP, for a proxy before it or the machine itself.
  package var tls: (certificate: String, key: String)?
  /// Names by which browsers may call the desk, besides the addresses of the machine.
  package var names: Set<String> = []
  /// Whether a proxy on this machine stands before it, whose word on address and scheme counts.
  package var isBehindProxy = false
  /// What may be handed in at once.
  package var limits = UploadLimits()
  /// How long sessions last.
  package var times = SessionTimes()
  /// What a guess of a password costs.
  package var cost = PasswordHash.Cost.usual
  /// The folder in which the administrator makes backups; nil where none is made from the desk.
  package var backups: String?
  /// Whether the workspace is an invented one.
  package var isDemo = false
  /// How long a page waits for figures that are being worked out anew before it shows those it has, with their time.
  package var patience: Duration = .milliseconds(120)
  /// Seconds without a byte after which a connection is closed.
  package var idleTimeout: Int64 = 60
  /// Where the tasks of the desk run; nil: with all others of the process.
  package var executor: (any TaskExecutor)?
  /// Version of the program, which reports name.
  package var programVersion: String

  package init(host: String, port: Int, programVersion: String) {
    self.host = host
    self.port = port
    self.programVersion = programVersion
  }
}

/// How much one upload may hold.
package struct UploadLimits: Sendable, Hashable {
  /// Bytes of all files together.
  package var bytes = 512 << 20
  /// How many files.
  package var files = 400
  /// How many uploads of one account may lie at the desk.
  package var waiting = 20
  /// Seconds that the bytes of one upload may take.
  package var seconds = 1800
  /// Seconds that the bytes of a form may take.
  package var formSeconds = 60

  /// The usual ones.
  package init() {}
}
