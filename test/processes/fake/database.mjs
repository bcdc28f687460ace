// Ends when told to, and when its parent does.
process.on('disconnect', () => process.exit(0))
process.on('message', () => process.exit(0))
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => {})
process.send('ready')
