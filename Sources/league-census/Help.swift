// SPDX-License-Identifier: Apache-2.0

import Findings
import Foundation
import Policy

/// The words of `--help`, from the message files of the pack in force; read once, before the command line is parsed.
enum Help {
  static func text(_ key: String) -> String { texts[key]?[language] ?? "⟨\(key)⟩" }

  /// A text with placeholders; nil where the files have none of that key.
  static func localized(_ key: String) -> LocalizedText? { texts[key] }

  /// `--lang` as typed, else `LEAGUE_CENSUS_LANG`, else Chinese.
  static let language: Language = {
    let typed = value(of: "--lang") ?? ProcessInfo.processInfo.environment["LEAGUE_CENSUS_LANG"]
    return typed.flatMap(Language.init(rawValue:)) ?? .chinese
  }()

  /// Only the small command files are read here: the whole pack costs more than `cells` needs.
  private static let texts: [String: LocalizedText] =
    (try? PackLoader.texts(
      inFilesStartingWith: "commands", pack: value(of: "--pack") ?? Program.defaultPack, cache: .ofUser))
    ?? (try? PackLoader.texts(inFilesStartingWith: "commands", pack: Program.defaultPack, cache: .ofUser)) ?? [:]

  /// The value of an option before the parser has run: `--name value` or `--name=value`.
  private static func value(of option: String) -> String? {
    let arguments = CommandLine.arguments
    if let joined = arguments.first(where: { $0.hasPrefix(option + "=") }) {
      return String(joined.dropFirst(option.count + 1))
    }
    guard let index = arguments.firstIndex(of: option), index + 1 < arguments.count else { return nil }
    return arguments[index + 1]
  }
}

/// What the program says of itself.
enum Program {
  static let version = "0.4.0"
  static let defaultPack = "ningbo-2019"
}
