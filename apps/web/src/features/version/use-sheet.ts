import { useNavigate } from '@tanstack/react-router';
import type { VersionSearch } from './search.ts';

type SheetSearch = Pick<VersionSearch, 'sheet' | 'gate' | 'environment' | 'deployment' | 'request' | 'role'>;

const none: SheetSearch = {
  sheet: undefined,
  gate: undefined,
  environment: undefined,
  deployment: undefined,
  request: undefined,
  role: undefined,
};

/** Opens a sheet over the page, or closes it; which one is open stands in the URL, like every selection. */
export function useSheet(): (search: SheetSearch | null) => void {
  const navigate = useNavigate();
  return (search) =>
    void navigate({
      to: '.',
      search: (before) => ({ ...before, ...none, ...search }),
      resetScroll: false,
    });
}
