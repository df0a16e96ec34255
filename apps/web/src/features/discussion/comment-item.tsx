import type { ThreadComment } from '@countersign/contracts';
import { useState } from 'react';
import { api } from '../../app/api.ts';
import { Button } from '../../controls/index.ts';
import { When } from '../../marks/index.ts';
import { Markdown } from '../../marks/markdown.tsx';
import { CommentForm } from './comment-form.tsx';

function Earlier({ comment }: { comment: ThreadComment }) {
  if (comment.editedAt === null) return null;
  return (
    <details className="comment-earlier">
      <summary>
        edited <When at={comment.editedAt} />
      </summary>
      <ol>
        {comment.earlier.map(({ text, at }) => (
          <li key={`${at}/${text}`}>
            <p className="cap">
              as of <When at={at} />
            </p>
            <Markdown text={text} />
          </li>
        ))}
      </ol>
    </details>
  );
}

export function CommentItem({
  comment,
  model,
  mayEdit,
}: {
  comment: ThreadComment;
  model: string;
  mayEdit: boolean;
}) {
  const [editing, setEditing] = useState(false);
  const called = comment.mentions.map(({ name }) => name).join(', ');
  return (
    <li className="comment">
      <div className="comment-head">
        <b>{comment.by.name}</b>
        <span className="cap">
          <When at={comment.at} />
          {called && `, to ${called}`}
          {comment.isNew && ', new to you'}
        </span>
        {comment.mine && mayEdit && !editing && (
          <span className="comment-edit">
            <Button small onClick={() => setEditing(true)}>
              Edit
            </Button>
          </span>
        )}
      </div>
      {editing ? (
        <CommentForm
          label="Your comment"
          verb="Save the comment"
          refused="The comment was not edited"
          model={model}
          start={comment.text}
          onSend={(text) => api.discussion.edit.mutate({ commentId: comment.id, text })}
          onDone={() => setEditing(false)}
          onCancel={() => setEditing(false)}
        />
      ) : (
        <Markdown text={comment.text} />
      )}
      <Earlier comment={comment} />
    </li>
  );
}
