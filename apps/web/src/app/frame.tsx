import { useQuery } from '@tanstack/react-query';
import { Link, Outlet, useRouterState } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState } from 'react';
import { meQuery } from '../features/session/index.ts';
import { clockText, countText, Glyph } from '../marks/index.ts';
import { Account } from './account.tsx';
import { Brand } from './brand.tsx';
import { ExampleBanner } from './example-banner.tsx';
import { useFocusOnArrival } from './focus-on-arrival.ts';
import { useGoKeys } from './go-keys.ts';
import { LiveLine } from './live/live-line.tsx';
import { useLive } from './live/use-live.ts';
import { LossBanner } from './loss-banner.tsx';
import { ReceiptLine } from './receipt-line.tsx';
import { selfState } from './self-state.ts';
import { useShortcut } from './shortcut.ts';
import { wordOfPath, words } from './words.ts';

const Palette = lazy(() => import('./palette.tsx').then(({ Palette }) => ({ default: Palette })));
const KeySheet = lazy(() => import('./key-sheet.tsx').then(({ KeySheet }) => ({ default: KeySheet })));
const isApple = /Mac|iPhone|iPad/.test(navigator.platform);

function usePaletteKeys(open: () => void): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        open();
      }
    };
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, [open]);
}

function Words({ waiting }: { waiting: number }) {
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const current = wordOfPath(path);
  return (
    <nav className="words" aria-label="Main">
      {words.map(({ word, to }) => (
        <Link
          key={word}
          to={to}
          aria-current={word === current ? 'page' : undefined}
          activeOptions={selfState}
        >
          {word}
          {word === 'Work' && waiting > 0 && (
            <small>
              {countText(waiting)}
              <span className="sr"> waiting</span>
            </small>
          )}
        </Link>
      ))}
    </nav>
  );
}

/** The frame of every page: five words, find, the ledger's head, the account. */
export function Frame() {
  const { data: me } = useQuery(meQuery);
  const [sheet, setSheet] = useState<'find' | 'keys' | null>(null);
  const [openPalette] = useState(() => () => setSheet('find'));
  const [openKeys] = useState(() => () => setSheet('keys'));
  const close = () => setSheet(null);
  usePaletteKeys(openPalette);
  useShortcut('/', openPalette, 'Go to a model, version, prediction');
  useShortcut('?', openKeys, 'This list');
  useGoKeys();
  useFocusOnArrival();
  useLive(me?.person.id);
  if (!me) return null;
  return (
    <>
      <a className="skip" href="#content">
        Skip to the content
      </a>
      <header className="bar">
        <Brand />
        <Words waiting={me.waiting} />
        <button type="button" className="find" onClick={openPalette}>
          <span className="find-glyph">
            <Glyph name="find" size={17} />
          </span>
          <span className="find-text" aria-hidden="true">
            Go to a model, version, prediction
          </span>
          <span className="sr">Go to a model, version, prediction</span>
          <kbd>{isApple ? '⌘ K' : 'Ctrl K'}</kbd>
        </button>
        {me.head && (
          <Link className="ledger-head" to="/audit">
            <Glyph name="ledger" />
            Entry {countText(me.head.number)}, {clockText(me.head.at)}
          </Link>
        )}
        <Account me={me} />
      </header>
      {me.loss && <LossBanner loss={me.loss} />}
      {me.examples && me.roles.some(({ role }) => role === 'administrator') && <ExampleBanner />}
      <main id="content" tabIndex={-1}>
        <Outlet key={me.preferences.timeZone} />
      </main>
      <LiveLine self={me.person.id} />
      <ReceiptLine />
      <Suspense>
        {sheet === 'find' && <Palette onClose={close} />}
        {sheet === 'keys' && <KeySheet onClose={close} />}
      </Suspense>
    </>
  );
}
