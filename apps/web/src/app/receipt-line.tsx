import { useEffect } from 'react';
import { EntryNumber } from '../features/entry/index.ts';
import { clockText, Glyph } from '../marks/index.ts';
import { showReceipt, useLastReceipt } from './receipts.ts';

/** Long enough to read it and follow the link. */
const shownFor = 12_000;

/** Says which entry the last command became. */
export function ReceiptLine() {
  const receipt = useLastReceipt();
  useEffect(() => {
    if (!receipt) return;
    const timer = setTimeout(() => showReceipt(null), shownFor);
    return () => clearTimeout(timer);
  }, [receipt]);
  return (
    <div role="status" className={receipt ? 'receipt-line' : 'sr'}>
      {receipt && (
        <>
          <span className="text-ok">
            <Glyph name="tick" size={14} />
          </span>
          <span>
            Recorded, <EntryNumber receipt={receipt} />, {clockText(receipt.at)}
          </span>
          <button type="button" className="copy" aria-label="Dismiss" onClick={() => showReceipt(null)}>
            <Glyph name="cross" />
          </button>
        </>
      )}
    </div>
  );
}
