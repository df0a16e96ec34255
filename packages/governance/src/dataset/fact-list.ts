import type { DatasetFact, DatasetReference } from '@countersign/contracts';
import { withoutCredentials } from './credentials.ts';
import { FormatFault } from './format-fault.ts';

/** A fact with the place in the reference that says it. */
export interface PlacedFact extends DatasetFact {
  readonly field: string;
}

export type Source = Readonly<Record<string, unknown>>;

/** A reference that is being held against files: what is said first of a fact stands, unless something contradicts it. */
export class FactList {
  readonly facts: PlacedFact[] = [];
  readonly source: Source;

  constructor(readonly reference: DatasetReference) {
    this.source = reference.source ?? {};
  }

  /** Of a place about which nothing was found. */
  claimed(name: string, field: string, value: unknown, why: string): void {
    if (value === undefined || value === null || this.facts.some((fact) => fact.field === field)) return;
    this.#say(name, field, value, 'claimed', why);
  }

  checked(name: string, field: string, value: unknown, why: string): void {
    this.#say(name, field, value, 'checked', why);
  }

  contradicted(name: string, field: string, value: unknown, why: string): void {
    this.#say(name, field, value, 'contradicted', why);
  }

  /** What is said against what was found; where nothing is said, what was found is told. */
  held(name: string, field: string, said: unknown, found: unknown, where: string): void {
    if (said === undefined || said === null) this.checked(name, field, found, `read in ${where}`);
    else if (said === found) this.checked(name, field, said, `${where} says the same`);
    else this.contradicted(name, field, said, `${where} says ${textOf(found)}`);
  }

  /** Runs what may find bytes of another format, and says so of `field`. */
  async reading(name: string, field: string, value: unknown, read: () => Promise<void>): Promise<void> {
    try {
      await read();
    } catch (error) {
      if (!(error instanceof FormatFault)) throw error;
      this.contradicted(name, field, value, `${textOf(value)}: ${error.place} ${error.reason}`);
    }
  }

  #say(name: string, field: string, value: unknown, basis: DatasetFact['basis'], why: string): void {
    const said = { name, field, value: textOf(value), basis, why: withoutCredentials(why) };
    const at = this.facts.findIndex((fact) => fact.field === field && fact.name === name);
    if (at < 0) this.facts.push(said);
    else if (basis === 'contradicted') this.facts[at] = said;
  }
}

const textOf = (value: unknown): string =>
  withoutCredentials(typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));
