/** A notebook as the page shows it: flat texts, whatever version of the format and kernel it came from. */
export interface NotebookDocument {
  format: string;
  /** As the notebook names it, for colouring the source; lower case. */
  language: string;
  kernel: string;
  cells: NotebookCell[];
  outline: { cell: number; level: number; text: string }[];
}

export type NotebookCell =
  | { kind: 'markdown'; source: string; attachments: Attachments }
  | { kind: 'raw'; source: string }
  | { kind: 'code'; source: string; count: number | null; outputs: NotebookOutput[]; more: number };

/** Name of an attachment → a picture as data URL. */
export type Attachments = readonly (readonly [name: string, url: string])[];

export type NotebookOutput =
  | { kind: 'text'; text: string; stream: 'out' | 'error' | null; cut: boolean }
  | { kind: 'failure'; name: string; value: string; trace: string }
  | { kind: 'picture'; url: string; alt: string }
  | { kind: 'markdown'; source: string }
  | { kind: 'maths'; source: string }
  /** Never part of the page itself: tables of it are rebuilt, the rest is shown in a sealed frame. */
  | { kind: 'html'; html: string; text: string }
  /** What is not shown as what it is: scripts, widgets, unknown types. */
  | { kind: 'unknown'; type: string; text: string; cut: boolean };

/** Longer texts are cut in the page; the download has all of it. Characters. */
export const longestText = 100_000;
/** Outputs of a cell that are shown. */
export const mostOutputs = 100;
/** A picture beyond this is named and not drawn. Characters of its data URL. */
export const largestPicture = 12_000_000;
