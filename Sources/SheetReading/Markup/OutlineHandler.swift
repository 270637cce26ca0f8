// SPDX-License-Identifier: Apache-2.0

import Tabular

/// Keeps the elements of a small part with their attributes, whatever they mean: relationships, lists of sheets, styles.
struct OutlineHandler: SAXHandler {
  struct Element {
    var name: String
    var parent: String
    var attributes: [String: String]
  }

  /// More elements than any such part has that a person made; Excel itself knows no more than 65 490 styles.
  private static let limit = 100_000
  private static let depthLimit = 200

  private let wanted: Set<String>
  private let refusal: (limit: Int, error: WorkbookError)
  private(set) var elements: [Element] = []
  private(set) var failure: WorkbookError?
  @inline(__always) var hasFailed: Bool { failure != nil }
  private var path: [String] = []

  /// - Parameters:
  ///   - wanted: local names of the elements to keep.
  ///   - refusal: how many of them may be kept, and what is said of more.
  init(_ wanted: Set<String>, refusal: (Int, WorkbookError) = (limit, WorkbookError("workbook-too-large"))) {
    self.wanted = wanted
    self.refusal = refusal
  }

  static var events: SAXEvents {
    SAXEvents(
      start: { frame, local, prefix, uri, scopes, _, count, _, values in
        SAXFrame.start(frame, OutlineHandler.self, local, prefix, uri, scopes, count, values)
      },
      end: { frame, _, _, _ in SAXFrame.end(frame, OutlineHandler.self) },
      text: { _, _, _ in })
  }

  mutating func start(_ element: SAXElement) {
    let name = String(cString: element.local)
    if path.count >= OutlineHandler.depthLimit { failure = WorkbookError("workbook-too-deep") }
    if wanted.contains(name) {
      var attributes: [String: String] = [:]
      element.forEachAttribute { key, uri, value in
        // r:id and id are two attributes.
        let prefix = uri == nil ? "" : "ns:"
        attributes[prefix + String(cString: key)] = String(decoding: value, as: UTF8.self)
      }
      elements.append(Element(name: name, parent: path.last ?? "", attributes: attributes))
      if elements.count > refusal.limit { failure = refusal.error }
    }
    path.append(name)
  }

  mutating func end() { _ = path.popLast() }
  mutating func text(_ bytes: UnsafeBufferPointer<UInt8>) {}
}
