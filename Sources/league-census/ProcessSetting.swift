// SPDX-License-Identifier: Apache-2.0

import Glibc
import Pipeline
import Results

/// What the program asks of the system before it does anything.
enum ProcessSetting {
  /// Whatever is made is for its owner only, and no file that is opened takes the place of a closed standard stream: what is
  /// printed would be written into it.
  static func secure() {
    umask(0o077)
    for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(descriptor, F_GETFD) == -1 {
      // Writing to it fails, as writing to a closed stream does.
      let opened = open("/dev/null", O_RDONLY)
      if opened >= 0, opened != descriptor {
        dup2(opened, descriptor)
        close(opened)
      }
    }
  }

  /// The command line in bytes: a path may hold a name in GBK.
  static var arguments: [String] {
    (1..<max(1, Int(CommandLine.argc))).compactMap { index in
      guard let text = CommandLine.unsafeArgv[index] else { return nil }
      return PathArgument.text(UnsafeBufferPointer(start: text, count: strlen(text)).map { UInt8(bitPattern: $0) })
    }
  }
}
