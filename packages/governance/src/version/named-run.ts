import type { VersionPage } from '@countersign/contracts';
import type { VersionDetails } from './version-details-row.ts';

/** Characters of a run's parameter that are read here. */
const compared = 200;

/**
 * The run that a version names, held against it: the parameters that both have under one name, the last part of a
 * run's name (`train.seed`) counting too where it is the only one.
 */
export function toNamedRun(
  { experiment, run, found, parameters }: NonNullable<VersionDetails['run']>,
  own: VersionPage['parameters'],
): VersionPage['run'] {
  if (found === null) return { experiment, run, found };
  const logged = Object.entries(parameters ?? {});
  const loggedAs = (name: string): string | undefined => {
    const exact = logged.find(([key]) => key === name);
    if (exact) return exact[1];
    const ending = logged.filter(([key]) => key.split(/[./]/).at(-1) === name);
    return ending.length === 1 ? ending[0]![1] : undefined;
  };
  const both = own.flatMap(scalars).flatMap(({ name, value }) => {
    const other = loggedAs(name);
    return other === undefined ? [] : [{ name, isSame: isSameValue(value.slice(0, compared), other) }];
  });
  const differing = both.filter(({ isSame }) => !isSame).map(({ name }) => name);
  return { experiment, run, found: { ...found, differing, same: both.length - differing.length } };
}

/** A record of parameters as its own ones, each by its own name; a list says nothing that a run could be held against. */
function scalars({ name, value }: { name: string; value: string }): { name: string; value: string }[] {
  if (value.startsWith('[')) return [];
  if (!value.startsWith('{')) return [{ name, value }];
  return Object.entries(parsed(value)).flatMap(([inner, of]) =>
    typeof of === 'object' ? [] : [{ name: inner, value: String(of) }],
  );
}

/** Of a text that only looks like a record, none. */
function parsed(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

/** `5` and `5.0` are one number, whoever wrote them down. */
const isSameValue = (one: string, other: string): boolean =>
  one === other || (one.trim() !== '' && other.trim() !== '' && Number(one) === Number(other));
