// SPDX-License-Identifier: Apache-2.0

/// Who sends byte by byte does not keep a place for ever.
enum Deadline {
  /// - Throws: `Refusal.tooSlow` where `body` is not done in time; what it throws.
  static func within<Result: Sendable>(
    seconds: Int, _ body: @escaping @Sendable () async throws -> Result
  ) async throws -> Result {
    try await withThrowingTaskGroup(of: Result.self) { group in
      group.addTask(operation: body)
      group.addTask {
        try await Task.sleep(for: .seconds(seconds))
        throw Refusal.tooSlow
      }
      defer { group.cancelAll() }
      return try await group.next()!
    }
  }
}
