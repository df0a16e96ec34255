import type { SchemaProblem } from './schema.ts';

type Json = Record<string, unknown>;

/** Reads fields out of untrusted JSON and keeps what was wrong with them, each with its path. */
export class ProblemList {
  readonly problems: SchemaProblem[] = [];

  add(path: string, message: string): undefined {
    this.problems.push({ path, message });
    return undefined;
  }

  record(value: unknown, path: string): Json | undefined {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Json;
    return this.add(path, 'must be an object');
  }

  list(value: unknown, path: string, maximum: number): unknown[] | undefined {
    if (!Array.isArray(value)) return this.add(path, 'must be a list');
    if (value.length === 0) return this.add(path, 'must not be empty');
    if (value.length > maximum) return this.add(path, `must not have more than ${maximum} members`);
    return value;
  }

  text(value: unknown, path: string, maximum = 2_000): string | undefined {
    if (typeof value !== 'string' || value === '') return this.add(path, 'must be text');
    if (value.length > maximum) return this.add(path, `must not be longer than ${maximum} characters`);
    return value;
  }

  /** A name becomes a key of objects and part of paths, so control characters and `__proto__` are refused. */
  name(value: unknown, path: string): string | undefined {
    const text = this.text(value, path, 200);
    if (text === undefined) return undefined;
    if (text === '__proto__' || /[\p{Cc}\p{Cs}]/u.test(text)) return this.add(path, 'is not a usable name');
    return text;
  }

  oneOf<T extends string>(value: unknown, choices: readonly T[], path: string): T | undefined {
    const found = choices.find((choice) => choice === value);
    return found ?? this.add(path, `must be one of ${choices.join(', ')}`);
  }

  /** Absent and null both mean "not said". */
  optional<T>(value: unknown, read: (value: unknown) => T | undefined): T | undefined {
    return value === undefined || value === null ? undefined : read(value);
  }

  number(value: unknown, path: string): number | undefined {
    return typeof value === 'number' && Number.isFinite(value) ? value : this.add(path, 'must be a number');
  }

  flag(value: unknown, path: string): boolean | undefined {
    return typeof value === 'boolean' ? value : this.add(path, 'must be true or false');
  }
}
