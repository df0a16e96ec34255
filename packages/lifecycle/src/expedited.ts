import { hoursAfter } from './instant.ts';

/** How long an expedited deployment may serve before its gates are there; the hours run on while it is suspended. */
export const expeditedHours = 72;

export const lapsesAt = (deployedAt: string): string => hoursAfter(deployedAt, expeditedHours);

/** An incident number as some other system gave it: anything that is not blank. */
export const isIncident = (incident: string | undefined): incident is string =>
  incident !== undefined && incident.trim() !== '';
