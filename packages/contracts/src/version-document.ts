import * as z from 'zod/mini';
import { ModelKey, VersionLabel } from './primitives.ts';

/** What a version can be handed out as, for people and tools that have no account here. */
export const versionDocuments = {
  'model-card.md': { title: 'Model card', mediaType: 'text/markdown; charset=utf-8' },
  'ml-bom.cdx.json': {
    title: 'ML-BOM',
    mediaType: 'application/vnd.cyclonedx+json; version=1.6',
  },
  'sign-offs.intoto.jsonl': {
    title: 'Sign-offs, in-toto',
    mediaType: 'application/x-ndjson; charset=utf-8',
  },
} as const;
export type VersionDocumentName = keyof typeof versionDocuments;
export const versionDocumentNames = Object.keys(versionDocuments) as [
  VersionDocumentName,
  ...VersionDocumentName[],
];
export const VersionDocumentAddress = z.object({
  model: ModelKey,
  version: VersionLabel,
  document: z.enum(versionDocumentNames),
});
export type VersionDocumentAddress = z.infer<typeof VersionDocumentAddress>;
/** Type of the predicate of our in-toto statements. */
export const signOffPredicateType = 'urn:countersign:sign-off:v1';
