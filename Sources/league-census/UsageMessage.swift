// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Findings

/// What to say of a command line that cannot be understood: in the user's language, with the command or option that was
/// probably meant.
///
/// ArgumentParser words its errors in English and keeps their kind to itself, so they are told apart by their sentences; a
/// sentence that is not known here is printed as it is.
struct UsageMessage {
  /// The library's own sentence.
  let sentence: String
  /// What it prints beside it: a line on the option, and how the command is called.
  let details: [Substring]
  let arguments: [String]

  init(_ error: any Error, arguments: [String]) {
    sentence = LeagueCensus.message(for: error)
    details = LeagueCensus.fullMessage(for: error).split(separator: "\n")
    self.arguments = arguments
  }

  /// The lines to print.
  var text: String {
    var lines = [Help.text("usage.error") + (unknownCommand ?? unknownOption ?? translated)]
    if unknownCommand == nil { lines += details.filter { $0.hasPrefix("Usage:") }.map(usage) }
    lines.append(Help.text("usage.see") + (["league-census"] + knownCommands + ["--help"]).joined(separator: " "))
    return lines.joined(separator: "\n")
  }

  private func usage(_ line: Substring) -> String { Help.text("usage.usage") + line.dropFirst("Usage:".count) }

  // MARK: Commands

  /// The command that was typed, where there is none of that name, with the nearest ones.
  private var unknownCommand: String? {
    guard let typed = words.dropFirst(knownCommands.count).first, !commands(below: knownCommands).isEmpty else {
      return nil
    }
    let near = Nearest.names(to: typed, among: commands(below: knownCommands)).prefix(2)
    return UsageMessage.filled(
      "usage.unknown-command", ["value": typed, "nearest": near.joined(separator: Help.text("usage.or"))])
  }

  /// What stands before the first option, and after the options that every command takes.
  private var words: [String] {
    var words: [String] = []
    var rest = arguments[...]
    while let next = rest.popFirst() {
      if !next.hasPrefix("-") {
        words.append(next)
      } else if ["--workspace", "-w", "--pack", "--rules-on", "--lang", "--color"].contains(next) {
        _ = rest.popFirst()
      } else if !["--quiet", "-q", "--no-progress"].contains(next), !next.contains("=") {
        break
      }
    }
    return words
  }

  /// The words that name a command, from the outside in.
  private var knownCommands: [String] {
    var known: [String] = []
    for word in words {
      guard commands(below: known).contains(word) else { break }
      known.append(word)
    }
    return known
  }

  private func commands(below names: [String]) -> [String] {
    command(named: names)?.configuration.subcommands.map(UsageMessage.name) ?? []
  }

  private func command(named names: [String]) -> (any ParsableCommand.Type)? {
    names.reduce(LeagueCensus.self) { command, name in
      command?.configuration.subcommands.first { UsageMessage.name($0) == name }
    }
  }

  private static func name(_ command: any ParsableCommand.Type) -> String { command.configuration.commandName ?? "" }

  // MARK: Options

  /// An option that was typed and that the command does not have, also where the library complains of another one first.
  private var unknownOption: String? {
    guard let command = command(named: knownCommands), commands(below: knownCommands).isEmpty else { return nil }
    let help = LeagueCensus.helpMessage(for: command, includeHidden: true, columns: 10_000)
    let known = Set(help.matches(of: /--[a-z][a-z-]*/).map { String($0.output) })
    let typed = arguments.prefix { $0 != "--" }.filter { $0.hasPrefix("--") }
      .map { String($0.prefix { $0 != "=" }) }
    guard let unknown = typed.first(where: { !known.contains($0) }) else { return nil }
    let near = Nearest.names(to: unknown, among: known).first ?? ""
    return UsageMessage.filled("usage.unknown-option", ["value": unknown, "option": near])
  }

  // MARK: The library's sentences

  private var translated: String {
    for (key, shape) in UsageMessage.shapes {
      guard let match = try? shape.wholeMatch(in: sentence) else { continue }
      var facts: [String: String] = [:]
      for (name, value) in zip(["value", "option", "other"], match.output.dropFirst()) {
        facts[name] = value.substring.map(String.init) ?? ""
      }
      facts["help"] = help
      return UsageMessage.filled(key, facts)
    }
    return sentence
  }

  /// What `--help` says of the option in question.
  private var help: String {
    let line = details.first { $0.hasPrefix("Help:") }.map { $0.dropFirst("Help:".count) } ?? ""
    return line.split(separator: "  ").last.map { String($0.drop { $0 == " " }) } ?? ""
  }

  private static func filled(_ key: String, _ facts: [String: String]) -> String {
    Help.localized(key)?.filled(facts, in: Help.language) ?? "⟨\(key)⟩"
  }

  private static var shapes: [(key: String, shape: Regex<AnyRegexOutput>)] {
    [
      ("usage.missing-argument", Regex(/Missing expected argument '([^ <']*) ?[^']*'/)),
      ("usage.missing-value", Regex(/Missing value for '([^ <']*) ?[^']*'/)),
      ("usage.unknown-option", Regex(/Unknown option '([^']*)'(?:\. Did you mean '([^']*)'\?)?/)),
      ("usage.unexpected", Regex(/(?:\d+ unexpected arguments:|Unexpected argument) '(.*)'/)),
      ("usage.invalid-value", Regex(/The value '(.*)' is invalid for '([^ <']*) ?[^']*'\.?(?s:.*)/)),
      ("usage.no-value", Regex(/The option '([^']*)' does not take any value, but '(.*)' was specified\./)),
      ("usage.missing-command", Regex(/(Missing required subcommand)\./)),
    ]
  }
}
