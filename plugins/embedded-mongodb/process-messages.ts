/** What the parent and the database process say to each other over their IPC channel. */
export type FromServer = { type: 'ready' } | { type: 'failed'; message: string } | { type: 'log'; line: string }

export type ToServer = { type: 'stop' }
