import { basename } from 'node:path';
import { BaseSequencer } from 'vitest/node';

/** A sequencer of Vitest: the files of these names (without folder, and from `.test` on) in their order, then all others as Vitest has them. */
export const beginWith = (names) =>
  class extends BaseSequencer {
    async sort(files) {
      const placeOf = ({ moduleId }) => {
        const place = names.indexOf(basename(moduleId).replace(/\.test\.\w+$/, ''));
        return place < 0 ? names.length : place;
      };
      const sorted = await super.sort(files);
      return sorted.sort((a, b) => placeOf(a) - placeOf(b));
    }
  };
