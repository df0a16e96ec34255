import type { RuntimeDescription } from '../isolation/scorer.ts';
import type { Adapter, NotReplayable, RuntimeRegistry } from './adapter.ts';

/** What identifies an executable runtime; threads and options are how it is used. */
export const runtimeKey = ({ name, version, wasmSha256 }: RuntimeDescription): string =>
  `${name}@${version}#${wasmSha256}`;

const refuse = (code: NotReplayable['code'], message: string): NotReplayable => ({
  verdict: 'not-replayable',
  code,
  message,
});

const OPTIMISATIONS: ReadonlySet<string> = new Set(['all', 'extended', 'basic', 'disabled']);

/** Finds the adapter whose runtime is the very one that a prediction was made with, so older ones can stay beside newer. */
export function createRuntimeRegistry(adapters: readonly Adapter[]): RuntimeRegistry {
  return {
    runtimes: () => adapters.map((adapter) => adapter.describe()),
    close: async () => {
      await Promise.all(adapters.map((adapter) => adapter.close()));
    },
    find: (format, runtime) => {
      const able = adapters.filter((adapter) => adapter.canReplay(format));
      if (able.length === 0)
        return refuse('NO_ADAPTER', `nothing here executes artifacts of the format ${format}`);
      const adapter = able.find((candidate) => runtimeKey(candidate.describe()) === runtimeKey(runtime));
      if (!adapter)
        return refuse(
          'RUNTIME_NOT_AVAILABLE',
          `${runtime.name} ${runtime.version} with the recorded WebAssembly file is not installed`,
        );
      const { provider, threads, executionMode } = adapter.describe();
      const same =
        runtime.provider === provider &&
        runtime.threads === threads &&
        runtime.executionMode === executionMode &&
        OPTIMISATIONS.has(runtime.graphOptimizationLevel);
      return same
        ? { adapter }
        : refuse('RUNTIME_OPTIONS_UNSUPPORTED', 'the runtime cannot be used here as it was used then');
    },
  };
}
