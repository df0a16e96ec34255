import type { Me, Preferences } from '@countersign/contracts';
import { showTimesIn } from '../marks/index.ts';
import { api } from './api.ts';
import { queryClient } from './query-client.ts';
import { setTheme } from './theme.ts';

let applied: string | null = null;

/** Makes the portal look as the person wants it. What is unchanged since the last time is left alone. */
export function applyPreferences(preferences: Preferences): void {
  const now = JSON.stringify(preferences);
  if (now === applied) return;
  applied = now;
  showTimesIn(preferences.timeZone);
  setTheme(preferences.theme);
}

/** Keeps a choice for wherever the person signs in, and shows it here. */
export async function keepPreferences(preferences: Preferences): Promise<void> {
  const kept = await api.settings.savePreferences.mutate(preferences);
  applyPreferences(kept);
  queryClient.setQueryData<Me | null>(['me'], (me) => me && { ...me, preferences: kept });
}
