/** Listens on the loopback address, tells the parent process the port, and ends with the parent. Run by hand, it prints the port. */
export function serveParent(server, port) {
  server.keepAliveTimeout = 60_000
  server.listen(port, '127.0.0.1', () => {
    if (process.send) process.send({ port: server.address().port })
    else console.log(`http://127.0.0.1:${server.address().port}`)
  })
  process.on('disconnect', () => process.exit(0))
}
