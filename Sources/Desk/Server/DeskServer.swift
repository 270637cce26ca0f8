// SPDX-License-Identifier: Apache-2.0

import DeskStore
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import Logging
import NIOCore
import NIOSSL

extension Desk {
  /// Serves until SIGTERM or SIGINT: what was begun is ended, what waits goes on at the next start.
  ///
  /// - Parameter ready: told the address once requests are answered: `http://127.0.0.1:8080`.
  /// - Throws: `DeskFailure("desk-tls")` for certificate files that are none, `desk-address` where nothing can listen.
  package func serve(ready: @escaping @Sendable (_ address: String) async -> Void = { _ in }) async throws {
    try recover()
    let application = try application(ready: ready)
    let work = Task(executorPreference: settings.executor) { await self.jobs.run(self) }
    let sweep = Task(executorPreference: settings.executor) { await self.sweepUp() }
    do {
      try await application.runService()
    } catch is IOError {
      throw DeskFailure("desk-address", facts: ["value": "\(settings.host):\(settings.port)"])
    }
    sweep.cancel()
    jobs.stop()
    await work.value
    try await workers.stop()
    try store.close()
  }

  private func application(ready: @escaping @Sendable (String) async -> Void) throws -> some ApplicationProtocol {
    let router = Router(context: DeskContext.self)
    // It covers the routes that are added after it.
    router.add(middleware: Cover(desk: self))
    for route in RouteTable.routes { router.on(RouterPath(route.path), method: route.method, route, self) }
    let scheme = settings.tls == nil ? "http" : "https"
    let host = settings.host.contains(":") ? "[\(settings.host)]" : settings.host
    return Application(
      router: router, server: try server(),
      configuration: ApplicationConfiguration(address: .hostname(settings.host, port: settings.port), serverName: nil),
      onServerRunning: { channel in
        await ready("\(scheme)://\(host):\(channel.localAddress?.port ?? 0)")
      }, logger: log)
  }

  private func server() throws -> HTTPServerBuilder {
    let http = HTTPServerBuilder.http1(
      configuration: .init(
        idleTimeout: .seconds(settings.idleTimeout),
        httpDecoderConfiguration: .init(
          maxHeaderFieldSize: 8 << 10, maxHeaderListSize: 16 << 10, maxHeaderFieldCount: 60)))
    guard let tls = settings.tls else { return http }
    do {
      let chain = try NIOSSLCertificate.fromPEMFile(tls.certificate).map { NIOSSLCertificateSource.certificate($0) }
      let key = try NIOSSLPrivateKey(file: tls.key, format: .pem)
      var configuration = TLSConfiguration.makeServerConfiguration(
        certificateChain: chain, privateKey: .privateKey(key))
      configuration.minimumTLSVersion = .tlsv12
      return try .tls(http, tlsConfiguration: configuration)
    } catch {
      throw DeskFailure("desk-tls", facts: ["path": tls.certificate])
    }
  }

  /// Forgets, every few minutes, sessions that are over and tables that nobody fetched.
  private func sweepUp() async {
    while !Task.isCancelled {
      try? await workers.read { [self] in
        try store.forgetOld(settings.times)
        for download in try store.downloads() where store.isOver(download) {
          try store.forgetDownload(download.id)
          UploadFiles(desk: self).remove(download.id)
        }
      }
      try? await Task.sleep(for: .seconds(300))
    }
  }
}

extension Router where Context == DeskContext {
  func on(_ path: RouterPath, method: HTTPRequest.Method, _ route: Route, _ desk: Desk) {
    on(path, method: method) { request, context in
      try await Answering(desk: desk, route: route).answer(request, context)
    }
  }
}
