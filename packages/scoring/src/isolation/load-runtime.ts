import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { OrtModule } from './ort-module.ts';

/** y = Identity(x), float32 [1], opset 15: opened once so that WebAssembly is compiled before any deadline runs. */
const IDENTITY_MODEL = 'CAg6NwoQCgF4EgF5IghJZGVudGl0eRIBZ1oPCgF4EgoKCAgBEgQKAggBYg8KAXkSCgoICAESBAoCCAFCAhAP';

/**
 * Loads the runtime under `alias` on one thread, executing exactly the bytes whose digest is expected. Throws when the
 * installed .wasm is another one.
 */
export async function loadRuntime(alias: string, wasmSha256: string): Promise<OrtModule> {
  const require = createRequire(import.meta.url);
  const wasm = readFileSync(require.resolve(`${alias}/ort-wasm-simd-threaded.wasm`));
  const found = createHash('sha256').update(wasm).digest('hex');
  if (found !== wasmSha256) throw new Error('the installed WebAssembly file is not the expected one');
  const ort: OrtModule = await import(alias);
  ort.env.logLevel = 'fatal';
  ort.env.wasm.numThreads = 1;
  ort.env.wasm.proxy = false;
  ort.env.wasm.wasmBinary = wasm;
  const session = await openSession(ort, Buffer.from(IDENTITY_MODEL, 'base64'), 'all');
  await session.release();
  return ort;
}

/** Opens a model on the WebAssembly provider alone. External data are never provided, so models that want them fail. */
export const openSession = (ort: OrtModule, model: Uint8Array, graphOptimizationLevel: string) =>
  ort.InferenceSession.create(model, {
    executionProviders: ['wasm'],
    executionMode: 'sequential',
    graphOptimizationLevel,
    logSeverityLevel: 4,
  });
