import { basename } from 'node:path';
import { BaseSequencer } from 'vitest/node';

/**
 * A sequencer of Vitest: the files of `first` in their order, then all others as Vitest would have them, then those of
 * `last`. Files are named without their folder and from `.test` on.
 */
export const inOrder = (first, last) =>
  class extends BaseSequencer {
    async sort(files) {
      const placeOf = ({ moduleId }) => {
        const name = basename(moduleId).replace(/\.test\.\w+$/, '');
        if (last.includes(name)) return first.length + 1 + last.indexOf(name);
        return first.includes(name) ? first.indexOf(name) : first.length;
      };
      const sorted = await super.sort(files);
      return sorted.sort((a, b) => placeOf(a) - placeOf(b));
    }
  };
