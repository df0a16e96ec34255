import type { Me } from '@countersign/contracts';
import { Link, useNavigate } from '@tanstack/react-router';
import { Glyph, roleWord } from '../marks/index.ts';
import { api } from './api.ts';
import { keepPreferences } from './preferences.ts';
import { queryClient } from './query-client.ts';
import { useTheme } from './theme.ts';
import { words } from './words.ts';

function ThemeButton({ me, className = 'link' }: { me: Me; className?: string }) {
  const other = useTheme() === 'dark' ? 'light' : 'dark';
  return (
    <button
      type="button"
      className={className}
      onClick={() => void keepPreferences({ ...me.preferences, theme: other })}
    >
      {other === 'dark' ? 'Dark' : 'Light'}
      <span className="sr"> theme</span>
    </button>
  );
}

/** Closes the popover that holds the pressed link, since navigation does not leave the document. */
const closePopover = (event: { currentTarget: HTMLElement }) =>
  event.currentTarget.closest<HTMLElement>('[popover]')?.hidePopover();

function rolesText(me: Me): string {
  const names = me.roles.map(({ role, modelKey }) => `${roleWord[role]}${modelKey ? ` of ${modelKey}` : ''}`);
  return names.length === 0 ? 'no role yet' : names.join(', ');
}

export function Account({ me }: { me: Me }) {
  const navigate = useNavigate();
  const signOut = async () => {
    await api.session.signOut.mutate();
    queryClient.clear();
    await navigate({ to: '/sign-in' });
  };
  return (
    <div className="account">
      <button type="button" className="link only-wide" popoverTarget="account">
        {me.person.name}
      </button>
      <span className="only-wide">
        <ThemeButton me={me} />
      </span>
      <nav className="only-phone" aria-label="Main">
        <button type="button" className="btn" popoverTarget="account">
          <Glyph name="menu" size={16} />
          <span className="sr">Menu</span>
        </button>
      </nav>
      <div id="account" popover="auto" className="popover">
        <nav className="only-phone" aria-label="Pages">
          {words.flatMap(({ pages }) =>
            pages.map(({ name, to }) => (
              <Link key={to} to={to} onClick={closePopover} activeOptions={{ exact: true }}>
                {name}
              </Link>
            )),
          )}
        </nav>
        <div>
          <p>
            <b>{me.person.name}</b>
          </p>
          <p className="cap">{me.person.email}</p>
          <p className="cap whitespace-normal">{rolesText(me)}</p>
        </div>
        <div>
          <span className="only-phone">
            <ThemeButton me={me} className="row" />
          </span>
          <Link to="/settings" className="row" onClick={closePopover}>
            Settings
          </Link>
          <button type="button" className="row" onClick={() => void signOut()}>
            Sign out
          </button>
        </div>
      </div>
    </div>
  );
}
