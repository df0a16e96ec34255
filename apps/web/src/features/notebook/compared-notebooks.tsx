import type { NotebookRow } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Await, Empty } from '../../controls/index.ts';
import { ComparedCells } from './compared-cells.tsx';
import { notebookQuery } from './load-notebook.ts';
import './notebook.css';

export interface NotebookPlace {
  readonly url: string;
  readonly digest: string;
}

/** Two notebooks whose cells were aligned, read beside each other. Whatever they bring, nothing of it runs. */
export function ComparedNotebooks({
  before,
  after,
  rows,
  whole,
  link,
}: {
  before: NotebookPlace;
  after: NotebookPlace;
  rows: readonly NotebookRow[];
  whole: boolean;
  link: (row: NotebookRow, text: string) => ReactNode;
}) {
  const [old, now] = [useQuery(notebookQuery(before)), useQuery(notebookQuery(after))];
  const loading = <div className="min-h-[640px]" aria-busy="true" />;
  return (
    <Await query={old} loading={loading}>
      {(first) => (
        <Await query={now} loading={loading}>
          {(second) =>
            first === null || second === null ? (
              <Empty title="One of the files is not a notebook that can be read." />
            ) : (
              <ComparedCells rows={rows} before={first} after={second} whole={whole} link={link} />
            )
          }
        </Await>
      )}
    </Await>
  );
}
