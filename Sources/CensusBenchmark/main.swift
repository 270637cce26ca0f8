// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Foundation
import SampleRosters

// Measures the built program on 100 000 members against xmllint on the same bytes, and two quarters against each other:
// `make bench`. Another number of members is the first argument; from 200 000 on every step runs once.
// Every step runs as a process of its own; CPU, wall time and peak memory come from /usr/bin/time. The steps against
// xmllint take turns, because a machine is not equally fast all the time: their ratio is the median over the turns.

let members = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 100_000
let program = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().path + "/league-census"
let folder = FileManager.default.temporaryDirectory.appendingPathComponent("league-census-bench").path
try? FileManager.default.removeItem(atPath: folder)
defer { try? FileManager.default.removeItem(atPath: folder) }

// Two quarters with everything in them.
let (former, quarter) = (Period("2019-Q1")!, Period("2019-Q2")!)
let usualRuns = members < 200_000 ? 3 : 1
try SampleCity(.init(members: members, seed: SampleStories.seed, periods: [former, quarter], pageRows: 60_000))
  .write(to: folder + "/rosters")
let rosters = "\(folder)/rosters/\(quarter)"
let names = try FileManager.default.contentsOfDirectory(atPath: rosters).sorted()
let all = names.map { rosters + "/" + $0 }

func size(of path: String) -> Int {
  let attributes = try? FileManager.default.attributesOfItem(atPath: path)
  return (attributes?[.size] as? Int) ?? 0
}

/// What one step cost, the best of several runs.
struct Cost {
  var cpu = Double.infinity
  var wall = Double.infinity
  var peak = 0.0
}

extension Cost {
  /// The medians of a step over its turns.
  init(_ turns: [[Cost]], _ step: Int) {
    self.init(
      cpu: median(turns.map { $0[step].cpu }), wall: median(turns.map { $0[step].wall }),
      peak: turns.map { $0[step].peak }.max() ?? 0)
  }
}

func measure(_ command: [String], runs: Int = usualRuns, before: () -> Void = {}) throws -> Cost {
  var best = Cost()
  for _ in 0..<runs {
    before()
    let report = folder + "/time"
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/time")
    process.arguments = ["-f", "%U %S %e %M", "-o", report] + command
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    let last = try String(contentsOfFile: report, encoding: .utf8).split(separator: "\n").last ?? ""
    let numbers = last.split(separator: " ").compactMap { Double($0) }
    guard numbers.count == 4 else { continue }
    best.cpu = min(best.cpu, numbers[0] + numbers[1])
    best.wall = min(best.wall, numbers[2])
    best.peak = max(best.peak, numbers[3] / 1024)
  }
  return best
}

let workspace = folder + "/workspace"
let base = ["--workspace", workspace, "--quiet"]
let total = all.reduce(0) { $0 + size(of: $1) }
let importCommand = [program, "import", "--period", "2019-Q2", rosters, "--fail-on", "never", "--format", "csv"] + base
let steps: [(name: String, command: [String])] = [
  ("xmllint --sax --noout", ["xmllint", "--sax", "--noout"] + all),
  ("reading", [program, "cells", "--count"] + all), ("import", importCommand),
  ("assess", [program, "assess", "--period", "2019-Q2", "--fail-on", "never"] + base),
]
let turns = try (0..<(members < 200_000 ? 7 : 1)).map { _ in
  try? FileManager.default.removeItem(atPath: workspace)
  return try steps.map { try measure($0.command, runs: 1) }
}

func median(_ numbers: [Double]) -> Double { numbers.sorted()[numbers.count / 2] }

// MARK: The floor

func output(_ command: [String]) throws -> String {
  let process = Process()
  let pipe = Pipe()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  process.arguments = command
  process.standardOutput = pipe
  try process.run()
  let data = pipe.fileHandleForReading.readDataToEndOfFile()
  process.waitUntilExit()
  return String(decoding: data, as: UTF8.self)
}

/// What an import cannot cost less than: the same rows written by one writer into the same tables, without a check. They
/// come from the period that was imported; in their order, so that SQLite does not copy whole pages.
func bareInserts() throws -> Cost {
  let period = "\(workspace)/periods/\(quarter).sqlite"
  let names = try output([
    "sqlite3", period, "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%WITHOUT ROWID%'",
  ])
  let inserts = names.split(separator: "\n").map {
    "INSERT INTO main.\($0) SELECT * FROM imported.\($0) ORDER BY rowid;\n"
  }
  let script =
    try output(["sqlite3", period, ".schema"])
    + "ATTACH DATABASE '\(period)' AS imported;\nBEGIN;\n" + inserts.joined() + "COMMIT;\n"
  try script.write(toFile: folder + "/floor.sql", atomically: true, encoding: .utf8)
  return try measure(["sqlite3", folder + "/floor.sqlite", ".read \(folder)/floor.sql"]) {
    try? FileManager.default.removeItem(atPath: folder + "/floor.sqlite")
  }
}

let floor = try bareInserts()
let oneByOne = try measure(importCommand + ["--jobs", "1"]) {
  try? FileManager.default.removeItem(atPath: workspace)
}
print("floor: importing \(members) members, \(all.count) files, \(total / 1_000_000) MB")
print("| step | CPU | wall | CPU: import against it | wall: import against it |")
print("|---|---|---|---|---|")
for (name, step) in [("the same rows written bare", floor), (steps[0].name, Cost(turns, 0))] {
  let whole = Cost(turns, 2)
  let numbers = [
    String(format: "%.2f s", step.cpu), String(format: "%.2f s", step.wall),
    String(format: "%.2f ×", whole.cpu / step.cpu), String(format: "%.2f ×", whole.wall / step.wall),
  ]
  print("| \(name) | " + numbers.joined(separator: " | ") + " |")
}
print(
  String(
    format: "import with --jobs 1: %.2f s CPU, %.2f s wall, %.0f MB\n", oneByOne.cpu, oneByOne.wall, oneByOne.peak))

func row(_ step: Int) -> String {
  let costs = turns.map { $0[step] }
  let ratio = median(turns.map { $0[step].cpu / $0[0].cpu })
  let numbers = [
    String(format: "%.2f s", median(costs.map(\.cpu))), String(format: "%.2f s", median(costs.map(\.wall))),
    String(format: "%.2f ×", ratio), String(format: "%.0f MB", costs.map(\.peak).max() ?? 0),
  ]
  return "| \(steps[step].name) | " + numbers.joined(separator: " | ") + " |"
}

print(
  "\(members) members, \(all.count) files, \(total / 1_000_000) MB"
)
print("| step | CPU | wall | CPU against xmllint | peak memory |")
print("|---|---|---|---|---|")
for step in steps.indices { print(row(step)) }

// MARK: Two quarters

/// A table row with the shares of another step's times.
func share(_ name: String, _ cost: Cost, of other: Cost) -> String {
  let numbers = [
    String(format: "%.2f s", cost.cpu), String(format: "%.2f s", cost.wall),
    String(format: "%.2f ×", cost.cpu / other.cpu), String(format: "%.2f ×", cost.wall / other.wall),
    String(format: "%.0f MB", cost.peak),
  ]
  return "| \(name) | " + numbers.joined(separator: " | ") + " |"
}

func importing(_ period: Period) throws -> Cost {
  let folder = "\(folder)/rosters/\(period)"
  let command = [program, "import", "--period", "\(period)", folder, "--fail-on", "never", "--format", "csv"]
  return try measure(command + base, runs: 1)
}
try? FileManager.default.removeItem(atPath: workspace)
let quarters = try [importing(former), importing(quarter)]
let comparison = [
  program, "compare", "--from", "\(former)", "--to", "\(quarter)", "--part", "bridges", "--format", "csv",
]
let everywhere = try measure(comparison + ["--unit", "all"] + base)
let atRoot = try measure(comparison + base)

print("\ntwo quarters of \(members) members")
print("| step | CPU | wall | CPU against the import of \(quarter) | wall against it | peak memory |")
print("|---|---|---|---|---|---|")
print(share("import \(former)", quarters[0], of: quarters[1]))
print(share("import \(quarter)", quarters[1], of: quarters[1]))
print(share("compare, bridges of every indicator at every unit", everywhere, of: quarters[1]))
print(share("compare, bridges at the root", atRoot, of: quarters[1]))

let file = "\(workspace)/periods/\(former).sqlite"
let reread = try measure(["sha256sum", file])
// Both issue the report once, to keep its hash and to see that it is the same still.
let reporting = try measure(
  [program, "report", "--period", "\(former)", "--out", folder + "/report", "--outputs", "html,json"] + base)
let sealing = try measure(
  [program, "seal", "--period", "\(former)", "--by", "bench", "--block-at", "never"] + base, runs: 1)
let verifying = try measure([program, "verify", "--period", "\(former)"] + base)

print("\nsealing a period of \(size(of: file) / 1_000_000) MB")
print("| step | CPU | wall | CPU against reading the file once | wall against it | peak memory |")
print("|---|---|---|---|---|---|")
print(share("sha256sum of the period", reread, of: reread))
print(share("report", reporting, of: reread))
print(share("seal", sealing, of: reread))
print(share("verify", verifying, of: reread))

// MARK: Readers against their peers

// Python packages in an environment of their own, which the Makefile makes; office programs where they are installed.
let python = CommandLine.arguments.dropFirst(2).first ?? ""
guard FileManager.default.isExecutableFile(atPath: python) else { exit(0) }
let peers = URL(fileURLWithPath: #filePath).deletingLastPathComponent().path + "/peers.py"
let conversion = Process()
conversion.executableURL = URL(fileURLWithPath: python)
conversion.arguments = [peers, "convert", rosters, folder]
try conversion.run()
conversion.waitUntilExit()

func installed(_ program: String) -> String? {
  let path = "/usr/bin/" + program
  return FileManager.default.isExecutableFile(atPath: path) ? path : nil
}

var contests: [(file: String, peer: String, command: [String])] = [
  ("roster.xlsx", "python-calamine", [python, peers, "calamine", folder + "/roster.xlsx"]),
  ("roster.xlsx", "polars/fastexcel", [python, peers, "fastexcel", folder + "/roster.xlsx"]),
  ("roster.ods", "python-calamine", [python, peers, "calamine", folder + "/roster.ods"]),
  ("roster.csv", "polars", [python, peers, "polars", folder + "/roster.csv"]),
  ("roster.html", "lxml", [python, peers, "lxml_html", folder + "/roster.html"]),
  ("roster.xml", "xmllint --sax", ["xmllint", "--sax", "--noout", folder + "/roster.xml"]),
  ("roster.xml", "lxml.iterparse", [python, peers, "lxml_iterparse", folder + "/roster.xml"]),
]
if let calc = installed("soffice") {
  let command = [calc, "--headless", "--convert-to", "csv:Text - txt - csv (StarCalc)", "--outdir", folder + "/lo"]
  contests.append(("roster.xml", "LibreOffice → csv", command + [folder + "/roster.xml"]))
}
if let gnumeric = installed("ssconvert") {
  contests.append(("roster.xml", "Gnumeric → csv", [gnumeric, folder + "/roster.xml", folder + "/gnumeric.csv"]))
}

print("\nall members in one file of each format, read to cells")
print("| file | size | ours: CPU | peak | peer | CPU | peak | ours/peer |")
print("|---|---|---|---|---|---|---|---|")
var own: [String: Cost] = [:]
for contest in contests {
  let path = folder + "/" + contest.file
  let ours = try own[contest.file] ?? measure([program, "cells", "--count", path])
  own[contest.file] = ours
  let theirs = try measure(contest.command, runs: 2)
  let numbers = [
    "\(size(of: path) / 1_000_000) MB", String(format: "%.2f s", ours.cpu), String(format: "%.0f MB", ours.peak),
    contest.peer, String(format: "%.2f s", theirs.cpu), String(format: "%.0f MB", theirs.peak),
    String(format: "%.2f", ours.cpu / theirs.cpu),
  ]
  print("| \(contest.file) | " + numbers.joined(separator: " | ") + " |")
}
