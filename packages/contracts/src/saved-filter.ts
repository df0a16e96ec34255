import * as z from 'zod/mini';
import { Id, Line } from './primitives.ts';
import { InboxChoice } from './sign-off.ts';

/** Kept by one person for themselves. The address of the inbox still says what is shown. */
export const SavedFilter = z.object({ id: Id, name: z.string(), choice: InboxChoice });
export type SavedFilter = z.infer<typeof SavedFilter>;
export const SaveFilter = z.object({ name: Line(60), choice: InboxChoice });
export type SaveFilter = z.infer<typeof SaveFilter>;
export const RenameFilter = z.object({ id: Id, name: Line(60) });
export type RenameFilter = z.infer<typeof RenameFilter>;
export const DeleteFilter = z.object({ id: Id });
export type DeleteFilter = z.infer<typeof DeleteFilter>;
