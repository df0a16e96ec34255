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
  const both = own.flatMap(({ name, value }) => {
    const other = loggedAs(name);
    return other === undefined ? [] : [{ name, isSame: isSameValue(value.slice(0, compared), other) }];
  });
  const differing = both.filter(({ isSame }) => !isSame).map(({ name }) => name);
  return { experiment, run, found: { ...found, differing, same: both.length - differing.length } };
}

/** `5` and `5.0` are one number, whoever wrote them down. */
const isSameValue = (one: string, other: string): boolean =>
  one === other || (one.trim() !== '' && other.trim() !== '' && Number(one) === Number(other));
