// SPDX-License-Identifier: Apache-2.0

import Findings

extension Language {
  /// `people.csv` → `people.en.csv`; Chinese files have the plain name, so outputs of both languages may share a folder.
  package func fileName(_ name: String) -> String {
    guard self != .chinese, let dot = name.lastIndex(of: ".") else { return name }
    return name[..<dot] + ".\(rawValue)" + name[dot...]
  }
}
