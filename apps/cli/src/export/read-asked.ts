import { type ExportPack, type ReportKind, type RequestReport, reportKinds } from '@countersign/contracts';
import type { Arguments } from '../arguments.ts';
import { usageFailure } from '../command-failure.ts';

type Values = Arguments['values'];

const dayPattern = /^\d{4}-\d\d-\d\d$/;

/** Which report the options ask for; whether it exists and may be made is for the portal to say. @throws CommandFailure */
export function readReport(values: Values): RequestReport {
  const { model, version, prediction, from, to } = values;
  const kind = (values.kind ?? 'record') as ReportKind;
  if (!reportKinds.includes(kind))
    throw usageFailure(`There is no report of the kind ${kind}. There are: ${reportKinds.join(', ')}.`);
  if (version !== undefined && model === undefined)
    throw usageFailure('--version names a version of --model MODEL.');
  if (prediction !== undefined && (model !== undefined || from !== undefined))
    throw usageFailure('A report on one prediction takes no model and no days.');
  if ((from === undefined) !== (to === undefined))
    throw usageFailure('--from and --to belong together; both days are whole and included.');
  for (const day of [from, to])
    if (day !== undefined && !dayPattern.test(day))
      throw usageFailure(`${day} is no day, such as 2026-11-21.`);
  const zone = values.zone ?? 'UTC';
  return {
    kind,
    zone,
    ...(model === undefined
      ? {}
      : version === undefined
        ? { models: [model] }
        : { versions: [{ model, version }] }),
    ...(from === undefined || to === undefined ? {} : { period: { from, to, zone } }),
    ...(prediction === undefined ? {} : { prediction }),
    ...(values['as-of'] === undefined ? {} : { asOf: values['as-of'] }),
  };
}

/** `12`, `10-20`, `1-3,7`: numbers of entries, both ends included. @throws CommandFailure */
export function readEntries({ entries = '' }: Values): ExportPack['entries'] {
  return entries.split(',').map((range) => {
    const [, first, last] = /^(\d{1,15})(?:-(\d{1,15}))?$/.exec(range.trim()) ?? [];
    const ends: [number, number] = [Number(first), Number(last ?? first)];
    if (first === undefined || ends[0] > ends[1])
      throw usageFailure(`${range || 'Nothing'} is no entry and no range of entries, such as 10-20.`);
    return ends;
  });
}
