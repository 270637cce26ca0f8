// SPDX-License-Identifier: Apache-2.0

import CensusModel
import CensusStore
import Foundation
import Results
import Testing

/// A sealed period with its report in one file: proved file by file where its workspace is not.
@Suite(.serialized) struct AuditPackageTests {
  private struct Packed {
    let rig: Rig
    let file: String
    let hash: String
    var elsewhere: String { rig.folder + "/other" }

    init(seed: UInt64) throws {
      rig = try Rig(seed: seed)
      file = rig.folder + "/audit.zip"
      let home = rig.folder + "/ws"
      try rig.importing(first, into: home)
      let seal = ["seal", "--period", "2019-Q1", "--by", "x", "--block-at", "never"]
      #expect(try rig.run(seal, workspace: home).status == 0)
      hash = try Packed.write(rig, file)
    }

    static func write(_ rig: Rig, _ file: String) throws -> String {
      let report = [
        "report", "--period", "2019-Q1", "--out", rig.folder + "/out", "--outputs", "html,json,csv,oscal", "--depth",
        "0",
        "--package", file,
      ]
      let run = try rig.run(report, workspace: rig.folder + "/ws")
      #expect(run.status == 0, "\(run)")
      return String(try #require(run.output.firstMatch(of: /manifest SHA-256 ([0-9a-f]{64})/)).output.1)
    }

    func verify(_ path: String, expecting hash: String? = nil) throws -> Rig.Run {
      try rig.run(["verify", "--package", path] + (hash.map { ["--expect", $0] } ?? []), workspace: elsewhere)
    }

    /// Writes the package anew after `code` changed `entries`, the bytes by name.
    func edited(_ code: String) throws -> String {
      let bad = rig.folder + "/bad.zip"
      try? FileManager.default.removeItem(atPath: bad)
      let script = """
        import hashlib, json, struct, sys, zipfile, zlib
        with zipfile.ZipFile(sys.argv[1]) as good: entries = {name: good.read(name) for name in good.namelist()}
        page = next(name for name in entries if name.startswith("report/index."))
        \(code)
        body, listed = b"", b""
        for name, data in entries.items():
          common = struct.pack("<5H3I2H", 20, 0x800, 0, 0, 0x21, zlib.crc32(data), len(data), len(data), len(name), 0)
          listed += b"PK\\1\\2" + struct.pack("<H", 20) + common + struct.pack("<3H2I", 0, 0, 0, 0, len(body)) + name.encode()
          body += b"PK\\3\\4" + common + name.encode() + data
        count = len(entries)
        ends = struct.pack("<4H2IH", 0, 0, count, count, len(listed), len(body), 0)
        open(sys.argv[2], "wb").write(body + listed + b"PK\\5\\6" + ends)
        """
      let run = rig.end(try rig.start(["-c", script, file, bad], workspace: elsewhere, executable: "/usr/bin/python3"))
      #expect(run.status == 0, "\(run)")
      return bad
    }
  }

  @Test func itIsProvedWithoutItsWorkspaceAndTheSameBytesComeAgain() throws {
    let packed = try Packed(seed: 111)
    let proof = try packed.verify(packed.file, expecting: packed.hash)
    #expect(proof.status == 0 && proof.output.contains("packed report issued again"), "\(proof)")
    #expect(!proof.output.contains("BROKEN") && !FileManager.default.fileExists(atPath: packed.elsewhere))
    let again = packed.rig.folder + "/again.zip"
    #expect(try Packed.write(packed.rig, again) == packed.hash)
    #expect(
      try Data(contentsOf: URL(fileURLWithPath: again)) == Data(contentsOf: URL(fileURLWithPath: packed.file)))
    let trail = try Workspace.open(at: packed.rig.folder + "/ws").auditTrail()
    #expect(trail.count { $0.action == "package" } == 2, "that it left is on record each time")
    let names = try SealedPackage(path: packed.file).manifest.files.map(\.name)
    for name in [
      "period.sqlite", "report.json", "report/index.en.html", "report/indicators.json", "report/oscal/catalog.en.json",
    ] {
      #expect(names.contains(name), "\(name)")
    }
    let taken = try packed.rig.run(["restore", "--package", packed.file, "--by", "y"], workspace: packed.elsewhere)
    #expect(taken.status == 0, "\(taken)")
  }

  /// Bits anywhere, also in what only other programs read of a ZIP file.
  @Test func aByteThatDiffersIsFound() throws {
    let packed = try Packed(seed: 112)
    let good = try Data(contentsOf: URL(fileURLWithPath: packed.file))
    let bad = packed.rig.folder + "/bad.zip"
    let ends = [4, 11, 15, good.count - 1, good.count - 12, good.count - 40, good.count - 300]
    for place in ends + stride(from: 40, to: good.count - 1, by: good.count / 9) {
      var bytes = good
      bytes[place] ^= 1
      try bytes.write(to: URL(fileURLWithPath: bad))
      #expect(try packed.verify(bad).status != 0, "byte \(place) of \(good.count)")
    }
    for other in [good + Data([0]), good.dropLast(1), Data()] {
      try other.write(to: URL(fileURLWithPath: bad))
      #expect(try packed.verify(bad).status != 0)
    }
  }

  /// An entry put in, taken out or renamed; and one replaced together with its hash in the manifest, which only a report
  /// issued again, the key or the noted hash tells.
  @Test(arguments: [
    "entries['report/more.html'] = b'x'", "del entries[page]",
    "entries = {('report/other.html' if name == page else name): data for name, data in entries.items()}",
    "entries[page] += b' '",
    """
    entries[page] = entries[page].replace(b'%', b'%%', 1)
    manifest = json.loads(entries['manifest.json'])
    for file in manifest['files']:
      if file['name'] == page: file['sha256'], file['bytes'] = hashlib.sha256(entries[page]).hexdigest(), len(entries[page])
    entries['manifest.json'] = (json.dumps(manifest, indent=2, sort_keys=True, ensure_ascii=False, separators=(',', ' : ')) + '\\n').encode()
    """,
    """
    manifest = json.loads(entries['manifest.json'])
    manifest['files'] = [file for file in manifest['files'] if file['name'] != page]
    del entries[page]
    entries['manifest.json'] = json.dumps(manifest).encode()
    """,
  ]) func anEntryThatDiffersIsFound(edit: String) throws {
    let packed = try Packed(seed: 113)
    let same = try packed.verify(packed.edited(""))
    #expect(same.status == 0, "rewritten as it was: \(same)")
    let bad = try packed.edited(edit)
    let run = try packed.verify(bad)
    #expect(run.status == 1 && run.output.contains("BROKEN"), "\(run)")
    #expect(try packed.verify(bad, expecting: packed.hash).status == 1)
  }

  @Test func anOpenPeriodIsNotPacked() throws {
    let rig = try Rig(seed: 114)
    let home = rig.folder + "/ws"
    try rig.importing(first, into: home)
    let file = rig.folder + "/p.zip"
    let report = [
      "report", "--period", "2019-Q1", "--out", rig.folder + "/out", "--outputs", "json", "--package", file,
    ]
    #expect(try rig.run(report, workspace: home).status == 2)
    #expect(!FileManager.default.fileExists(atPath: file) && !FileManager.default.fileExists(atPath: file + ".new"))
    #expect(try rig.run(report + ["--each", "children"], workspace: home).status == 64)
  }
}
