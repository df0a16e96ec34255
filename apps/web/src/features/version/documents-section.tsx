import { type VersionAddress, versionDocumentNames, versionDocuments } from '@countersign/contracts';
import { withBase } from '../../app/base-path.ts';
import { Definitions, Section } from '../../controls/index.ts';

const told: Record<(typeof versionDocumentNames)[number], string> = {
  'model-card.md': 'For people, in Markdown, each fact marked as checked or claimed.',
  'ml-bom.cdx.json':
    'For tools, CycloneDX 1.6: artifact, data, files, build environment and card with their digests.',
  'sign-offs.intoto.jsonl':
    'For pipelines, a statement a line: each signature over its record, with its proof in the ledger.',
};

const documentUrl = ({ model, version }: VersionAddress, name: string): string =>
  withBase(`/api/v1/models/${model}/versions/${encodeURIComponent(version)}/documents/${name}`);

/** The version as others can take it along; made anew at each download. */
export function DocumentsSection({ address }: { address: VersionAddress }) {
  return (
    <Section title="To hand out" count="made from what holds now">
      <Definitions
        items={versionDocumentNames.map((name) => [
          versionDocuments[name].title,
          <span key={name}>
            {told[name]}{' '}
            <a href={documentUrl(address, name)} download>
              Download<span className="sr"> {versionDocuments[name].title}</span>
            </a>
          </span>,
        ])}
      />
    </Section>
  );
}
