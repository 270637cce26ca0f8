// SPDX-License-Identifier: Apache-2.0

/// A language LeagueCensus speaks; Simplified Chinese is the default.
package enum Language: String, Sendable, Hashable, CaseIterable {
  case chinese = "zh-Hans"
  case english = "en"
}

/// One text in each language.
package struct LocalizedText: Sendable, Hashable, Codable {
  /// The text in Simplified Chinese, the language of the clerks.
  package var chinese: String
  /// The text in English.
  package var english: String

  package init(chinese: String, english: String) {
    self.chinese = chinese
    self.english = english
  }

  /// The text in one language.
  package subscript(language: Language) -> String {
    switch language {
    case .chinese: chinese
    case .english: english
    }
  }

  /// The names in braces, in order.
  package func placeholders(in language: Language) -> [String] {
    self[language].matches(of: /\{([^}|]*)(\|[^}]*)?\}/).map { String($0.output.1) }
  }

  /// The text with each `{name}` replaced by `facts[name]`; an unknown placeholder stays as it is.
  ///
  /// `{name|, near ones: }` is for what may be missing: the words and the fact, or nothing where the fact is empty, `–` or
  /// not there.
  package func filled(_ facts: [String: String], in language: Language) -> String {
    let template = self[language]
    guard template.utf8.contains(UInt8(ascii: "{")) else { return template }
    var result = ""
    var rest = template[...]
    while let open = rest.utf8.firstIndex(of: UInt8(ascii: "{")),
      let close = rest[open...].utf8.firstIndex(of: UInt8(ascii: "}"))
    {
      result += rest[..<open]
      result += LocalizedText.value(of: rest[rest.index(after: open)..<close], facts)
      rest = rest[rest.index(after: close)...]
    }
    return result + rest
  }

  private static func value(of placeholder: Substring, _ facts: [String: String]) -> String {
    guard let bar = placeholder.firstIndex(of: "|") else {
      return facts[String(placeholder)] ?? "{\(placeholder)}"
    }
    let fact = facts[String(placeholder[..<bar])] ?? ""
    return fact.isEmpty || fact == "–" ? "" : placeholder[placeholder.index(after: bar)...] + fact
  }
}
