import type { ThreadPage, VersionAddress } from '@countersign/contracts';
import { api } from '../../app/api.ts';
import { Empty } from '../../controls/index.ts';
import { CommentForm } from './comment-form.tsx';
import { ThreadItem } from './thread-item.tsx';
import './discussion.css';

/** What a new thread would be about; neither: the version. */
export interface About {
  evidenceId?: string;
  path?: string;
}

/** Threads with the field that opens another one; why somebody may only read is said once. */
export function Threads({
  address,
  about,
  page,
  none,
}: {
  address: VersionAddress;
  about: About;
  page: ThreadPage;
  none: string;
}) {
  const mayWrite = page.reasons.length === 0;
  const isNarrow = about.evidenceId !== undefined || about.path !== undefined;
  return (
    <div className="threads">
      {mayWrite ? (
        <CommentForm
          label="New thread"
          verb="Open a thread"
          refused="The thread was not opened"
          model={address.model}
          onSend={(text, mentions) => api.discussion.open.mutate({ ...address, ...about, text, mentions })}
        />
      ) : (
        <p className="cap">You read this discussion. {page.reasons[0]?.message}</p>
      )}
      {page.items.map((thread) => (
        <ThreadItem
          key={thread.id}
          thread={thread}
          model={address.model}
          mayWrite={mayWrite}
          named={!isNarrow}
        />
      ))}
      {page.items.length === 0 && <Empty title={none} />}
    </div>
  );
}
