import type { NoticeDetail, NoticeExtract } from '@countersign/contracts';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { withBase } from '../../app/base-path.ts';
import { problemOf, RestRefusal } from '../../app/problem.ts';
import { Button, buttonClass, ProblemNote, Section } from '../../controls/index.ts';
import { counted, countText, sizeText, When } from '../../marks/index.ts';

const found = ({ rows, flipped, fixed }: NoticeExtract): string =>
  `${counted(rows, 'prediction')} executed again on ${fixed}: ${flipped === 0 ? 'none' : countText(flipped)} would have been answered otherwise.`;

function Found({ extract, children }: { extract: NoticeExtract; children: ReactNode }) {
  return (
    <>
      <p className="py-2">{found(extract)}</p>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">{children}</div>
    </>
  );
}

/** The consumer's own predictions with both answers, for those who answer for it. */
export function ExtractSection({ notice, extract }: { notice: NoticeDetail; extract: NoticeExtract }) {
  return (
    <Section
      title={notice.isMine ? 'Your predictions, re-scored' : 'Its predictions, re-scored'}
      count={<When at={extract.at} />}
    >
      <Found extract={extract}>
        <a className={buttonClass()} href={withBase(`/api/v1/notices/${notice.id}/extract`)} download>
          Each of them as CSV
        </a>
        <span className="cap">
          {sizeText(extract.bytes)}, SHA-256 <code className="break-all">{extract.digest}</code>
        </span>
      </Found>
    </Section>
  );
}

/** @throws RestRefusal */
async function save(secret: string): Promise<void> {
  const answer = await fetch(withBase('/api/v1/notice-extract'), {
    method: 'POST',
    headers: { 'x-countersign': '1', 'content-type': 'application/json' },
    body: JSON.stringify({ secret }),
  }).catch(() => null);
  if (!answer?.ok) throw new RestRefusal(problemOf(await answer?.json().catch(() => null)));
  const name = /filename="([^"]+)"/.exec(answer.headers.get('content-disposition') ?? '')?.[1];
  const url = URL.createObjectURL(await answer.blob());
  const link = Object.assign(document.createElement('a'), { href: url, download: name ?? 're-scored.csv' });
  link.click();
  URL.revokeObjectURL(url);
}

/** The same without an account: the secret travels in a body, as everywhere. */
export function LinkedExtract({ secret, extract }: { secret: string; extract: NoticeExtract }) {
  const download = useMutation({ mutationFn: () => save(secret) });
  return (
    <section aria-label="Your predictions, re-scored">
      <h2>Your predictions, re-scored</h2>
      <Found extract={extract}>
        <Button busy={download.isPending} onClick={() => download.mutate()}>
          Each of them as CSV, {sizeText(extract.bytes)}
        </Button>
      </Found>
      {download.error && <ProblemNote title="The file did not come" problem={problemOf(download.error)} />}
    </section>
  );
}
