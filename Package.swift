// swift-tools-version: 6.2
import Foundation
import PackageDescription

// The map of modules: who may see whom (the DocC article "Architecture" draws it; ArchitectureTests check it).
// C libraries: one system library target each; only the module named beside them imports them.

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let grdbSQLite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore = Target.Dependency.product(name: "HummingbirdCore", package: "hummingbird")
let hummingbirdTLS = Target.Dependency.product(name: "HummingbirdTLS", package: "hummingbird")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

var targets: [Target] = [
  .systemLibrary(
    name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
  .systemLibrary(name: "CLibZip", pkgConfig: "libzip", providers: [.apt(["libzip-dev"])]),
  .systemLibrary(name: "CXLSXWriter", pkgConfig: "xlsxwriter", providers: [.apt(["libxlsxwriter-dev"])]),
  .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
  .target(name: "Basics"),
  .target(name: "Findings"),
  .target(name: "Encryption", dependencies: [crypto]),
  .target(name: "Tabular", dependencies: ["Basics", "Findings"]),
  .target(name: "SheetReading", dependencies: ["Basics", "Tabular", "CLibXML2", "CLibZip", crypto, cryptoExtras]),
  .target(name: "Conditions"),
  .target(name: "CensusModel", dependencies: ["Basics", "Conditions", "Findings"]),
  .target(name: "Roster", dependencies: ["Tabular", "CensusModel", "Findings"]),
  .target(
    name: "Policy", dependencies: ["Basics", "CensusModel", "Conditions", "Findings", yams, crypto],
    resources: [.copy("Packs")]),
  .target(
    name: "CensusStore",
    dependencies: ["Basics", "Encryption", "CensusModel", "Conditions", "Findings", grdb, grdbSQLite, crypto]),
  .target(name: "Indicators", dependencies: ["Basics", "CensusModel", "Policy"]),
  .target(name: "Assessment", dependencies: ["Basics", "CensusModel", "Policy", "Indicators"]),
  .target(
    name: "Comparison", dependencies: ["Basics", "CensusModel", "Conditions", "Policy", "Indicators", "Findings"]),
  .target(name: "Recount", dependencies: ["Basics", "CensusModel", "Conditions", "Policy"]),
  .target(name: "ReportModel", dependencies: ["Findings"]),
  .target(name: "ReportWriting", dependencies: ["ReportModel", "CXLSXWriter"]),
  .target(name: "Papers", dependencies: ["Basics", "ReportModel", "ReportWriting", "SheetReading"]),
  .target(name: "WorkbookMarking", dependencies: ["SheetReading", "Tabular", "ReportModel"]),
  .target(name: "SampleRosters", dependencies: ["CensusModel"]),
  .target(
    name: "Results",
    dependencies: [
      "Basics", "Findings", "Tabular", "SheetReading", "CensusModel", "Roster", "Policy", "CensusStore", "Indicators",
      "Assessment", "Comparison", "ReportModel", "ReportWriting", crypto,
    ]),
  .target(
    name: "Pipeline",
    dependencies: [
      "Basics", "Findings", "Tabular", "SheetReading", "CensusModel", "Conditions", "Roster", "Policy", "CensusStore",
      "Indicators", "Assessment", "Comparison", "Recount", "Results", crypto,
    ]),
  .target(
    name: "Intake",
    dependencies: [
      "Basics", "Findings", "Tabular", "SheetReading", "CensusModel", "Conditions", "Roster", "Policy", "CensusStore",
      "ReportModel", "ReportWriting", "WorkbookMarking", "Results", "Pipeline",
    ]),
  .target(
    name: "Reports",
    dependencies: [
      "Basics", "Findings", "SheetReading", "CensusModel", "Conditions", "Roster", "Policy", "CensusStore",
      "Indicators",
      "Assessment",
      "Comparison", "ReportModel", "ReportWriting", "Papers", "Results", "Pipeline", "Intake", crypto,
    ]),
  .target(name: "DeskStore", dependencies: ["Basics", "Encryption", grdb, crypto, cryptoExtras]),
  .target(
    name: "Desk",
    dependencies: [
      "Basics", "Findings", "CensusModel", "Policy", "CensusStore", "ReportModel", "ReportWriting", "Results",
      "Pipeline", "Intake", "Reports",
      "DeskStore", "CZlib", crypto, hummingbird, hummingbirdCore, hummingbirdTLS, httpTypes, logging, nioCore, nioPosix,
      nioSSL,
    ]),
  .executableTarget(
    name: "league-census",
    dependencies: [
      "Basics", "Findings", "CensusModel", "Policy", "CensusStore", "Indicators", "Assessment", "Results", "Pipeline",
      "Intake", "Reports", "SampleRosters", "Desk", "DeskStore",
      argumentParser,
    ]),
  .executableTarget(
    name: "CensusBenchmark", dependencies: ["CensusModel", "SampleRosters"], exclude: ["peers.py"]),

  // What tests share: seeds.
  .target(name: "TestSupport", path: "Tests/TestSupport"),
  .testTarget(name: "BasicsTests", dependencies: ["Basics"]),
  .testTarget(name: "FindingsTests", dependencies: ["Findings"]),
  .testTarget(name: "EncryptionTests", dependencies: ["Encryption", crypto]),
  .testTarget(
    name: "SheetReadingTests", dependencies: ["TestSupport", "SheetReading", "Tabular", "Findings"],
    exclude: ["Fixtures"]),
  .testTarget(name: "CensusModelTests", dependencies: ["CensusModel"]),
  .testTarget(name: "RosterTests", dependencies: ["TestSupport", "Roster", "Tabular", "CensusModel", "Findings"]),
  .testTarget(name: "PolicyTests", dependencies: ["Policy", "CensusModel", "Conditions", "Findings"]),
  .testTarget(
    name: "CensusStoreTests",
    dependencies: ["TestSupport", "CensusStore", "CensusModel", "Conditions", "Findings", crypto, grdb]),
  .testTarget(name: "IndicatorsTests", dependencies: ["Indicators", "Policy", "CensusModel"]),
  .testTarget(name: "AssessmentTests", dependencies: ["Assessment", "Indicators", "Policy", "CensusModel"]),
  .testTarget(name: "ComparisonTests", dependencies: ["Comparison", "Indicators", "Policy", "CensusModel"]),
  .testTarget(
    name: "ReportWritingTests", dependencies: ["ReportWriting", "ReportModel"], exclude: ["Snapshots"]),
  .testTarget(name: "PapersTests", dependencies: ["Papers", "SheetReading", "Tabular"]),
  .testTarget(
    name: "WorkbookMarkingTests",
    dependencies: ["TestSupport", "WorkbookMarking", "SheetReading", "ReportModel", "Tabular"]),
  .testTarget(name: "SampleRostersTests", dependencies: ["SampleRosters", "CensusModel"]),
  .testTarget(
    name: "PipelineTests",
    dependencies: [
      "TestSupport",
      "Results", "Pipeline", "Intake", "Reports", "Policy", "CensusStore", "CensusModel", "Conditions", "Findings",
      "Indicators", "Assessment",
      "Comparison", "Roster",
      "SampleRosters", "SheetReading", "Tabular",
    ]),
  .testTarget(
    name: "RecountTests",
    dependencies: [
      "TestSupport", "Results", "Pipeline", "Intake", "Reports", "CensusStore", "Policy", "CensusModel", "Findings",
      grdb,
    ]),
  .testTarget(name: "DeskStoreTests", dependencies: ["DeskStore", crypto]),
  .testTarget(
    name: "DeskTests",
    dependencies: [
      "TestSupport", "Desk", "DeskStore", "Results", "Pipeline", "Intake", "Reports", "Policy", "CensusStore",
      "CensusModel", "Findings", "SampleRosters", "league-census", crypto, httpTypes, logging,
    ],
    exclude: ["browser.py"]),
  .testTarget(name: "ArchitectureTests"),
  .testTarget(
    name: "PrivacyTests",
    dependencies: [
      "TestSupport",
      "league-census", "Results", "Pipeline", "Intake", "Reports", "Policy", "CensusStore", "CensusModel", "Conditions",
      "Findings", "SampleRosters",
      "SheetReading", "Tabular",
    ]),
  .testTarget(
    name: "EndToEndTests", dependencies: ["TestSupport", "league-census"],
    exclude: ["hostile.py", "papers.py", "Fixtures"]),
  .testTarget(
    name: "FaultTests",
    dependencies: [
      "TestSupport",
      "league-census", "Results", "Pipeline", "Intake", "Reports", "Policy", "CensusStore", "CensusModel", "Findings",
      "SampleRosters",
    ],
    exclude: ["readers.py"]),
]

var dependencies: [Package.Dependency] = [
  .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
  .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
  .package(url: "https://github.com/apple/swift-http-types", exact: "1.8.0", traits: []),
  .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
  .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
  .package(url: "https://github.com/apple/swift-nio-ssl", exact: "2.37.6"),
  .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
  .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1", traits: []),
  .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
]

// LEAGUE_CENSUS_FUZZ=1 adds what `.ci/fuzz` links with libFuzzer; no other build has a use for it.
var products: [Product] = [.executable(name: "league-census", targets: ["league-census"])]
if ProcessInfo.processInfo.environment["LEAGUE_CENSUS_FUZZ"] == "1" {
  targets.append(
    .target(
      name: "Fuzzing", dependencies: ["SheetReading", "Tabular", "Findings", "CensusModel", "Roster", "Policy"],
      path: "Tests/Fuzzing"))
  products = [.library(name: "Fuzzing", type: .static, targets: ["Fuzzing"])]
}

// LEAGUE_CENSUS_ONLY=Roster,RosterTests builds just those targets and what they need: short builds for daily work.
if let only = ProcessInfo.processInfo.environment["LEAGUE_CENSUS_ONLY"], !only.isEmpty {
  var wanted = Set(only.split(separator: ",").map(String.init))
  var packages = Set<String>()
  var grew = true
  while grew {
    let before = wanted.count
    for target in targets where wanted.contains(target.name) {
      for dependency in target.dependencies {
        switch dependency {
        case .byNameItem(let name, _), .targetItem(let name, _): wanted.insert(name)
        case .productItem(_, let package, _, _): packages.insert(package ?? "")
        @unknown default: break
        }
      }
    }
    grew = wanted.count > before
  }
  targets.removeAll { !wanted.contains($0.name) }
  dependencies.removeAll { dependency in
    guard case .sourceControl(_, let location, _) = dependency.kind else { return false }
    return !packages.contains { location.hasSuffix("/" + $0) }
  }
}

// Policy for every Swift target, stated once.
for target in targets where target.type != .system {
  target.swiftSettings =
    (target.swiftSettings ?? []) + [
      .enableUpcomingFeature("ExistentialAny"),
      .enableUpcomingFeature("InternalImportsByDefault"),
      .enableUpcomingFeature("MemberImportVisibility"),
      .treatAllWarnings(as: .error),
    ]
}

// What goes byte by byte or row by row is slow unoptimised; the tests read packs, cities and reports a thousand times.
let optimised: Set<String> = [
  "Basics", "Encryption", "Tabular", "SheetReading", "WorkbookMarking", "CensusModel", "Roster", "Conditions", "Policy",
  "CensusStore",
  "Indicators", "Assessment", "Comparison", "Recount", "ReportModel", "ReportWriting", "Papers",
  "Results", "Pipeline", "Intake",
  "Reports",
  "PrivacyTests",
]
for target in targets where optimised.contains(target.name) {
  target.swiftSettings?.append(.unsafeFlags(["-O"], .when(configuration: .debug)))
}

let package = Package(
  name: "league-census",
  products: targets.contains { $0.name == "league-census" } ? products : [],
  dependencies: dependencies,
  targets: targets,
  swiftLanguageModes: [.v6]
)
