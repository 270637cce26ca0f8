// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Counts of what the desk did, as Prometheus reads them.
final class Metrics: Sendable {
  private struct Counts {
    var requests: [String: Int] = [:]
    var seconds = 0.0
    var events: [String: Int] = [:]
  }

  private let counts = Mutex(Counts())

  /// An answer to a route, by the class of its status: 2, 3, 4, 5.
  func answered(_ status: Int, in seconds: Double) {
    counts.withLock { counts in
      counts.requests["\(status / 100)xx", default: 0] += 1
      counts.seconds += seconds
    }
  }

  /// Something that happened: `uploads`, `received`, `sign_ins_refused`.
  func add(_ event: String) { counts.withLock { $0.events[event, default: 0] += 1 } }

  var text: String {
    let (requests, seconds, events) = counts.withLock { ($0.requests, $0.seconds, $0.events) }
    var lines = ["# TYPE desk_requests_total counter"]
    lines += requests.sorted { $0.key < $1.key }.map { "desk_requests_total{status=\"\($0)\"} \($1)" }
    lines += ["# TYPE desk_request_seconds_total counter", "desk_request_seconds_total \(seconds)"]
    for (event, count) in events.sorted(by: { $0.key < $1.key }) {
      lines += ["# TYPE desk_\(event)_total counter", "desk_\(event)_total \(count)"]
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
