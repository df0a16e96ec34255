import * as z from 'zod/mini';
import { importLimits } from './import.ts';
import { ModelKey, Page } from './primitives.ts';

/** A URI by its form (RFC 3986): a scheme, a colon, no blanks. */
const Uri = z.string().check(z.regex(/^[A-Za-z][A-Za-z0-9+.-]*:[^\s]*$/, 'a URI'), z.maxLength(2_000));
/** RFC 3339; without an offset it is taken as UTC, as OpenLineage's own clients mean it. */
const EventTime = z
  .string()
  .check(
    z.regex(
      /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)?$/,
      'a date and time of RFC 3339',
    ),
  );
const Facet = z.looseObject({ _producer: Uri, _schemaURL: Uri });
const Facets = z.optional(z.record(z.string(), Facet));
const Name = z.string().check(z.maxLength(2_000));

const Dataset = z.looseObject({
  namespace: Name,
  name: Name,
  facets: Facets,
  inputFacets: Facets,
  outputFacets: Facets,
});
export type OpenLineageDataset = z.infer<typeof Dataset>;
const Datasets = z.optional(z.array(Dataset).check(z.maxLength(1_000)));
const Job = z.looseObject({ namespace: Name, name: Name, facets: Facets });
const base = { eventTime: EventTime, producer: Uri, schemaURL: Uri };
const absent = z.optional(z.undefined());

/**
 * The rules of OpenLineage's schema, version 2-0-2 (https://openlineage.io/spec/2-0-2/OpenLineage.json), in our own words: an event of a
 * run, of a job without a run, or of a dataset alone. Facets are kept as they are, but for what each has to say of itself.
 */
export const OpenLineageRunEvent = z.looseObject({
  ...base,
  eventType: z.optional(z.enum(['START', 'RUNNING', 'COMPLETE', 'ABORT', 'FAIL', 'OTHER'])),
  run: z.looseObject({ runId: z.uuid(), facets: Facets }),
  job: Job,
  inputs: Datasets,
  outputs: Datasets,
});
export type OpenLineageRunEvent = z.infer<typeof OpenLineageRunEvent>;
export const OpenLineageJobEvent = z.looseObject({
  ...base,
  run: absent,
  job: Job,
  inputs: Datasets,
  outputs: Datasets,
});
export const OpenLineageDatasetEvent = z.looseObject({ ...base, dataset: Dataset });

export const OpenLineageEvent = z.union([OpenLineageRunEvent, OpenLineageJobEvent, OpenLineageDatasetEvent]);
export type OpenLineageEvent = z.infer<typeof OpenLineageEvent>;

/** Which model events are about: they do not say. */
export const LineageEventsOf = z.object({ model: ModelKey });

/** Events of one call. */
export const openLineageEvents = importLimits.runs;

export const OpenLineageTaken = z.object({
  /** Events of runs, and those that describe no run and were left aside. */
  events: z.int(),
  aside: z.int(),
  experiments: z.array(z.string()),
  /** Runs that are new here, and runs of which something is. */
  added: z.int(),
  changed: z.int(),
});
export type OpenLineageTaken = z.infer<typeof OpenLineageTaken>;

/** Events that are given out, of one model. */
export const LineageEventsFilter = z.extend(Page, { model: ModelKey });
export type LineageEventsFilter = z.infer<typeof LineageEventsFilter>;
