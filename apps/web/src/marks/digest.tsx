import { useEffect, useState } from 'react';
import { Glyph } from './glyph.tsx';

/** `6c073c48…6feefc`: enough to tell two apart at a glance; the whole is copied or read where it is signed. */
export const shortDigest = (digest: string): string =>
  digest.length <= 16 ? digest : `${digest.slice(0, 8)}…${digest.slice(-6)}`;

/** Hex in groups of four, the form in which people compare digests. */
export const inFours = (hex: string): string => hex.match(/.{1,4}/g)?.join(' ') ?? '';

export function CopyButton({ text, what }: { text: string; what: string }) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 1600);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <button
      type="button"
      className="copy"
      aria-label={copied ? `Copied ${what}` : `Copy ${what}`}
      title={copied ? 'Copied' : 'Copy'}
      onClick={() => void navigator.clipboard?.writeText(text).then(() => setCopied(true))}
    >
      <Glyph name={copied ? 'tick' : 'copy'} size={13} />
    </button>
  );
}

export function Digest({ value, what }: { value: string; what: string }) {
  return (
    <span className="digest">
      <span className="mono" title={value}>
        {shortDigest(value)}
      </span>
      <CopyButton text={value} what={what} />
    </span>
  );
}

/** The whole digest in fours, as a signature shows it. */
export function WholeDigest({ value }: { value: string }) {
  return <span className="whole-digest">{inFours(value)}</span>;
}
