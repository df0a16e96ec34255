import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { RuntimeDescription } from './scorer.ts';
import { ScoringError } from './scoring-error.ts';

interface InstalledRuntime {
  version: string;
  /** npm alias: older versions stay installed under theirs, so that an upgrade breaks no replay. */
  alias: string;
}

/** Newest first. */
export const INSTALLED_RUNTIMES: readonly InstalledRuntime[] = [{ version: '1.30.0', alias: 'ort-1-30-0' }];

const digests = new Map<string, string>();

/** SHA-256 of the runtime's WebAssembly file, from the file itself, once per process. */
const wasmDigest = (alias: string): string => {
  const known = digests.get(alias);
  if (known) return known;
  const { resolve } = createRequire(import.meta.url);
  const digest = createHash('sha256')
    .update(readFileSync(resolve(`${alias}/ort-wasm-simd-threaded.wasm`)))
    .digest('hex');
  digests.set(alias, digest);
  return digest;
};

/** The runtime of a version (the newest unless given) and everything about it that decides over bits. */
export function installedRuntime(version?: string): { alias: string; description: RuntimeDescription } {
  const found = INSTALLED_RUNTIMES.find((runtime) => version === undefined || runtime.version === version);
  if (!found) throw new ScoringError('RUNTIME_UNKNOWN', `onnxruntime-web ${version} is not installed`);
  return {
    alias: found.alias,
    description: {
      name: 'onnxruntime-web',
      version: found.version,
      provider: 'wasm',
      wasmSha256: wasmDigest(found.alias),
      threads: 1,
      graphOptimizationLevel: 'all',
      executionMode: 'sequential',
    },
  };
}
