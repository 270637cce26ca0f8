// SPDX-License-Identifier: Apache-2.0

import Foundation
import NIOPosix
import Pipeline

/// Threads that may wait: for SQLite, for disks, for a hash. The event loop never does.
struct Workers: Sendable {
  /// As many as the machine has cores, and two at least: pages.
  private let readers = NIOThreadPool(numberOfThreads: max(2, ProcessInfo.processInfo.activeProcessorCount))
  /// One: everything that changes the workspace, one after the other.
  private let writer = NIOThreadPool(numberOfThreads: 1)
  /// One each: what takes long and must not keep pages waiting.
  private let checker = NIOThreadPool(numberOfThreads: 1)
  private let counter = NIOThreadPool(numberOfThreads: 1)
  private let lister = NIOThreadPool(numberOfThreads: 1)
  private let maker = NIOThreadPool(numberOfThreads: 1)
  private let hasher = NIOThreadPool(numberOfThreads: 1)

  private var all: [NIOThreadPool] { [readers, writer, checker, counter, lister, maker, hasher] }

  init() { for pool in all { pool.start() } }

  func read<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
    try await readers.runIfActive(body)
  }

  func write<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
    try await writer.runIfActive(body)
  }

  /// Checks of uploads.
  func check<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
    try await checker.runIfActive(body)
  }

  /// Reports.
  func count<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
    try await counter.runIfActive(body)
  }

  /// Lists of findings and of what is to be explained.
  func list<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
    try await lister.runIfActive(body)
  }

  /// Tables that somebody fetches later.
  func make<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
    try await maker.runIfActive(body)
  }

  /// Passwords, whose hashes are slow on purpose: pages do not wait for those who sign in.
  func hash<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
    try await hasher.runIfActive(body)
  }

  /// Waits until what was begun is done; nothing begins any more.
  func stop() async throws {
    for pool in all { try await pool.shutdownGracefully() }
  }
}
