import { Link } from '@tanstack/react-router';
import { buttonClass } from '../../controls/index.ts';
import { hasRole, useMe } from '../session/index.ts';

interface ReportLinkProps {
  /** Key of the model that it is about; of none for all of them. */
  readonly model?: string;
  readonly version?: string;
  /** By our id. */
  readonly prediction?: string;
  /** Days in the person's own zone, both included. */
  readonly from?: string;
  readonly to?: string;
  /** Kinds of events, with commas between them. */
  readonly events?: string;
}

const ofEveryModel = ['compliance', 'administrator', 'auditor'] as const;

/** To the report builder, filled in with what is looked at; for those who may make a report of it. */
export function ReportLink({ model, version, prediction, from, to, events }: ReportLinkProps) {
  const me = useMe();
  const may = model ? hasRole(me, ['owner', ...ofEveryModel], model) : hasRole(me, ofEveryModel);
  if (!may) return null;
  const period = from && to ? { from, to } : {};
  return (
    <Link
      className={buttonClass()}
      to="/reports"
      search={prediction ? { by: 'prediction', prediction } : { model, version, ...period, events }}
      title="Report and evidence pack of this"
    >
      Report
    </Link>
  );
}
