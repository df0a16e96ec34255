import * as z from 'zod/mini';
import { Instant, ModelKey, ModelRef, PersonRef, Prose, Reason, Receipt } from './primitives.ts';

/**
 * What of a model's predictions is kept. `full`: inputs, outputs and decision; `reference`: their digests and the
 * reference of the data scored, nothing else; `sampled`: a share of the runs in full, the others as a reference.
 */
export const recordingModes = ['full', 'sampled', 'reference'] as const;
export type RecordingMode = (typeof recordingModes)[number];

/** What was kept of one prediction. */
export const keptForms = ['full', 'reference'] as const;

/** A share of runs, between 0 and 1. */
const Share = z.number().check(z.gte(0.001), z.lte(0.999));

export const SetRecording = z.object({
  model: ModelKey,
  recording: z.enum(recordingModes),
  /** Where sampled, and only there. */
  share: z.optional(Share),
  reason: Prose(5_000),
});
export type SetRecording = z.infer<typeof SetRecording>;

export const Recording = z.object({
  recording: z.enum(recordingModes),
  share: z.nullable(z.number()),
  /** Null for what a model begins with: full, without anybody's choice. */
  since: z.nullable(Instant),
  reason: z.nullable(z.string()),
  by: z.nullable(PersonRef),
});
export type Recording = z.infer<typeof Recording>;
export const RecordingSet = z.object({ recording: Recording, receipt: Receipt });
export type RecordingSet = z.infer<typeof RecordingSet>;

export const RecordingPage = z.object({
  model: ModelRef,
  tier: z.string(),
  current: Recording,
  /** The latest settings before the current one, at most fifty. */
  earlier: z.array(Recording),
  /** Per choice why this reader may not take it; empty: they may. The current one is not refused here. */
  choices: z.array(z.object({ recording: z.enum(recordingModes), whyNot: z.array(Reason) })),
});
export type RecordingPage = z.infer<typeof RecordingPage>;
