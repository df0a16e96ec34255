import type { ExpeditedRoad, VersionAddress, VersionPage } from '@countersign/contracts';
import { expeditedHours } from '@countersign/lifecycle';
import { Link } from '@tanstack/react-router';
import { useId, useState } from 'react';
import { api } from '../../app/api.ts';
import { useCommand } from '../../app/use-command.ts';
import {
  buttonClass,
  CommandButton,
  CommandDialog,
  Dialog,
  Reasons,
  Select,
  TextArea,
  TextField,
} from '../../controls/index.ts';
import { When } from '../../marks/index.ts';
import { useSheet } from './use-sheet.ts';

export const deployNowWord = `Deploy now, for at most ${expeditedHours} hours`;

interface SheetProps {
  address: VersionAddress;
  onClose: () => void;
}

function AskSheet({
  address,
  page,
  asked,
  onClose,
}: SheetProps & { page: VersionPage; asked: string | undefined }) {
  const whyId = useId();
  const actions = page.actions.filter(({ command }) => command === 'deploy-expedited');
  const environments = actions.flatMap(({ environment }) => environment ?? []);
  const [environment, setEnvironment] = useState(asked ?? environments[0] ?? '');
  const [incident, setIncident] = useState('');
  const [comment, setComment] = useState('');
  const reasons =
    actions.find((action) => action.environment === environment)?.reasons.map(({ message }) => message) ?? [];
  const ask = useCommand(
    () =>
      api.request.openExpedited.mutate({
        ...address,
        environment,
        incident: incident.trim(),
        comment: comment.trim(),
      }),
    onClose,
  );
  return (
    <CommandDialog
      title="Deploy on the expedited road"
      caption={`For a forward fix that cannot wait for its gates. One independent reviewer or approver signs; then it may serve for at most ${expeditedHours} hours, once.`}
      verb="Ask for the signature"
      refused="The signature was not asked for"
      busy={ask.isPending}
      error={ask.error}
      ready={reasons.length === 0 && incident.trim() !== '' && comment.trim() !== ''}
      onSubmit={() => ask.mutate()}
      onClose={onClose}
    >
      <TextField
        label="Incident number"
        required
        maxLength={100}
        value={incident}
        onChange={(event) => setIncident(event.target.value)}
      />
      <TextArea
        label="Comment for the signer"
        placeholder="What is broken, and why this version mends it"
        required
        maxLength={10_000}
        value={comment}
        onChange={(event) => setComment(event.target.value)}
      />
      <Select
        label="Environment"
        value={environment}
        onChange={(event) => setEnvironment(event.target.value)}
        choices={environments.map((key) => ({ value: key, label: key }))}
      />
      <Reasons id={whyId} title="Not possible here" sentences={reasons} />
    </CommandDialog>
  );
}

function Asked({ road }: { road: ExpeditedRoad }) {
  return (
    <div className="border-t border-line pt-2 text-13">
      <p>{road.comment}</p>
      <p className="cap pt-1">
        {road.by.name}, <When at={road.at} relative />
      </p>
      {road.signer && <p className="cap">Signed by {road.signer.name}</p>}
    </div>
  );
}

function WaitingSheet({
  address,
  page,
  road,
  onClose,
}: SheetProps & { page: VersionPage; road: ExpeditedRoad }) {
  const openSheet = useSheet();
  const withdraw = page.actions.find(
    ({ command, requestId }) => command === 'withdraw-request' && requestId === road.requestId,
  );
  return (
    <Dialog
      title={`Expedited go-live, incident ${road.incident}`}
      caption={`${address.model} ${address.version} in ${road.environment} waits for the signature of one independent reviewer or approver.`}
      onClose={onClose}
    >
      <div className="dialog-form">
        <Asked road={road} />
        <div className="steps">
          <Link
            className={buttonClass()}
            to="/m/$model/v/$version/review"
            params={address}
            search={{ request: road.requestId }}
          >
            Open what is signed
          </Link>
          {withdraw && (
            <CommandButton
              kind="stop"
              reasons={withdraw.reasons}
              onPress={() => openSheet({ sheet: 'withdraw', request: road.requestId })}
            >
              Withdraw the request
            </CommandButton>
          )}
        </div>
      </div>
    </Dialog>
  );
}

function DeploySheet({
  address,
  road,
  signOffId,
  onClose,
}: SheetProps & { road: ExpeditedRoad; signOffId: string }) {
  const [comment, setComment] = useState('');
  const { environment, incident } = road;
  const deploy = useCommand(
    () =>
      api.deployment.deployExpedited.mutate({
        ...address,
        environment,
        incident,
        signOffId,
        comment: comment.trim() || undefined,
      }),
    onClose,
  );
  return (
    <CommandDialog
      title={`Expedited go-live, incident ${incident}`}
      caption={`${address.model} ${address.version} becomes champion in ${environment} at once. When the hours are over and its gates are not there, it ends and the champion before it answers again.`}
      verb={deployNowWord}
      refused="Not deployed"
      busy={deploy.isPending}
      error={deploy.error}
      onSubmit={() => deploy.mutate()}
      onClose={onClose}
    >
      <Asked road={road} />
      <TextArea
        label="Comment, if there is something to record"
        value={comment}
        onChange={(event) => setComment(event.target.value)}
      />
    </CommandDialog>
  );
}

/** The operator's side of the expedited road: ask for the one signature, wait for it, deploy on it. */
export function ExpeditedSheet({
  address,
  page,
  environment,
  onClose,
}: SheetProps & { page: VersionPage; environment: string | undefined }) {
  const road = page.expedited;
  // Closes with the deployment; the page is read anew before that, so a used road is not asked for again here.
  const [first] = useState(road);
  if (first?.state === 'signed' && first.signOffId !== null) {
    return <DeploySheet address={address} road={first} signOffId={first.signOffId} onClose={onClose} />;
  }
  if (first?.state === 'open' && road)
    return <WaitingSheet address={address} page={page} road={road} onClose={onClose} />;
  return <AskSheet address={address} page={page} asked={environment} onClose={onClose} />;
}
