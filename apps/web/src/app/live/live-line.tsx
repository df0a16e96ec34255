import type { EntryRow, LiveEvent } from '@countersign/contracts';
import { useRouterState } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { EntryLink, Glyph } from '../../marks/index.ts';
import { api } from '../api.ts';
import { onEvents } from './live-events.ts';

/** What people wait for on a page that they have open. Everything else simply reads differently. */
const signatures: ReadonlySet<string> = new Set([
  'version.signed-off',
  'version.re-endorsed',
  'version.sign-off-withdrawn',
  'version.lift-signed',
]);
const shownForMs = 20_000;

/** The newest signature among what was just recorded about the version, unless one gave it oneself. */
async function findSignature(
  address: { model: string; version: string },
  events: readonly LiveEvent[],
  self: string,
): Promise<EntryRow | undefined> {
  const numbers = new Set(events.filter((event) => isAbout(event, address)).map(({ number }) => number));
  if (numbers.size === 0) return undefined;
  const { items } = await api.entry.list.query({ ...address, limit: 20 });
  return items.find(
    ({ number, event, actor }) =>
      number !== null && numbers.has(number) && signatures.has(event) && actor.id !== self,
  );
}

const isAbout = (event: LiveEvent, address: { model: string; version: string }): boolean =>
  event.model === address.model && event.version === address.version;

/** A parameter of the address that is open, whichever page that is. */
const useParam = (name: string): string | undefined =>
  useRouterState({
    select: ({ matches }) =>
      (matches.at(-1)?.params as Record<string, string | undefined> | undefined)?.[name],
  });

/** Says quietly who signed the version that is open here, while it is. */
export function LiveLine({ self }: { self: string }) {
  const model = useParam('model');
  const version = useParam('version');
  const [entry, setEntry] = useState<EntryRow | null>(null);
  useEffect(() => {
    setEntry(null);
    if (!model || !version) return;
    let isHere = true;
    const stop = onEvents((events) => {
      findSignature({ model, version }, events, self)
        .then((found) => found && isHere && setEntry(found))
        .catch(() => {
          // What was signed is on the page all the same.
        });
    });
    return () => {
      isHere = false;
      stop();
    };
  }, [model, version, self]);
  useEffect(() => {
    if (!entry) return;
    const timer = setTimeout(() => setEntry(null), shownForMs);
    return () => clearTimeout(timer);
  }, [entry]);
  return (
    <div role="status" className={entry ? 'live-line' : 'sr'}>
      {entry && (
        <>
          <span>
            {entry.summary.replace(/\.$/, '')}, entry <EntryLink number={entry.number} id={entry.id} />
          </span>
          <button type="button" className="copy" aria-label="Dismiss" onClick={() => setEntry(null)}>
            <Glyph name="cross" />
          </button>
        </>
      )}
    </div>
  );
}
