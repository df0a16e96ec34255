import { useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { Command } from 'cmdk';
import { useDeferredValue, useState } from 'react';
import { Dialog } from '../controls/index.ts';
import { api } from './api.ts';
import { withBase } from './base-path.ts';
import { problemOf } from './problem.ts';
import { words } from './words.ts';
import './palette.css';

const kindWord = { model: 'Models', version: 'Versions', prediction: 'Predictions' } as const;
type Kind = keyof typeof kindWord;

const pages = words.flatMap(({ pages }) => pages);

/** Goes to pages, models, versions and predictions; opened by Ctrl K or the find box. */
export function Palette({ onClose }: { onClose: () => void }) {
  const router = useRouter();
  const [text, setText] = useState('');
  const q = useDeferredValue(text.trim());
  const found = useQuery({
    queryKey: ['find', q],
    queryFn: ({ signal }) => api.find.search.query({ q }, { signal }),
    enabled: q.length > 0,
    placeholderData: (before) => before,
  });
  const go = (path: string) => {
    onClose();
    router.history.push(withBase(path));
  };
  const matching = pages.filter(({ name }) => name.toLowerCase().includes(q.toLowerCase()));
  const items = q === '' ? [] : (found.data?.items ?? []);
  return (
    <Dialog title="Go to" caption="A page, a model, a version, or a prediction by its id" onClose={onClose}>
      <Command shouldFilter={false} label="Go to">
        <Command.Input
          className="input"
          autoFocus
          value={text}
          onValueChange={setText}
          placeholder="credit-risk, 1.1.0, cr-3936-branch-lending"
        />
        <Command.List className="palette-list">
          {(Object.keys(kindWord) as Kind[]).map((kind) => {
            const ofKind = items.filter((item) => item.kind === kind);
            return (
              ofKind.length > 0 && (
                <Command.Group key={kind} heading={kindWord[kind]}>
                  {ofKind.map((item) => (
                    <Command.Item key={item.path} value={item.path} onSelect={() => go(item.path)}>
                      <span>{item.label}</span>
                      <span className="muted">{item.detail}</span>
                    </Command.Item>
                  ))}
                </Command.Group>
              )
            );
          })}
          {q !== '' && (
            <Command.Group heading="Search">
              <Command.Item value="/search" onSelect={() => go(`/search?${new URLSearchParams({ q })}`)}>
                <span>Everything with “{q}”</span>
                <span className="muted">notes, notebooks, data, runs, discussion</span>
              </Command.Item>
            </Command.Group>
          )}
          {matching.length > 0 && (
            <Command.Group heading="Pages">
              {matching.map(({ name, to }) => (
                <Command.Item key={to} value={to} onSelect={() => go(to)}>
                  <span>{name}</span>
                  <span className="muted">{to}</span>
                </Command.Item>
              ))}
            </Command.Group>
          )}
        </Command.List>
        {q !== '' && items.length === 0 && (
          <p className="cap" role="status">
            {found.isFetching
              ? 'Looking'
              : found.error
                ? problemOf(found.error).message
                : 'No model, version or prediction of that name; a prediction is found by its whole id. Search looks at what was written, too.'}
          </p>
        )}
      </Command>
    </Dialog>
  );
}
