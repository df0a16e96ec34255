import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Await, Empty, Section } from '../../controls/index.ts';
import { similarQuery } from './queries.ts';
import './search.css';

/** Models for similar problems, and what makes them so. */
export function SimilarSection({ model }: { model: string }) {
  const query = useQuery(similarQuery(model));
  return (
    <Section title="Models for similar problems" count={query.data?.items.length}>
      <Await query={query} loading={<div className="min-h-[80px]" aria-busy="true" />}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title="No model shares enough with this one.">
              Models are held against each other by the words of their purpose, their facts, their inputs and
              what they answer.
            </Empty>
          ) : (
            <ul className="similar">
              {items.map(({ key, name, purpose, shares }) => (
                <li key={key}>
                  <p>
                    <Link className="quiet" to="/m/$model" params={{ model: key }}>
                      <b>{key}</b>
                    </Link>{' '}
                    {name !== key && <span className="soft">{name}</span>}
                  </p>
                  <p className="soft line-clamp-2">{purpose}</p>
                  <p className="cap">Shares: {shares.join(', ')}</p>
                </li>
              ))}
            </ul>
          )
        }
      </Await>
    </Section>
  );
}
