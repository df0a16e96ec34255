import type { RebuiltThing, StateComparison, StateDifference } from '@countersign/contracts';

/** As many differences as a person reads, and far more than a healthy installation has. */
const mostNamed = 1_000;

/** Of one thing: what is told about it, `unknown` where an earlier program's entries do not tell it. */
export type Facts = { readonly [field: string]: string | number | boolean | null };

export interface Thing {
  readonly what: RebuiltThing;
  readonly id: string;
  readonly name: string;
  readonly number: number | null;
}

/** Gathers what a comparison finds; holds no more than it names. */
export class Findings {
  readonly #compared: { [What in RebuiltThing]?: number } = {};
  readonly #differences: StateDifference[] = [];
  #differs = 0;
  #untold = 0;

  /** Holds both sides of one thing against each other; null: a side does not have it. */
  compare(thing: Thing, entries: Facts | null, tables: Facts | null): void {
    this.#compared[thing.what] = (this.#compared[thing.what] ?? 0) + 1;
    if (entries === null || tables === null) {
      this.differ(thing, 'there', entries && 'there', tables && 'there');
      return;
    }
    for (const [field, told] of Object.entries(entries)) {
      const kept = tables[field] ?? null;
      if (told === 'unknown') this.#untold += 1;
      else if (told !== kept) this.differ(thing, field, told, kept);
    }
  }

  differ(thing: Thing, field: string, entries: Facts[string], tables: Facts[string]): void {
    this.#differs += 1;
    if (this.#differences.length >= mostNamed) return;
    const { what, id, name, number } = thing;
    this.#differences.push({ what, id, name, field, entries: text(entries), tables: text(tables), number });
  }

  /** One fact that cannot be compared. */
  untold(): void {
    this.#untold += 1;
  }

  result(): Pick<StateComparison, 'compared' | 'untold' | 'differs' | 'differences'> {
    return {
      compared: this.#compared,
      untold: this.#untold,
      differs: this.#differs,
      differences: this.#differences,
    };
  }
}

const text = (fact: Facts[string]): string | null => (fact === null ? null : String(fact));
