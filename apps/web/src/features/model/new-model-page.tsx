import type { Tier } from '@countersign/lifecycle';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '../../app/api.ts';
import { problemOf } from '../../app/problem.ts';
import { useCommand } from '../../app/use-command.ts';
import {
  Button,
  buttonClass,
  PageTitle,
  ProblemNote,
  Select,
  TextArea,
  TextField,
} from '../../controls/index.ts';
import { tierWord } from '../../marks/index.ts';

const tiers = Object.keys(tierWord) as Tier[];

export function NewModelPage() {
  const navigate = useNavigate();
  const [key, setKey] = useState('');
  const [name, setName] = useState('');
  const [purpose, setPurpose] = useState('');
  const [tier, setTier] = useState<Tier>('moderate');
  const create = useCommand(
    () => api.model.create.mutate({ key: key.trim(), name: name.trim(), purpose: purpose.trim(), tier }),
    (made) => void navigate({ to: '/m/$model', params: { model: made.key } }),
  );
  return (
    <div className="page">
      <title>New model · Countersign</title>
      <nav className="crumbs" aria-label="Breadcrumb">
        <Link to="/models">Models</Link>
        <span aria-hidden="true">/</span>
        <span>New</span>
      </nav>
      <PageTitle title="New model" />
      <form
        className="form pt-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (!create.isPending) create.mutate();
        }}
      >
        <TextField
          label="Key"
          hint="In addresses and interfaces, for ever: small letters, digits and hyphens, 2 to 64 characters."
          required
          pattern="[a-z0-9\-]{2,64}"
          value={key}
          onChange={(event) => setKey(event.target.value)}
        />
        <TextField
          label="Name"
          required
          maxLength={200}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <TextArea
          label="Purpose"
          hint="What it decides or forecasts, for whom, and what follows from its answer."
          required
          maxLength={5_000}
          value={purpose}
          onChange={(event) => setPurpose(event.target.value)}
        />
        <Select
          label="Risk tier"
          hint="It chooses the policy: low works with two people, moderate with three, high with four."
          value={tier}
          onChange={(event) => setTier(tiers.find((found) => found === event.target.value) ?? 'moderate')}
          choices={tiers.map((found) => ({ value: found, label: tierWord[found] }))}
        />
        {create.error && <ProblemNote title="The model was not made" problem={problemOf(create.error)} />}
        <div className="flex gap-2">
          <Button kind="main" submit busy={create.isPending}>
            Make the model
          </Button>
          <Link className={buttonClass()} to="/models">
            Cancel
          </Link>
        </div>
      </form>
    </div>
  );
}
