import type { Reason } from '@countersign/contracts';
import { type ButtonHTMLAttributes, type ReactNode, useId } from 'react';
import { Glyph } from '../marks/index.ts';

interface ButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'disabled' | 'type'> {
  /** main: the next step of the page, one at most. stop: ends or blocks something. */
  kind?: 'main' | 'plain' | 'stop';
  small?: boolean;
  submit?: boolean;
  /** While the server is asked: the button keeps its width and cannot be pressed twice. */
  busy?: boolean;
  /** Why it may not be pressed; it stays focusable, so that the reasons can be heard. */
  off?: boolean;
  describedBy?: string;
  children: ReactNode;
}

export const buttonClass = (kind: 'main' | 'plain' | 'stop' = 'plain', small = false): string =>
  `btn btn-${kind}${small ? ' btn-small' : ''}`;

export function Button(props: ButtonProps) {
  const { kind, small, submit, busy, off, describedBy, onClick, children, className, ...rest } = props;
  const inert = off === true || busy === true;
  return (
    <button
      {...rest}
      type={submit ? 'submit' : 'button'}
      className={`${buttonClass(kind, small)}${off ? ' btn-off' : ''}${className ? ` ${className}` : ''}`}
      aria-disabled={inert || undefined}
      aria-busy={busy || undefined}
      aria-describedby={describedBy}
      onClick={(event) => {
        if (inert) event.preventDefault();
        else onClick?.(event);
      }}
    >
      {children}
    </button>
  );
}

/** Sentences beneath or beside a button that may not be pressed. */
export function Reasons({
  id,
  title,
  sentences,
}: {
  id: string;
  title?: string;
  sentences: readonly ReactNode[];
}) {
  if (sentences.length === 0) return null;
  return (
    <div className="reasons" id={id}>
      {title && <strong>{title}</strong>}
      <ul>
        {sentences.map((sentence, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: sentences are told apart by nothing but their place
          <li key={index}>
            <Glyph name="slot" size={10} />
            <span>{sentence}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** A command of the shared machine: a button, and where it may not be pressed the machine's own reasons beneath it. */
export function CommandButton({
  reasons,
  kind,
  small,
  busy,
  onPress,
  children,
}: {
  reasons: readonly Reason[];
  kind?: 'main' | 'plain' | 'stop';
  small?: boolean;
  busy?: boolean;
  onPress: () => void;
  children: ReactNode;
}) {
  const id = useId();
  const off = reasons.length > 0;
  return (
    <span className="command">
      <Button
        kind={off ? 'plain' : kind}
        small={small}
        busy={busy}
        off={off}
        describedBy={off ? id : undefined}
        onClick={onPress}
      >
        {children}
      </Button>
      <Reasons id={id} sentences={reasons.map((reason) => reason.message)} />
    </span>
  );
}
