import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { portal } from './visitor.ts';

const run = promisify(execFile);
const cli = fileURLToPath(new URL('../../apps/cli/dist/main.js', import.meta.url));
const examples = fileURLToPath(new URL('../../packages/examples/data', import.meta.url));

/** A folder as a pipeline would leave it: the example's files under another version, with its request for review. */
export async function copyExample(
  version: string,
  of = { model: 'ridership-demand', version: '2.0.0' },
): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'countersign-register-'));
  await cp(path.join(examples, of.model, 'versions', of.version), folder, { recursive: true });
  const manifest = JSON.parse(await readFile(path.join(folder, 'manifest.json'), 'utf8'));
  const changed = { ...manifest, version, requestReview: { comment: 'From the pipeline.' } };
  await writeFile(path.join(folder, 'manifest.json'), JSON.stringify(changed));
  return folder;
}

/** The command line, with an example person's token. */
export async function countersign(role: string, ...given: string[]): Promise<{ code: number; said: string }> {
  const { url, tokens } = portal();
  try {
    const { stdout } = await run(process.execPath, [cli, ...given, '--url', url], {
      env: { ...process.env, COUNTERSIGN_TOKEN: tokens[role] },
    });
    return { code: 0, said: stdout };
  } catch (error) {
    const failed = error as { code: number; stdout: string; stderr: string };
    return { code: failed.code, said: failed.stdout + failed.stderr };
  }
}

/** `countersign register`, as the developer. */
export const registerFolder = (folder: string) => countersign('developer', 'register', folder);
