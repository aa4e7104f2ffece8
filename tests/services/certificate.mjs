// A certificate that nobody but itself vouches for, made anew in every run: no key lies in the repository.
import { generateKeyPairSync, sign } from 'node:crypto';

/** One value of DER: its tag, its length, its content. */
function der(tag, ...parts) {
  const content = Buffer.concat(parts.map((part) => Buffer.from(part)));
  const length = content.length < 128 ? [content.length] : [0x82, content.length >> 8, content.length & 255];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
}

const sequence = (...parts) => der(0x30, ...parts);
const identifier = (...bytes) => der(0x06, bytes);
const time = (year) => der(0x17, Buffer.from(`${year % 100}0101000000Z`));

/** `{ key, cert }` for a server on 127.0.0.1, as `node:tls` takes them. */
export function selfSigned() {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = sequence(identifier(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02)); // ecdsa-with-SHA256
  const name = sequence(der(0x31, sequence(identifier(0x55, 0x04, 0x03), der(0x0c, Buffer.from('127.0.0.1')))));
  const alternative = sequence(der(0x87, [127, 0, 0, 1]));
  const extension = sequence(identifier(0x55, 0x1d, 0x11), der(0x04, alternative)); // subjectAltName
  const year = new Date().getUTCFullYear();
  const body = sequence(
    der(0xa0, der(0x02, [2])),
    der(0x02, [1]),
    algorithm,
    name,
    sequence(time(year - 1), time(year + 2)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(extension)),
  );
  const signature = sign('sha256', body, privateKey);
  const bytes = sequence(body, algorithm, der(0x03, [0], signature)).toString('base64');
  const cert = `-----BEGIN CERTIFICATE-----\n${bytes.match(/.{1,64}/g).join('\n')}\n-----END CERTIFICATE-----\n`;
  return { key: privateKey.export({ type: 'pkcs8', format: 'pem' }), cert };
}
