import { generateKeyPairSync, sign } from 'node:crypto'

/** DER, as X.509 wants it: https://www.rfc-editor.org/rfc/rfc5280#section-4.1 */
const SEQUENCE = 0x30
const SET = 0x31
const INTEGER = 0x02
const BIT_STRING = 0x03
const OBJECT_ID = 0x06
const UTF8_STRING = 0x0c
const UTC_TIME = 0x17

const ED25519 = der(SEQUENCE, der(OBJECT_ID, Buffer.from([0x2b, 0x65, 0x70])))
const COMMON_NAME = der(OBJECT_ID, Buffer.from([0x55, 0x04, 0x03]))

/** A certificate that nobody vouches for, and its key, made anew: no key has to lie in the repository. PEM. */
export function createSelfSignedCertificate(name: string): { readonly cert: string; readonly key: string } {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const subject = der(SEQUENCE, der(SET, der(SEQUENCE, COMMON_NAME, der(UTF8_STRING, Buffer.from(name)))))
  const validity = der(SEQUENCE, der(UTC_TIME, Buffer.from('200101000000Z')), der(UTC_TIME, Buffer.from('491231235959Z')))
  const serial = der(INTEGER, Buffer.from([1]))
  const spki = publicKey.export({ type: 'spki', format: 'der' })
  const signed = der(SEQUENCE, serial, ED25519, subject, validity, subject, spki)
  const certificate = der(SEQUENCE, signed, ED25519, der(BIT_STRING, Buffer.from([0]), sign(null, signed, privateKey)))
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${certificate.toString('base64')}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  }
}

function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts)
  const { length } = content
  const head = length < 128 ? [tag, length] : length < 256 ? [tag, 0x81, length] : [tag, 0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from(head), content])
}
