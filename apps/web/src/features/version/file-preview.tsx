import type { VersionAddress, VersionFile } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { Suspense } from 'react';
import { problemOf, RestRefusal } from '../../app/problem.ts';
import { Await, Dialog } from '../../controls/index.ts';
import { sizeText } from '../../marks/index.ts';
import { Markdown } from '../../marks/markdown.tsx';
import { DiscussionOf } from '../discussion/index.ts';
import { fileUrl } from './file-url.ts';

/** Longer texts are cut here; the download has all of it. */
const shownCharacters = 200_000;

async function textOf(url: string): Promise<string> {
  const answer = await fetch(`${url}?preview=1`, { headers: { accept: 'text/plain' } });
  if (!answer.ok) throw new RestRefusal(problemOf(await answer.json().catch(() => null)));
  return answer.text();
}

function indented(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

/** Notebooks have a tab of their own. */
export type DrawnPreview = Exclude<VersionFile['preview'], 'notebook' | null>;

function Content({ kind, text }: { kind: DrawnPreview; text: string }) {
  const shown = text.slice(0, shownCharacters);
  switch (kind) {
    case 'markdown':
      return <Markdown text={shown} />;
    default:
      return (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        <section className="file-text" tabIndex={0} aria-label="Text of the file">
          <pre>{kind === 'json' ? indented(shown) : shown}</pre>
        </section>
      );
  }
}

export function FilePreview({
  address,
  file,
  kind,
  onClose,
}: {
  address: VersionAddress;
  file: VersionFile;
  kind: DrawnPreview;
  onClose: () => void;
}) {
  const url = fileUrl(address, file.path);
  const query = useQuery({
    queryKey: ['file', file.digest],
    queryFn: () => textOf(url),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <Dialog
      side
      title={<span className="mono">{file.path}</span>}
      caption={sizeText(file.size)}
      onClose={onClose}
    >
      <Await query={query} loading={<div className="min-h-[480px]" aria-busy="true" />}>
        {(text) => (
          <>
            <Content kind={kind} text={text} />
            {text.length > shownCharacters && (
              <p className="cap pt-2">
                The first {shownCharacters.toLocaleString('en')} characters.{' '}
                <a href={url}>Download all of it</a>
              </p>
            )}
          </>
        )}
      </Await>
      <Suspense fallback={<div className="min-h-[120px]" aria-busy="true" />}>
        <DiscussionOf address={address} about={{ path: file.path }} />
      </Suspense>
    </Dialog>
  );
}
