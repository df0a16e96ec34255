import { type VersionDocumentAddress, versionDocuments } from '@countersign/contracts';
import type { Context } from '../context.ts';
import { gatherFacts, type VersionFacts } from './gather-facts.ts';
import { mlBom } from './ml-bom.ts';
import { modelCard } from './model-card.ts';
import { signOffStatements } from './sign-off-statements.ts';

/** A document as it is handed out. */
export interface VersionDocument {
  readonly fileName: string;
  readonly mediaType: string;
  readonly text: string;
}

const makers: Record<
  VersionDocumentAddress['document'],
  (ctx: Context, facts: VersionFacts) => string | Promise<string>
> = {
  'model-card.md': (_ctx, facts) => modelCard(facts),
  'ml-bom.cdx.json': (_ctx, facts) => `${JSON.stringify(mlBom(facts), null, 2)}\n`,
  'sign-offs.intoto.jsonl': signOffStatements,
};

/** Made anew from what holds now. @throws Refusal NOT_FOUND, FORBIDDEN */
export async function makeVersionDocument(
  ctx: Context,
  { document, ...address }: VersionDocumentAddress,
): Promise<VersionDocument> {
  const facts = await gatherFacts(ctx, address);
  return {
    fileName: `${address.model}-${address.version}.${document}`,
    mediaType: versionDocuments[document].mediaType,
    text: await makers[document](ctx, facts),
  };
}
