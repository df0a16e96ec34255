import type { EntryAddress, EntryDetail } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { NothingHere } from '../../app/route-states.tsx';
import { Await, buttonClass, Definitions, PageTitle, Section } from '../../controls/index.ts';
import { LineDiff } from '../../controls/line-diff.tsx';
import { CopyButton, countText, Digest, Result, When } from '../../marks/index.ts';
import { entryAddressOf, entryQuery } from './queries.ts';
import { ReceiptPanel } from './receipt-panel.tsx';
import './entry.css';

const route = getRouteApi('/frame/audit/e/$entry');

function Record({ row }: { row: EntryDetail['row'] }) {
  return (
    <Section first title="Record">
      <Definitions
        items={[
          ['When', <When key="at" at={row.at} precision="second" relative />],
          ['Who', `${row.actor.name}, ${row.actor.kind}`],
          [
            'About',
            row.model && row.version ? (
              <Link key="v" to="/m/$model/v/$version" params={{ model: row.model, version: row.version }}>
                {row.model} {row.version}
              </Link>
            ) : row.model ? (
              <Link key="m" to="/m/$model" params={{ model: row.model }}>
                {row.model}
              </Link>
            ) : (
              `${row.subject.kind} ${row.subject.name}`
            ),
          ],
          row.step === null ? null : ['Step of the version', countText(row.step)],
          [
            'Refused',
            row.refused ? (
              <Result key="r" tone="no">
                Yes, nothing was changed
              </Result>
            ) : (
              'no'
            ),
          ],
        ]}
      />
    </Section>
  );
}

/** Canonical JSON wrapped after each member, for reading; what is copied are the bytes themselves. */
const wrapped = (body: string): string => {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
};

/** What the entry changed, before and after. */
function Change({ change: { values, texts } }: { change: EntryDetail['change'] }) {
  if (values.length === 0 && texts.length === 0) return null;
  return (
    <Section title="What it changed">
      {values.length > 0 && (
        <Definitions
          items={values.map(({ part, before, after }) => [
            part,
            <span key={part}>
              <span className="soft">{before ?? 'nothing'}</span> to {after ?? 'nothing'}
            </span>,
          ])}
        />
      )}
      {texts.map(({ part, before, after }) => (
        <div key={part} className="pt-3">
          <h3 className="soft">{part}</h3>
          <LineDiff label={`${part}, difference`} before={before} after={after} />
        </div>
      ))}
    </Section>
  );
}

function Records({ records }: { records: EntryDetail['records'] }) {
  if (records.length === 0) return null;
  return (
    <Section title="Texts outside the entry" count={records.length}>
      <Definitions
        items={records.map(({ name, digest, text }) => [
          name,
          <span key={name}>
            {text === null ? (
              <span className="muted">erased</span>
            ) : (
              <span className="break-words">{text}</span>
            )}
            <br />
            <Digest value={digest} what={`salted digest of ${name}`} />
          </span>,
        ])}
      />
      <p className="cap pt-2">
        The entry carries their salted digests, so that a name or a comment can be erased without breaking the
        ledger.
      </p>
    </Section>
  );
}

export function EntryPage() {
  const { entry } = route.useParams();
  const address = entryAddressOf(entry);
  return address ? <Entry address={address} /> : <NothingHere />;
}

function Neighbours({ detail: { previous, next } }: { detail: EntryDetail }) {
  return (
    <>
      {previous !== null && (
        <Link className={buttonClass()} to="/audit/e/$entry" params={{ entry: String(previous) }} rel="prev">
          Previous, {countText(previous)}
        </Link>
      )}
      {next !== null && (
        <Link className={buttonClass()} to="/audit/e/$entry" params={{ entry: String(next) }} rel="next">
          Next, {countText(next)}
        </Link>
      )}
    </>
  );
}

function Entry({ address }: { address: EntryAddress }) {
  const query = useQuery(entryQuery(address));
  const row = query.data?.row;
  const name =
    row && row.number !== null
      ? `Entry ${countText(row.number)}`
      : `Entry ${'number' in address ? countText(address.number) : 'not numbered yet'}`;
  return (
    <div className="page">
      <title>{`${name} · Countersign`}</title>
      <nav className="crumbs" aria-label="Breadcrumb">
        <span>Evidence</span>
        <span aria-hidden="true">/</span>
        <Link to="/audit">Audit</Link>
        <span aria-hidden="true">/</span>
        <span>{name}</span>
      </nav>
      <PageTitle
        title={name}
        beside={<span className="mono text-13">{row?.event}</span>}
        acts={query.data && <Neighbours detail={query.data} />}
      />
      <Await query={query} loading={<div className="min-h-[480px]" aria-busy="true" />}>
        {(detail) => (
          <>
            <p className="lede">{detail.row.summary}</p>
            <div className="split entry-split">
              <div>
                <Record row={detail.row} />
                <Section
                  title="Bytes"
                  count={`${countText(new TextEncoder().encode(detail.body).length)} bytes, canonical JSON (RFC 8785), wrapped here for reading`}
                  right={<CopyButton text={detail.body} what="bytes of the entry" />}
                >
                  <pre className="entry-bytes">{wrapped(detail.body)}</pre>
                </Section>
                <Change change={detail.change} />
                <Records records={detail.records} />
              </div>
              <ReceiptPanel detail={detail} />
            </div>
          </>
        )}
      </Await>
    </div>
  );
}
