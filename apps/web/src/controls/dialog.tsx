import { type ReactNode, useId, useLayoutEffect, useRef } from 'react';
import { Glyph } from '../marks/index.ts';

/**
 * The browser's own modal: it holds the focus, answers Escape and makes the page behind inert without a script
 * that would have to write style elements, which the content-security policy refuses.
 */
export function Dialog({
  title,
  caption,
  side = false,
  onClose,
  children,
}: {
  title: ReactNode;
  caption?: ReactNode;
  /** A drawer at the right edge, for reading; else a small sheet in the middle, for deciding. */
  side?: boolean;
  onClose: () => void;
  children: ReactNode;
}) {
  const box = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  // Closed before it leaves the page: only then does the browser give the focus back to where it was.
  useLayoutEffect(() => {
    const dialog = box.current;
    if (dialog && !dialog.open) {
      dialog.showModal();
      // What is asked for comes before the button that leaves.
      dialog.querySelector<HTMLElement>('input, textarea, select')?.focus();
    }
    return () => dialog?.close();
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes it; the click is on the backdrop
    <dialog
      ref={box}
      className={side ? 'dialog dialog-side' : 'dialog'}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => event.target === event.currentTarget && onClose()}
    >
      <div className="dialog-in">
        <header>
          <div>
            <h2 id={titleId}>{title}</h2>
            {caption && <p className="cap">{caption}</p>}
          </div>
          <button type="button" className="copy dialog-close" aria-label="Close" onClick={onClose}>
            <Glyph name="cross" size={14} />
          </button>
        </header>
        {children}
      </div>
    </dialog>
  );
}
