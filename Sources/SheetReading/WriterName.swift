// SPDX-License-Identifier: Apache-2.0

/// The program that probably wrote a file, by what it says of itself; told to the user, decides nothing.
enum WriterName {
  /// - Parameter text: the part of a file that holds its properties.
  static func find(in text: String) -> String? {
    if text.contains("KSOProductBuildVer") || text.contains("ksoProductBuildVer") { return "WPS Office" }
    for (open, close) in [
      ("<Application>", "<"), ("<meta:generator>", "<"), ("<ap:Application>", "<"), ("generator\" content=\"", "\""),
      ("Generator content=\"", "\""), ("generator content=\"", "\""),
    ] {
      guard let start = text.firstRange(of: open) else { continue }
      let name = text[start.upperBound...].prefix { !close.contains($0) && $0 != "\n" }
      // LibreOffice/7.4.7.2$Linux_X86_64 …: the name and its version are enough.
      return String(name.prefix { $0 != "$" }.prefix(60))
    }
    if text.contains("<WindowHeight>") || text.contains("<x:WindowHeight>") { return "Microsoft Excel" }
    return nil
  }
}
