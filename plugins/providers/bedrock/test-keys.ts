/** Those that the provider process of the tests knows. */
export const testKeys = { accessKeyId: 'AKIDPROVIDERPROCESS', secretAccessKey: 'the/secret+of=the-provider-process' }
