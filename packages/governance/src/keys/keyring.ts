import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { chmod, link, mkdir, open, readFile, rm } from 'node:fs/promises';
import path from 'node:path';

/** Seals secrets at rest. An external key service fits behind it. */
export interface Keyring {
  /** Name of the key that seals today. */
  readonly keyName: string;
  seal(plain: Uint8Array, purpose: string): { readonly sealed: Buffer; readonly keyName: string };
  /** @throws Error where the key is not the one that sealed, or the bytes were changed */
  open(sealed: Uint8Array, keyName: string, purpose: string): Buffer;
  /** Keyed hash of a reference (HMAC-SHA-256), so that it can be found but not read. */
  keyedHash(text: string, purpose: string): Buffer;
}

/** The installation key: 32 bytes in a file that only its owner can read, made at first start. */
export async function openInstallationKey(file: string): Promise<Keyring> {
  await mkdir(path.dirname(file), { recursive: true });
  const secret = await readOrMake(file);
  const keyName = createHash('sha256')
    .update('countersign installation key name')
    .update(secret)
    .digest('hex')
    .slice(0, 16);
  const keyOf = (purpose: string) =>
    Buffer.from(hkdfSync('sha256', secret, '', `countersign/${purpose}`, 32));
  const sealing = keyOf('seal');
  const hashing = keyOf('keyed-hash');
  return {
    keyName,
    seal(plain, purpose) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', sealing, nonce).setAAD(
        Buffer.from(`${keyName}/${purpose}`),
      );
      const body = Buffer.concat([cipher.update(plain), cipher.final()]);
      return { sealed: Buffer.concat([nonce, cipher.getAuthTag(), body]), keyName };
    },
    open(sealed, sealedWith, purpose) {
      if (sealedWith !== keyName)
        throw new Error(
          `the value was sealed by the installation key ${sealedWith}; this installation holds ${keyName}`,
        );
      const bytes = Buffer.from(sealed);
      const decipher = createDecipheriv('aes-256-gcm', sealing, bytes.subarray(0, 12)).setAAD(
        Buffer.from(`${keyName}/${purpose}`),
      );
      decipher.setAuthTag(bytes.subarray(12, 28));
      return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]);
    },
    keyedHash: (text, purpose) => createHmac('sha256', hashing).update(`${purpose}\0${text}`).digest(),
  };
}

async function readOrMake(file: string): Promise<Buffer> {
  const made = randomBytes(32);
  const aside = `${file}.${process.pid}.new`;
  const handle = await open(aside, 'wx', 0o600);
  try {
    await handle.writeFile(`${made.toString('base64')}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  try {
    // A link fails where the key is there already: two first starts at once agree on one key.
    await link(aside, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(aside, { force: true });
  }
  const secret = Buffer.from((await readFile(file, 'utf8')).trim(), 'base64');
  if (secret.length !== 32) throw new Error(`${file} does not hold an installation key (32 bytes in base64)`);
  await chmod(file, 0o600);
  return secret;
}
