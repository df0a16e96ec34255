import { useNavigate } from '@tanstack/react-router';
import type { VersionSearch } from './search.ts';

/** Opens or closes the editor of the prose; that it is open stands in the URL. */
export function useEdit(): (edit: VersionSearch['edit']) => void {
  const navigate = useNavigate();
  return (edit) => void navigate({ to: '.', search: (before) => ({ ...before, edit }), resetScroll: false });
}
