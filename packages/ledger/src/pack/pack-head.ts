import type { Checkpoint } from '../checkpoint.ts';
import type { Note } from '../note.ts';

/** The checkpoint that everything in a pack is proven against, with its signatures. */
export interface PackHead extends Checkpoint {
  readonly note: Note;
}
