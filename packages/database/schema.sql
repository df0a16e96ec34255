-- What the migrations make, for reviewers to read. Written by the test beside it: vitest run -u

-- tables

create table account_link (
  id uuid not null,
  person_id uuid not null,
  kind text not null,
  secret_hash text not null,
  created_by uuid not null,
  created_at timestamp(3) with time zone not null,
  expires_at timestamp(3) with time zone not null,
  used_at timestamp(3) with time zone,
  voided_at timestamp(3) with time zone
);
create table api_token (
  id uuid not null,
  person_id uuid not null,
  name text not null,
  secret_hash text not null,
  scopes text[],
  created_at timestamp(3) with time zone not null,
  expires_at timestamp(3) with time zone,
  last_used_at timestamp(3) with time zone,
  revoked_at timestamp(3) with time zone
);
create table as_found_batch (
  id uuid not null,
  digest text not null,
  rows integer not null,
  comment text not null,
  person_id uuid not null,
  prepared_at timestamp(3) with time zone not null,
  state text not null default 'open'::text,
  closed_at timestamp(3) with time zone
);
create table as_found_row (
  batch_id uuid not null,
  line integer not null,
  claimed jsonb not null,
  version_id uuid
);
create table attachment (
  id uuid not null,
  version_id uuid not null,
  kind text not null,
  title text not null,
  file_name text not null,
  media_type text not null,
  bytes bigint not null,
  digest text not null,
  person_id uuid not null,
  at timestamp(3) with time zone not null,
  withdrawn_at timestamp(3) with time zone,
  withdrawn_by uuid,
  reason text,
  figures jsonb not null default '[]'::jsonb
);
create table attachment_upload (
  version_id uuid not null,
  digest text not null,
  person_id uuid not null,
  at timestamp(3) with time zone not null
);
create table blob (
  digest text not null,
  size bigint not null,
  created_at timestamp(3) with time zone not null
);
create table caller_id (
  model_id uuid not null,
  caller_id text not null,
  prediction_id uuid not null,
  content text not null
);
create table change_class (
  version_id uuid not null,
  revision integer not null,
  before_id uuid,
  before_revision integer,
  before_stands boolean not null,
  varying_id uuid,
  class text,
  counts_as text not null,
  reasons jsonb not null,
  allowed jsonb not null
);
create table claim (
  request_id uuid not null,
  person_id uuid not null,
  assigned_by uuid,
  note text,
  at timestamp(3) with time zone not null,
  ends_at timestamp(3) with time zone not null,
  released_at timestamp(3) with time zone
);
create table comment_text (
  comment_id uuid not null,
  number integer not null,
  text text not null,
  at timestamp(3) with time zone not null
);
create table condition_finding (
  sign_off_id uuid not null,
  finding_id uuid not null,
  version_id uuid not null,
  close_by timestamp(3) with time zone not null
);
create table consumer (
  id uuid not null,
  key text not null,
  name text not null,
  purpose text not null,
  contacts text[],
  volume_per_day integer,
  service_levels text,
  when_blocked text,
  answerer_id uuid not null,
  registered_at timestamp(3) with time zone not null,
  retired_at timestamp(3) with time zone
);
create table consumer_traffic (
  id bigint not null default nextval('consumer_traffic_id_seq'::regclass),
  consumer text not null,
  model_id uuid not null,
  version_id uuid not null,
  environment_id uuid,
  origin text not null,
  day date not null,
  calls bigint not null,
  errors bigint not null default 0,
  timed bigint not null default 0,
  latency_ms double precision not null default 0,
  latency_max_ms double precision,
  first_at timestamp(3) with time zone not null,
  last_at timestamp(3) with time zone not null
);
create table consumer_use (
  id uuid not null,
  consumer_id uuid not null,
  model_id uuid not null,
  environment_id uuid,
  from_number integer,
  to_number integer,
  kind text not null,
  cadence_minutes integer,
  purpose text,
  source text not null,
  declared_at timestamp(3) with time zone not null,
  ended_at timestamp(3) with time zone
);
create table dataset_finding (
  version_id uuid not null,
  revision integer not null,
  rules integer not null,
  items jsonb not null,
  examined_at timestamp(3) with time zone not null,
  stands_until timestamp(3) with time zone
);
create table dataset_recheck (
  id uuid not null,
  version_id uuid not null,
  revision integer not null,
  dataset text not null,
  result text not null,
  basis text not null,
  rows bigint,
  digest text,
  recorded_rows bigint,
  recorded_digest text,
  comment text not null,
  person_id uuid not null,
  at timestamp(3) with time zone not null
);
create table delegation (
  id uuid not null,
  person_id uuid not null,
  deputy_id uuid not null,
  starts_at timestamp(3) with time zone not null,
  ends_at timestamp(3) with time zone not null,
  created_by uuid not null,
  created_at timestamp(3) with time zone not null,
  ended_by uuid,
  ended_at timestamp(3) with time zone
);
create table deployment (
  id uuid not null,
  model_id uuid not null,
  version_id uuid not null,
  environment_id uuid not null,
  role text not null,
  ground text not null default 'gates'::text,
  state text not null default 'serving'::text,
  share double precision not null default 1,
  person_id uuid not null,
  started_at timestamp(3) with time zone not null,
  ended_at timestamp(3) with time zone,
  end_reason text,
  lapses_at timestamp(3) with time zone,
  incident text,
  was_champion boolean not null default false
);
create table deployment_count (
  deployment_id uuid not null,
  numbered bigint not null default 0
);
create table environment (
  id uuid not null,
  key text not null,
  production boolean not null,
  required_stage text not null,
  created_at timestamp(3) with time zone not null,
  permit_grace_seconds integer not null default 300,
  permit_ttl_seconds integer not null default 3600
);
create table erratum (
  id uuid not null,
  version_id uuid not null,
  text text not null,
  person_id uuid not null,
  at timestamp(3) with time zone not null
);
create table evidence (
  id uuid not null,
  version_id uuid not null,
  environment_id uuid,
  revision integer not null,
  substance text not null,
  kind text not null,
  name text not null,
  result text not null,
  basis text not null,
  value text not null,
  against text not null,
  detail jsonb not null,
  digest text not null,
  at timestamp(3) with time zone not null,
  share double precision
);
create table evidence_opened (
  evidence_id uuid not null,
  person_id uuid not null,
  at timestamp(3) with time zone not null
);
create table evidence_run (
  id uuid not null,
  version_id uuid not null,
  kind text not null,
  state text not null,
  done integer not null default 0,
  total integer not null default 0,
  error text,
  person_id uuid,
  at timestamp(3) with time zone not null
);
create table experiment (
  id uuid not null,
  model_id uuid not null,
  name text not null,
  runs integer not null default 0,
  at timestamp(3) with time zone not null,
  last_at timestamp(3) with time zone not null
);
create table experiment_key (
  experiment_id uuid not null,
  kind text not null,
  key text not null
);
create table finding (
  id uuid not null,
  model_id uuid not null,
  version_id uuid not null,
  number integer not null,
  title text not null,
  text text not null,
  severity text not null,
  owner_id uuid not null,
  due_at timestamp(3) with time zone not null,
  person_id uuid not null,
  at timestamp(3) with time zone not null,
  state text not null default 'open'::text,
  state_by uuid,
  state_at timestamp(3) with time zone,
  comment text not null default ''::text,
  evidence_id uuid
);
create table followed_entry (
  person_id uuid not null,
  number bigint not null,
  delivery text not null,
  made_at timestamp(3) with time zone not null,
  due_at timestamp(3) with time zone,
  mail_id uuid
);
create table goal (
  version_id uuid not null,
  digest text not null,
  body jsonb not null,
  at timestamp(3) with time zone not null,
  request_id uuid not null,
  until timestamp(3) with time zone not null
);
create table golden_scoring (
  id uuid not null,
  before_id uuid not null,
  after_id uuid not null,
  state text not null,
  done integer not null default 0,
  total integer not null default 0,
  error text,
  person_id uuid,
  at timestamp(3) with time zone not null,
  answers jsonb
);
create table idempotency_key (
  actor_id text not null,
  key text not null,
  request text not null,
  status integer,
  reply jsonb,
  created_at timestamp(3) with time zone not null,
  holder uuid,
  effects jsonb not null default '[]'::jsonb,
  erased_at timestamp(3) with time zone
);
create table idempotency_subject (
  actor_id text not null,
  key text not null,
  subject_key_id uuid not null
);
create table import (
  id uuid not null,
  model_id uuid not null,
  kind text not null,
  digest text not null,
  target text not null,
  file_name text not null,
  person_id uuid not null,
  runs integer not null,
  values integer not null,
  experiments text[],
  version text,
  at timestamp(3) with time zone not null
);
create table installation (
  name text not null,
  value jsonb not null
);
create table ledger_checkpoint (
  size bigint not null,
  root bytea not null,
  at timestamp(3) with time zone not null,
  key_id uuid not null,
  note text not null
);
create table ledger_cosignature (
  size bigint not null,
  witness_id uuid not null,
  bytes bytea not null,
  at timestamp(3) with time zone not null,
  received_at timestamp(3) with time zone not null
);
create table ledger_entry (
  id bigint not null default nextval('ledger_entry_id_seq'::regclass),
  event text not null,
  at timestamp(3) with time zone not null,
  actor_kind text not null,
  actor_id text not null,
  subject_kind text not null,
  subject_id text not null,
  model_id uuid,
  version_id uuid,
  step integer,
  body text not null,
  leaf bytea not null
);
create table ledger_head (
  id integer not null default 1,
  size bigint not null default 0,
  settled bigint not null default 0,
  epoch bigint not null default 0,
  at timestamp(3) with time zone not null default CURRENT_TIMESTAMP,
  tree_size bigint not null default 0
);
create table ledger_key (
  id uuid not null,
  name text not null,
  public_key bytea not null,
  sealed_private bytea not null,
  sealed_with text not null,
  made_at timestamp(3) with time zone not null,
  retired_at timestamp(3) with time zone
);
create table ledger_loss (
  id uuid not null,
  origin text not null,
  published text not null,
  size bigint not null,
  at timestamp(3) with time zone not null
);
create table ledger_number (
  number bigint not null,
  entry_id bigint not null
);
create table ledger_record (
  digest text not null,
  salt bytea not null,
  bytes bytea not null,
  at timestamp(3) with time zone not null
);
create table ledger_tile (
  level integer not null,
  index bigint not null,
  hashes bytea not null
);
create table legal_hold (
  id uuid not null,
  kind text not null,
  subject_hash bytea,
  model_id uuid,
  from timestamp(3) with time zone,
  to timestamp(3) with time zone,
  reason text not null,
  person_id uuid not null,
  at timestamp(3) with time zone not null,
  lifted_at timestamp(3) with time zone,
  lifted_by uuid,
  lift_reason text
);
create table mail (
  id uuid not null,
  kind text not null,
  to_address text not null,
  subject text not null,
  body jsonb,
  attachments jsonb not null default '[]'::jsonb,
  state text not null,
  attempts integer not null default 0,
  problem text,
  created_at timestamp(3) with time zone not null,
  sent_at timestamp(3) with time zone,
  about jsonb
);
create table mailbox (
  id uuid not null,
  address text not null,
  registered_at timestamp(3) with time zone not null,
  removed_at timestamp(3) with time zone,
  registered_by uuid not null,
  link_hash text,
  link_expires_at timestamp(3) with time zone,
  confirmed_at timestamp(3) with time zone,
  sent_on date,
  sent_key uuid,
  sent_size bigint,
  sent_at timestamp(3) with time zone
);
create table mention (
  comment_id uuid not null,
  person_id uuid not null,
  at timestamp(3) with time zone not null
);
create table mention_seen (
  comment_id uuid not null,
  person_id uuid not null,
  at timestamp(3) with time zone not null
);
create table model (
  id uuid not null,
  key text not null,
  name text not null,
  purpose text not null,
  tier text not null,
  policy_key text not null,
  owner_id uuid,
  next_number integer not null default 1,
  created_at timestamp(3) with time zone not null,
  recording_id uuid,
  retired_at timestamp(3) with time zone,
  subject_field_id uuid,
  varying_id uuid
);
create table model_field (
  id uuid not null,
  key text not null,
  label text not null,
  type text not null,
  required boolean not null,
  help text not null,
  choices jsonb not null,
  revision integer not null default 1,
  position integer not null,
  archived_at timestamp(3) with time zone,
  created_at timestamp(3) with time zone not null
);
create table model_field_value (
  model_id uuid not null,
  field_id uuid not null,
  value jsonb,
  person_id uuid not null,
  at timestamp(3) with time zone not null
);
create table model_recording (
  id uuid not null,
  model_id uuid not null,
  mode text not null,
  share double precision,
  reason text not null,
  person_id uuid,
  at timestamp(3) with time zone not null
);
create table model_subject_field (
  id uuid not null,
  model_id uuid not null,
  source text not null,
  field text,
  unnamed text,
  reason text not null,
  person_id uuid not null,
  at timestamp(3) with time zone not null
);
create table model_varying (
  id uuid not null,
  model_id uuid not null,
  names text[] not null,
  reason text not null,
  person_id uuid not null,
  at timestamp(3) with time zone not null
);
create table notice (
  id uuid not null,
  kind text not null,
  recall_id uuid,
  version_id uuid not null,
  version_ids uuid[],
  consumer_key text not null,
  consumer_id uuid,
  name text not null,
  state text not null,
  state_at timestamp(3) with time zone not null,
  until timestamp(3) with time zone,
  cadence_minutes integer,
  calls bigint not null,
  last_call_at timestamp(3) with time zone,
  due_at timestamp(3) with time zone,
  raised_at timestamp(3) with time zone not null,
  claimed_at timestamp(3) with time zone,
  reminded_at timestamp(3) with time zone,
  escalated_at timestamp(3) with time zone,
  escalation text,
  ended_at timestamp(3) with time zone,
  end_reason text,
  rescored_at timestamp(3) with time zone,
  switch_id uuid
);
create table notice_recipient (
  id uuid not null,
  notice_id uuid not null,
  address text not null,
  state text not null,
  problem text,
  mail_id uuid,
  state_at timestamp(3) with time zone not null
);
create table notice_step (
  id uuid not null,
  notice_id uuid not null,
  kind text not null,
  basis text not null,
  at timestamp(3) with time zone not null,
  person_id uuid,
  recipient_id uuid,
  comment text,
  detail jsonb not null default '{}'::jsonb
);
create table observed_deployment (
  id uuid not null,
  model_id uuid not null,
  environment_id uuid not null,
  place text not null,
  version_id uuid,
  claimed_version text,
  artifact text,
  permit_id uuid,
  person_id uuid not null,
  every_minutes integer not null,
  first_at timestamp(3) with time zone not null,
  last_at timestamp(3) with time zone not null,
  ended_at timestamp(3) with time zone
);
create table one_time_code (
  person_id uuid not null,
  sealed bytea not null,
  sealed_with text not null,
  created_at timestamp(3) with time zone not null,
  confirmed_at timestamp(3) with time zone,
  last_step bigint not null default 0
);
create table outcome (
  id uuid not null,
  model_id uuid not null,
  business_hash bytea not null,
  value jsonb not null,
  basis text not null,
  observed_at timestamp(3) with time zone not null,
  recorded_at timestamp(3) with time zone not null
);
create table passkey (
  id uuid not null,
  credential_id text not null,
  person_id uuid not null,
  public_key bytea not null,
  counter bigint not null,
  transports text[],
  name text not null,
  synced boolean not null,
  created_at timestamp(3) with time zone not null,
  last_used_at timestamp(3) with time zone,
  removed_at timestamp(3) with time zone
);
create table passkey_challenge (
  id text not null,
  purpose text not null,
  person_id uuid,
  challenge text not null,
  expires_at timestamp(3) with time zone not null
);
create table permit (
  id uuid not null,
  version_id uuid not null,
  environment_id uuid not null,
  artifact text not null,
  person_id uuid not null,
  issued_at timestamp(3) with time zone not null,
  expires_at timestamp(3) with time zone not null,
  grace_until timestamp(3) with time zone not null,
  envelope text not null
);
create table permit_void (
  permit_id uuid not null,
  recall_id uuid,
  at timestamp(3) with time zone not null
);
create table person (
  id uuid not null,
  email text not null,
  name text not null,
  password_hash text,
  active boolean not null default true,
  example boolean not null default false,
  failed_sign_ins integer not null default 0,
  locked_until timestamp(3) with time zone,
  created_at timestamp(3) with time zone not null,
  kind text not null default 'person'::text,
  last_sign_in_at timestamp(3) with time zone,
  responsible_id uuid,
  shortcuts boolean not null default true,
  theme text,
  time_zone text,
  emergency boolean not null default false
);
create table person_email (
  email text not null,
  person_id uuid not null,
  verified_at timestamp(3) with time zone,
  added_at timestamp(3) with time zone not null,
  verified_by uuid
);
create table planned_switch (
  id uuid not null,
  model_id uuid not null,
  environment_id uuid not null,
  from_id uuid not null,
  to_id uuid not null,
  person_id uuid not null,
  announced_at timestamp(3) with time zone not null,
  not_before timestamp(3) with time zone not null,
  pins_until timestamp(3) with time zone,
  comment text,
  breaks jsonb not null,
  rescoring_id uuid,
  not_rescored text,
  ended_at timestamp(3) with time zone,
  end_reason text
);
create table policy (
  key text not null,
  number integer not null,
  tier text not null,
  body jsonb not null,
  published_at timestamp(3) with time zone not null,
  published_by uuid
);
create table prediction (
  id uuid not null,
  run_id uuid not null,
  row integer not null,
  model_id uuid not null,
  version_id uuid not null,
  environment_id uuid,
  basis text not null,
  mode text not null,
  consumer text not null,
  caller_id text,
  person_id uuid,
  decision jsonb,
  business_hash bytea,
  subject_hash bytea,
  answered_at timestamp(3) with time zone not null,
  recorded_at timestamp(3) with time zone not null,
  kept text not null default 'full'::text,
  deployment_id uuid,
  number bigint
) partition by RANGE (id);
create table prediction_default partition of prediction DEFAULT;
create table recall (
  id uuid not null,
  version_id uuid not null,
  standing text not null,
  severity text not null,
  reason text not null,
  replacement_id uuid,
  person_id uuid not null,
  at timestamp(3) with time zone not null,
  lifted_at timestamp(3) with time zone,
  scope text not null default 'this'::text,
  raised_with uuid,
  affected text,
  affected_inputs jsonb,
  fallback text,
  deadline timestamp(3) with time zone,
  completed_at timestamp(3) with time zone,
  completed_by uuid,
  closed_at timestamp(3) with time zone,
  closed_by uuid,
  closed_reason text,
  closed_unmet text[]
);
create table recall_count (
  recall_id uuid not null,
  run integer not null,
  state text not null,
  version_id uuid,
  after uuid,
  looked integer not null default 0,
  matching integer not null default 0,
  unreadable integer not null default 0
);
create table recall_lift (
  recall_id uuid not null,
  person_id uuid not null,
  role text not null,
  comment text not null,
  at timestamp(3) with time zone not null,
  deputy_for uuid
);
create table recall_place (
  recall_id uuid not null,
  place text not null,
  basis text not null,
  found text not null,
  at timestamp(3) with time zone not null
);
create table recovery_code (
  id text not null,
  person_id uuid not null,
  used_at timestamp(3) with time zone
);
create table refusal_count (
  key text not null,
  entry_at timestamp(3) with time zone not null,
  count integer not null
);
create table replay (
  id uuid not null,
  prediction_id uuid not null,
  verdict text not null,
  code text,
  detail jsonb not null,
  runtime jsonb,
  duration_ms double precision not null,
  person_id uuid,
  at timestamp(3) with time zone not null
);
create table report (
  id uuid not null,
  serial bigint not null,
  kind text not null,
  about text not null,
  definition jsonb not null,
  definition_digest text not null,
  model_ids uuid[],
  everything boolean not null,
  contents boolean not null,
  person_id uuid not null,
  asked_at timestamp(3) with time zone not null,
  state text not null default 'queued'::text,
  step text,
  done integer not null default 0,
  total integer not null default 0,
  problem text,
  exported_at timestamp(3) with time zone,
  finished_at timestamp(3) with time zone,
  ledger_size bigint,
  entries integer
);
create table report_file (
  report_id uuid not null,
  format text not null,
  digest text not null,
  bytes bigint not null,
  at timestamp(3) with time zone not null
);
create table report_recipient (
  schedule_id uuid not null,
  recipient_id uuid not null,
  kind text not null
);
create table report_run (
  schedule_id uuid not null,
  due_at timestamp(3) with time zone not null,
  report_id uuid,
  problem text,
  sent integer not null default 0,
  left_out jsonb not null default '[]'::jsonb,
  settled_at timestamp(3) with time zone
);
create table report_schedule (
  id uuid not null,
  name text not null,
  asked jsonb not null,
  about text not null,
  cadence text not null,
  hour integer not null,
  zone text not null,
  period text not null,
  person_id uuid not null,
  made_at timestamp(3) with time zone not null,
  state text not null default 'active'::text,
  next_at timestamp(3) with time zone not null
);
create table request (
  id uuid not null,
  version_id uuid not null,
  gate text not null,
  environment_id uuid,
  revision integer not null,
  substance text not null,
  policy_key text not null,
  policy_number integer not null,
  comment text not null,
  incident text,
  person_id uuid not null,
  opened_at timestamp(3) with time zone not null,
  due_at timestamp(3) with time zone,
  state text not null default 'open'::text,
  closed_at timestamp(3) with time zone
);
create table rescoring (
  id uuid not null,
  model_id uuid not null,
  version_ids uuid[],
  fixed_id uuid not null,
  recall_id uuid,
  definition jsonb not null,
  definition_digest text not null,
  person_id uuid not null,
  asked_at timestamp(3) with time zone not null,
  state text not null default 'queued'::text,
  place jsonb,
  done integer not null default 0,
  total integer not null,
  rescored integer not null default 0,
  not_rescored integer not null default 0,
  outside integer not null default 0,
  flipped integer not null default 0,
  known integer not null default 0,
  old_misses integer not null default 0,
  new_misses integer not null default 0,
  fixed_misses integer not null default 0,
  made_misses integer not null default 0,
  reasons jsonb not null default '{}'::jsonb,
  mean_error jsonb,
  worst uuid[],
  digest text,
  problem text,
  finished_at timestamp(3) with time zone
);
create table rescoring_extract (
  rescoring_id uuid not null,
  consumer text not null,
  rows integer not null,
  flipped integer not null,
  bytes bigint not null,
  digest text not null
);
create table rescoring_row (
  rescoring_id uuid not null,
  prediction_id uuid not null,
  answered_at timestamp(3) with time zone not null,
  consumer text not null,
  state text not null,
  code text,
  flipped boolean,
  old_miss boolean,
  new_miss boolean,
  detail jsonb
);
create table retention_batch (
  id uuid not null,
  class_id uuid,
  model_id uuid not null,
  version_id uuid not null,
  runs integer not null,
  predictions integer not null,
  replays integer not null,
  digest text not null,
  at timestamp(3) with time zone not null,
  subject_key_id uuid
);
create table retention_class (
  id uuid not null,
  name text not null,
  what text not null,
  models uuid[],
  clock text not null,
  days integer not null,
  reason text not null,
  person_id uuid not null,
  at timestamp(3) with time zone not null,
  state text not null default 'off'::text,
  turned_on_by uuid,
  turned_on_at timestamp(3) with time zone,
  ended_by uuid,
  ended_at timestamp(3) with time zone,
  end_reason text
);
create table retention_progress (
  class_id uuid not null,
  version_id uuid not null,
  after uuid not null
);
create table revision (
  version_id uuid not null,
  revision integer not null,
  kind text not null,
  substance text not null,
  presentation text not null,
  dossier jsonb not null,
  release_notes text not null,
  description text not null,
  person_id uuid not null,
  at timestamp(3) with time zone not null
);
create table role_assignment (
  id uuid not null,
  person_id uuid not null,
  role text not null,
  model_id uuid,
  granted_by uuid,
  granted_at timestamp(3) with time zone not null,
  revoked_by uuid,
  revoked_at timestamp(3) with time zone,
  delegation_id uuid,
  deputy_for uuid,
  ends_at timestamp(3) with time zone,
  period_from timestamp(3) with time zone,
  period_to timestamp(3) with time zone,
  starts_at timestamp(3) with time zone,
  from_sign_on boolean not null default false
);
create table run (
  id uuid not null,
  experiment_id uuid not null,
  key text not null,
  name text not null,
  status text not null,
  started_at timestamp(3) with time zone not null,
  ended_at timestamp(3) with time zone,
  notes text not null default ''::text,
  points integer not null default 0,
  person_id uuid not null,
  at timestamp(3) with time zone not null,
  last_at timestamp(3) with time zone not null
);
create table run_artifact (
  run_id uuid not null,
  path text not null,
  digest text not null,
  size bigint
);
create table run_dataset (
  run_id uuid not null,
  name text not null,
  context text not null,
  digest text not null,
  source text not null
);
create table run_link (
  run_id uuid not null,
  side text not null,
  data text not null,
  node text not null,
  model_id uuid not null,
  name text not null,
  source text not null,
  at timestamp(3) with time zone not null
);
create table run_metric (
  run_id uuid not null,
  key text not null,
  experiment_id uuid not null,
  value double precision not null,
  step bigint not null,
  at timestamp(3) with time zone not null
);
create table run_metric_point (
  run_id uuid not null,
  key text not null,
  step bigint not null,
  at timestamp(3) with time zone not null,
  value double precision not null
);
create table run_text (
  run_id uuid not null,
  kind text not null,
  key text not null,
  experiment_id uuid not null,
  value text not null,
  rank double precision not null,
  head text not null
);
create table run_view (
  id uuid not null,
  person_id uuid not null,
  experiment_id uuid not null,
  name text not null,
  choice jsonb not null,
  saved_at timestamp(3) with time zone not null
);
create table sample (
  id uuid not null,
  serial bigint not null,
  kind text not null,
  about text not null,
  definition jsonb not null,
  definition_digest text not null,
  model_ids uuid[],
  everything boolean not null,
  size integer not null,
  population_digest text not null,
  population_bytes bigint not null,
  person_id uuid not null,
  frozen_at timestamp(3) with time zone not null,
  state text not null default 'frozen'::text,
  seed text,
  asked jsonb,
  drawn_by uuid,
  drawn_at timestamp(3) with time zone,
  step text,
  done integer not null default 0,
  total integer not null default 0,
  problem text,
  archive_digest text,
  archive_bytes bigint,
  finished_at timestamp(3) with time zone
);
create table saved_filter (
  id uuid not null,
  person_id uuid not null,
  name text not null,
  choice jsonb not null,
  saved_at timestamp(3) with time zone not null
);
create table scoring_run (
  id uuid not null,
  version_id uuid not null,
  artifact text not null,
  runtime jsonb not null,
  parameters jsonb not null,
  inputs bytea,
  outputs bytea,
  inputs_digest text not null,
  outputs_digest text not null,
  rows integer not null,
  duration_ms double precision,
  at timestamp(3) with time zone not null,
  recording_id uuid,
  subject_key_id uuid,
  retention_batch_id uuid
);
create table sealed_batch (
  id uuid not null,
  kind text not null,
  size integer not null,
  first uuid not null,
  last uuid not null,
  members uuid[],
  leaves bytea not null,
  root bytea not null,
  at timestamp(3) with time zone not null
);
create table search_cursor (
  id integer not null,
  position bigint not null,
  filling uuid
);
create table search_document (
  id bigint not null default nextval('search_document_id_seq'::regclass),
  source text not null,
  place text not null default ''::text,
  kind text not null,
  model_id uuid not null,
  version_id uuid,
  person_id uuid,
  title text not null,
  body text not null,
  tags text[],
  stage text,
  tier text not null,
  at timestamp(3) with time zone not null,
  facets text[] default search_facets(kind, model_id, stage, tier, person_id, tags),
  words tsvector default (setweight(search_words(title), 'A'::"char") || setweight(search_words(body), 'D'::"char")),
  title_words tsvector default search_words(title)
);
create table search_term (
  model_id uuid not null,
  term text not null,
  shown text not null
);
create table search_unreadable (
  part text not null,
  id text not null,
  reason text not null,
  tries integer not null,
  since timestamp(3) with time zone not null,
  again_at timestamp(3) with time zone not null
);
create table sensitive_mark (
  id uuid not null,
  model_id uuid not null,
  field text not null,
  attribute text not null,
  words text,
  person_id uuid not null,
  at timestamp(3) with time zone not null,
  ended_at timestamp(3) with time zone,
  ended_by uuid
);
create table session (
  id text not null,
  person_id uuid not null,
  expires_at timestamp(3) with time zone not null,
  created_at timestamp(3) with time zone not null default CURRENT_TIMESTAMP,
  user_agent text not null default ''::text,
  address text not null default ''::text,
  last_seen_at timestamp(3) with time zone
);
create table sign_grant (
  id text not null,
  session_id text not null,
  person_id uuid not null,
  request_id uuid not null,
  decision text not null,
  substance text not null,
  presentation text not null,
  assurance text not null,
  expires_at timestamp(3) with time zone not null,
  consumed_at timestamp(3) with time zone,
  assertion jsonb,
  record text,
  verified boolean not null default true,
  sitting_id uuid
);
create table sign_off (
  id uuid not null,
  request_id uuid not null,
  version_id uuid not null,
  person_id uuid not null,
  role text not null,
  decision text not null,
  meaning text not null,
  comment text not null,
  checklist jsonb not null,
  revision integer not null,
  substance text not null,
  presentation text not null,
  evidence_digests text[],
  goal_digest text,
  record text not null,
  record_digest text not null,
  signature bytea not null,
  key_id uuid not null,
  assurance text not null,
  signed_at timestamp(3) with time zone not null,
  state text not null default 'current'::text,
  state_reason text,
  state_at timestamp(3) with time zone,
  endorses_id uuid,
  deputy_for uuid,
  assertion jsonb,
  references_digest text
);
create table sign_off_condition (
  sign_off_id uuid not null,
  body jsonb not null,
  until timestamp(3) with time zone
);
create table sign_on_attempt (
  id text not null,
  state text not null,
  nonce text not null,
  verifier text not null,
  next text not null,
  grant_id text,
  person_id uuid,
  started_at timestamp(3) with time zone not null
);
create table sign_on_identity (
  issuer text not null,
  subject text not null,
  person_id uuid not null,
  created_at timestamp(3) with time zone not null
);
create table signature (
  id uuid not null,
  act text not null,
  subject_id uuid not null,
  person_id uuid not null,
  role text not null,
  decision text not null,
  comment text not null,
  record text not null,
  record_digest text not null,
  signature bytea not null,
  key_id uuid not null,
  assurance text not null,
  signed_at timestamp(3) with time zone not null,
  deputy_for uuid,
  assertion jsonb
);
create table signing_key (
  id uuid not null,
  person_id uuid not null,
  public_key bytea not null,
  sealed_private bytea not null,
  sealed_with text not null,
  created_at timestamp(3) with time zone not null,
  retired_at timestamp(3) with time zone
);
create table sitting (
  id uuid not null,
  session_id text not null,
  person_id uuid not null,
  began_at timestamp(3) with time zone not null,
  last_at timestamp(3) with time zone not null,
  full_at timestamp(3) with time zone,
  ended_at timestamp(3) with time zone
);
create table sitting_item (
  sitting_id uuid not null,
  request_id uuid not null,
  position integer not null,
  opened_at timestamp(3) with time zone,
  substance text,
  presentation text,
  evidence_digests text[],
  goal_digest text,
  references_digest text,
  signed_at timestamp(3) with time zone
);
create table subject_key (
  id uuid not null,
  subject_hash bytea not null,
  sealed bytea,
  sealed_with text,
  made_at timestamp(3) with time zone not null,
  erased_at timestamp(3) with time zone
);
create table subscriber (
  person_id uuid not null,
  zone text not null,
  quiet_from text,
  quiet_until text,
  wake_for_stops boolean not null default true,
  digest_hour integer not null default 8,
  own_deeds boolean not null default false,
  seen bigint not null default '-1'::integer,
  mailed_at timestamp(3) with time zone
);
create table subscription (
  id uuid not null,
  person_id uuid not null,
  model_id uuid,
  by_id uuid,
  events text[],
  delivery text not null,
  after bigint not null,
  made_at timestamp(3) with time zone not null
);
create table subscription_cursor (
  id integer not null,
  position bigint not null
);
create table suggestion (
  id uuid not null,
  sign_off_id uuid not null,
  version_id uuid not null,
  person_id uuid not null,
  revision integer not null,
  part text not null,
  about jsonb not null,
  before text not null,
  after text not null,
  at timestamp(3) with time zone not null,
  state text not null default 'open'::text,
  state_by uuid,
  state_at timestamp(3) with time zone,
  applied_revision integer,
  comment text not null default ''::text
);
create table thread (
  id uuid not null,
  version_id uuid not null,
  evidence_id uuid,
  path text,
  revision integer not null,
  person_id uuid not null,
  opened_at timestamp(3) with time zone not null,
  resolved_by uuid,
  resolved_at timestamp(3) with time zone,
  cell integer,
  cell_digest text
);
create table thread_comment (
  id uuid not null,
  thread_id uuid not null,
  person_id uuid not null,
  at timestamp(3) with time zone not null
);
create table tier_proposal (
  id uuid not null,
  model_id uuid not null,
  answers jsonb not null,
  rule integer not null,
  points integer not null,
  tier_before text not null,
  tier text not null,
  reason text not null,
  digest text not null,
  person_id uuid not null,
  proposed_at timestamp(3) with time zone not null,
  state text not null default 'open'::text,
  closed_at timestamp(3) with time zone
);
create table uncounted_batch (
  batch_id uuid not null
);
create table unsealed_group (
  id bigint not null default nextval('unsealed_group_id_seq'::regclass),
  kind text not null,
  deployment_id uuid,
  size integer not null,
  members uuid[],
  at timestamp(3) with time zone not null
);
create table version (
  id uuid not null,
  model_id uuid not null,
  number integer not null,
  label text not null,
  stage text not null,
  earned text not null,
  standing text not null default 'usable'::text,
  revision integer not null default 1,
  step integer not null default 1,
  substance text not null,
  presentation text not null,
  manifest_digest text not null,
  description text not null,
  artifact_digest text,
  schema jsonb,
  rules jsonb not null,
  fallback jsonb,
  runtime jsonb,
  registrant_id uuid not null,
  created_at timestamp(3) with time zone not null,
  reviewed_at timestamp(3) with time zone,
  approved_at timestamp(3) with time zone,
  deployed_at timestamp(3) with time zone,
  deprecated_at timestamp(3) with time zone,
  approval_ends_at timestamp(3) with time zone,
  re_review_by timestamp(3) with time zone,
  as_found boolean not null default false,
  expedited_used boolean not null default false,
  deprecation jsonb,
  run_experiment text,
  run_key text
);
create table version_author (
  id uuid not null,
  version_id uuid not null,
  email text not null,
  person_id uuid,
  parts text[],
  basis text not null,
  added_at timestamp(3) with time zone not null
);
create table version_file (
  version_id uuid not null,
  path text not null,
  kind text not null,
  digest text not null,
  size bigint not null
);
create table version_reference (
  id uuid not null,
  version_id uuid not null,
  kind text not null,
  value text not null,
  link text,
  person_id uuid not null,
  at timestamp(3) with time zone not null,
  withdrawn_at timestamp(3) with time zone,
  withdrawn_by uuid,
  reason text
);
create table webhook (
  id uuid not null,
  person_id uuid not null,
  name text not null,
  form text not null,
  sealed_url bytea not null,
  sealed_with text not null,
  shown_url text not null,
  model_ids uuid[],
  events text[],
  state text not null,
  state_reason text,
  state_at timestamp(3) with time zone not null,
  made_at timestamp(3) with time zone not null,
  removed_at timestamp(3) with time zone
);
create table webhook_attempt (
  delivery_seq bigint not null,
  attempt integer not null,
  at timestamp(3) with time zone not null,
  took_ms integer not null,
  headers jsonb not null,
  status integer,
  response text,
  problem text
);
create table webhook_cursor (
  webhook_id uuid not null,
  position bigint not null,
  attempts integer not null default 0,
  next_at timestamp(3) with time zone,
  failing_since timestamp(3) with time zone,
  lease uuid,
  leased_until timestamp(3) with time zone
);
create table webhook_delivery (
  seq bigint not null default nextval('webhook_delivery_seq_seq'::regclass),
  id text not null,
  webhook_id uuid not null,
  number bigint,
  event text not null,
  body text not null,
  state text not null,
  attempts integer not null,
  made_at timestamp(3) with time zone not null,
  delivered_at timestamp(3) with time zone
);
create table webhook_host (
  id uuid not null,
  host text not null,
  added_at timestamp(3) with time zone not null,
  removed_at timestamp(3) with time zone
);
create table webhook_secret (
  id uuid not null,
  webhook_id uuid not null,
  sealed bytea not null,
  sealed_with text not null,
  made_at timestamp(3) with time zone not null,
  ends_at timestamp(3) with time zone
);
create table witness (
  id uuid not null,
  verifier text not null,
  registered_at timestamp(3) with time zone not null,
  removed_at timestamp(3) with time zone,
  seen_at timestamp(3) with time zone
);

-- sequences

create sequence consumer_traffic_id_seq as bigint start 1 increment 1;
create sequence ledger_entry_id_seq as bigint start 1 increment 1;
create sequence search_document_id_seq as bigint start 1 increment 1;
create sequence unsealed_group_id_seq as bigint start 1 increment 1;
create sequence webhook_delivery_seq_seq as bigint start 1 increment 1;

-- constraints

alter table account_link add constraint account_link_kind CHECK ((kind = ANY (ARRAY['invitation'::text, 'reset'::text])));
alter table account_link add constraint account_link_once CHECK (((used_at IS NULL) OR (voided_at IS NULL)));
alter table account_link add constraint account_link_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table account_link add constraint account_link_pkey PRIMARY KEY (id);
alter table api_token add constraint api_token_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table api_token add constraint api_token_pkey PRIMARY KEY (id);
alter table as_found_batch add constraint as_found_batch_closed CHECK (((state = 'open'::text) = (closed_at IS NULL)));
alter table as_found_batch add constraint as_found_batch_state CHECK ((state = ANY (ARRAY['open'::text, 'imported'::text, 'withdrawn'::text])));
alter table as_found_batch add constraint as_found_batch_pkey PRIMARY KEY (id);
alter table as_found_row add constraint as_found_row_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES as_found_batch(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table as_found_row add constraint as_found_row_pkey PRIMARY KEY (batch_id, line);
alter table attachment add constraint attachment_kind CHECK ((kind = ANY (ARRAY['validation-report'::text, 'model-documentation'::text, 'approval-minutes'::text, 'other'::text])));
alter table attachment add constraint attachment_withdrawn CHECK ((((withdrawn_at IS NULL) = (withdrawn_by IS NULL)) AND ((withdrawn_at IS NULL) = (reason IS NULL))));
alter table attachment add constraint attachment_version_id_fkey FOREIGN KEY (version_id) REFERENCES version(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table attachment add constraint attachment_pkey PRIMARY KEY (id);
alter table attachment_upload add constraint attachment_upload_pkey PRIMARY KEY (version_id, digest, person_id);
alter table blob add constraint blob_pkey PRIMARY KEY (digest);
alter table caller_id add constraint caller_id_pkey PRIMARY KEY (caller_id, model_id);
alter table change_class add constraint change_class_said CHECK ((((class IS NULL) OR (class = ANY (ARRAY['retrain'::text, 'redesign'::text]))) AND (counts_as = ANY (ARRAY['retrain'::text, 'redesign'::text])) AND ((counts_as = 'redesign'::text) OR ((class = 'retrain'::text) AND before_stands)) AND ((before_id IS NULL) = (before_revision IS NULL))));
alter table change_class add constraint change_class_before_id_fkey FOREIGN KEY (before_id) REFERENCES version(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table change_class add constraint change_class_varying_id_fkey FOREIGN KEY (varying_id) REFERENCES model_varying(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table change_class add constraint change_class_version_id_revision_fkey FOREIGN KEY (version_id, revision) REFERENCES revision(version_id, revision) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table change_class add constraint change_class_pkey PRIMARY KEY (version_id, revision);
alter table claim add constraint claim_request_id_fkey FOREIGN KEY (request_id) REFERENCES request(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table claim add constraint claim_pkey PRIMARY KEY (request_id, person_id);
alter table comment_text add constraint comment_text_comment_id_fkey FOREIGN KEY (comment_id) REFERENCES thread_comment(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table comment_text add constraint comment_text_pkey PRIMARY KEY (comment_id, number);
alter table condition_finding add constraint condition_finding_finding_id_fkey FOREIGN KEY (finding_id) REFERENCES finding(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table condition_finding add constraint condition_finding_sign_off_id_fkey FOREIGN KEY (sign_off_id) REFERENCES sign_off(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table condition_finding add constraint condition_finding_pkey PRIMARY KEY (sign_off_id, finding_id);
alter table consumer add constraint consumer_answerer_id_fkey FOREIGN KEY (answerer_id) REFERENCES person(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table consumer add constraint consumer_pkey PRIMARY KEY (id);
alter table consumer_traffic add constraint consumer_traffic_origin CHECK ((origin = ANY (ARRAY['invocation'::text, 'recorded'::text, 'heartbeat'::text])));
alter table consumer_traffic add constraint consumer_traffic_pkey PRIMARY KEY (id);
alter table consumer_use add constraint consumer_use_cadence CHECK ((cadence_minutes > 0));
alter table consumer_use add constraint consumer_use_kind CHECK ((kind = ANY (ARRAY['realtime'::text, 'batch'::text, 'report'::text])));
alter table consumer_use add constraint consumer_use_range CHECK (((from_number <= to_number) AND ((environment_id IS NULL) OR ((from_number IS NULL) AND (to_number IS NULL)))));
alter table consumer_use add constraint consumer_use_source CHECK ((source = ANY (ARRAY['portal'::text, 'api'::text, 'file'::text])));
alter table consumer_use add constraint consumer_use_consumer_id_fkey FOREIGN KEY (consumer_id) REFERENCES consumer(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table consumer_use add constraint consumer_use_environment_id_fkey FOREIGN KEY (environment_id) REFERENCES environment(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table consumer_use add constraint consumer_use_model_id_fkey FOREIGN KEY (model_id) REFERENCES model(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table consumer_use add constraint consumer_use_pkey PRIMARY KEY (id);
alter table dataset_finding add constraint dataset_finding_version_id_revision_fkey FOREIGN KEY (version_id, revision) REFERENCES revision(version_id, revision) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table dataset_finding add constraint dataset_finding_pkey PRIMARY KEY (version_id, revision, rules);
alter table dataset_recheck add constraint dataset_recheck_said CHECK (((result = ANY (ARRAY['same'::text, 'counted'::text, 'differs'::text])) AND (basis = ANY (ARRAY['checked'::text, 'claimed'::text])) AND ((rows IS NOT NULL) OR (digest IS NOT NULL)) AND ((recorded_rows IS NOT NULL) OR (recorded_digest IS NOT NULL))));
alter table dataset_recheck add constraint dataset_recheck_version_id_fkey FOREIGN KEY (version_id) REFERENCES version(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table dataset_recheck add constraint dataset_recheck_pkey PRIMARY KEY (id);
alter table delegation add constraint delegation_other CHECK ((deputy_id <> person_id));
alter table delegation add constraint delegation_time CHECK ((ends_at > starts_at));
alter table delegation add constraint delegation_pkey PRIMARY KEY (id);
alter table deployment add constraint deployment_ended CHECK (((state = 'ended'::text) = (ended_at IS NOT NULL)));
alter table deployment add constraint deployment_ground CHECK ((ground = ANY (ARRAY['gates'::text, 'expedited'::text, 'mandate'::text, 'as-found'::text])));
alter table deployment add constraint deployment_role CHECK ((role = ANY (ARRAY['champion'::text, 'challenger'::text, 'shadow'::text])));
alter table deployment add constraint deployment_state CHECK ((state = ANY (ARRAY['serving'::text, 'suspended'::text, 'ended'::text])));
alter table deployment add constraint deployment_environment_id_fkey FOREIGN KEY (environment_id) REFERENCES environment(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table deployment add constraint deployment_version_id_fkey FOREIGN KEY (version_id) REFERENCES version(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table deployment add constraint deployment_pkey PRIMARY KEY (id);
alter table deployment_count add constraint deployment_count_deployment_id_fkey FOREIGN KEY (deployment_id) REFERENCES deployment(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table deployment_count add constraint deployment_count_pkey PRIMARY KEY (deployment_id);
alter table environment add constraint environment_permit_terms CHECK ((((permit_ttl_seconds >= 60) AND (permit_ttl_seconds <= 86400)) AND ((permit_grace_seconds >= 0) AND (permit_grace_seconds <= 86400))));
alter table environment add constraint environment_pkey PRIMARY KEY (id);
alter table erratum add constraint erratum_version_id_fkey FOREIGN KEY (version_id) REFERENCES version(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table erratum add constraint erratum_pkey PRIMARY KEY (id);
alter table evidence add constraint evidence_basis CHECK ((basis = ANY (ARRAY['checked'::text, 'claimed'::text])));
alter table evidence add constraint evidence_result CHECK ((result = ANY (ARRAY['pass'::text, 'fail'::text, 'measured'::text, 'not-checked'::text])));
alter table evidence add constraint evidence_share CHECK (((share >= (0)::double precision) AND (share <= (1)::double precision)));
alter table evidence add constraint evidence_version_id_fkey FOREIGN KEY (version_id) REFERENCES version(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table evidence add constraint evidence_pkey PRIMARY KEY (id);
alter table evidence_opened add constraint evidence_opened_pkey PRIMARY KEY (evidence_id, person_id);
alter table evidence_run add constraint evidence_run_pkey PRIMARY KEY (id);
alter table experiment add constraint experiment_model_id_fkey FOREIGN KEY (model_id) REFERENCES model(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table experiment add constraint experiment_pkey PRIMARY KEY (id);
alter table experiment_key add constraint experiment_key_kind CHECK ((kind = ANY (ARRAY['metric'::text, 'param'::text, 'tag'::text])));
alter table experiment_key add constraint experiment_key_experiment_id_fkey FOREIGN KEY (experiment_id) REFERENCES experiment(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table experiment_key add constraint experiment_key_pkey PRIMARY KEY (experiment_id, kind, key);
alter table finding add constraint finding_severity CHECK ((severity = ANY (ARRAY['low'::text, 'medium'::text, 'high'::text, 'critical'::text])));
alter table finding add constraint finding_state CHECK ((state = ANY (ARRAY['open'::text, 'closed'::text, 'accepted'::text])));
alter table finding add constraint finding_version_id_fkey FOREIGN KEY (version_id) REFERENCES version(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table finding add constraint finding_pkey PRIMARY KEY (id);
alter table followed_entry add constraint followed_entry_delivery CHECK ((delivery = ANY (ARRAY['immediate'::text, 'daily'::text, 'weekly'::text, 'portal'::text])));
alter table followed_entry add constraint followed_entry_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table followed_entry add constraint followed_entry_pkey PRIMARY KEY (person_id, number);
alter table goal add constraint goal_request_id_fkey FOREIGN KEY (request_id) REFERENCES request(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table goal add constraint goal_pkey PRIMARY KEY (request_id);
alter table golden_scoring add constraint golden_scoring_pkey PRIMARY KEY (id);
alter table idempotency_key add constraint idempotency_key_pkey PRIMARY KEY (actor_id, key);
alter table idempotency_subject add constraint idempotency_subject_actor_id_key_fkey FOREIGN KEY (actor_id, key) REFERENCES idempotency_key(actor_id, key) ON UPDATE CASCADE ON DELETE CASCADE;
alter table idempotency_subject add constraint idempotency_subject_pkey PRIMARY KEY (actor_id, key, subject_key_id);
alter table import add constraint import_model_id_fkey FOREIGN KEY (model_id) REFERENCES model(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table import add constraint import_pkey PRIMARY KEY (id);
alter table installation add constraint installation_pkey PRIMARY KEY (name);
alter table ledger_checkpoint add constraint ledger_checkpoint_key_id_fkey FOREIGN KEY (key_id) REFERENCES ledger_key(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table ledger_checkpoint add constraint ledger_checkpoint_pkey PRIMARY KEY (size);
alter table ledger_cosignature add constraint ledger_cosignature_bytes CHECK ((length(bytes) = 72));
alter table ledger_cosignature add constraint ledger_cosignature_size_fkey FOREIGN KEY (size) REFERENCES ledger_checkpoint(size) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table ledger_cosignature add constraint ledger_cosignature_witness_id_fkey FOREIGN KEY (witness_id) REFERENCES witness(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table ledger_cosignature add constraint ledger_cosignature_pkey PRIMARY KEY (size, witness_id);
alter table ledger_entry add constraint ledger_entry_pkey PRIMARY KEY (id);
alter table ledger_head add constraint ledger_head_one CHECK ((id = 1));
alter table ledger_head add constraint ledger_head_pkey PRIMARY KEY (id);
alter table ledger_key add constraint ledger_key_pkey PRIMARY KEY (id);
alter table ledger_loss add constraint ledger_loss_pkey PRIMARY KEY (id);
alter table ledger_number add constraint ledger_number_pkey PRIMARY KEY (number);
alter table ledger_record add constraint ledger_record_pkey PRIMARY KEY (digest);
alter table ledger_tile add constraint ledger_tile_pkey PRIMARY KEY (level, index);
alter table legal_hold add constraint legal_hold_kind CHECK (((kind = ANY (ARRAY['subject'::text, 'model'::text, 'period'::text])) AND ((kind = 'subject'::text) = (subject_hash IS NOT NULL)) AND ((kind = 'model'::text) = (model_id IS NOT NULL)) AND ((kind = 'period'::text) = ("from" IS NOT NULL)) AND ((kind = 'period'::text) = ("to" IS NOT NULL))));
alter table legal_hold add constraint legal_hold_lifted CHECK ((((lifted_at IS NULL) = (lifted_by IS NULL)) AND ((lifted_at IS NULL) = (lift_reason IS NULL))));
alter table legal_hold add constraint legal_hold_model_id_fkey FOREIGN KEY (model_id) REFERENCES model(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table legal_hold add constraint legal_hold_pkey PRIMARY KEY (id);
alter table mail add constraint mail_lines CHECK (((to_address !~ '[[:cntrl:]]'::text) AND (subject !~ '[[:cntrl:]]'::text)));
alter table mail add constraint mail_state CHECK ((state = ANY (ARRAY['waiting'::text, 'sent'::text, 'failed'::text, 'dropped'::text])));
alter table mail add constraint mail_pkey PRIMARY KEY (id);
alter table mailbox add constraint mailbox_sent_after_confirmation CHECK (((sent_at IS NULL) OR (confirmed_at IS NOT NULL)));
alter table mailbox add constraint mailbox_pkey PRIMARY KEY (id);
alter table mention add constraint mention_comment_id_fkey FOREIGN KEY (comment_id) REFERENCES thread_comment(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table mention add constraint mention_pkey PRIMARY KEY (comment_id, person_id);
alter table mention_seen add constraint mention_seen_pkey PRIMARY KEY (comment_id, person_id);
alter table model add constraint model_key CHECK ((key ~ '^[a-z0-9-]{2,64}$'::text));
alter table model add constraint model_tier CHECK ((tier = ANY (ARRAY['low'::text, 'moderate'::text, 'high'::text])));
alter table model add constraint model_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES person(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table model add constraint model_recording_id_fkey FOREIGN KEY (recording_id) REFERENCES model_recording(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table model add constraint model_subject_field_id_fkey FOREIGN KEY (subject_field_id) REFERENCES model_subject_field(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table model add constraint model_varying_id_fkey FOREIGN KEY (varying_id) REFERENCES model_varying(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table model add constraint model_pkey PRIMARY KEY (id);
alter table model_field add constraint model_field_type CHECK ((type = ANY (ARRAY['text'::text, 'number'::text, 'date'::text, 'yes-no'::text, 'choice'::text, 'choices'::text])));
alter table model_field add constraint model_field_pkey PRIMARY KEY (id);
alter table model_field_value add constraint model_field_value_field_id_fkey FOREIGN KEY (field_id) REFERENCES model_field(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table model_field_value add constraint model_field_value_model_id_fkey FOREIGN KEY (model_id) REFERENCES model(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table model_field_value add constraint model_field_value_pkey PRIMARY KEY (model_id, field_id);
alter table model_recording add constraint model_recording_mode CHECK ((mode = ANY (ARRAY['full'::text, 'reference'::text, 'sampled'::text])));
alter table model_recording add constraint model_recording_share CHECK ((((mode = 'sampled'::text) = (share IS NOT NULL)) AND ((share IS NULL) OR ((share > (0)::double precision) AND (share < (1)::double precision)))));
alter table model_recording add constraint model_recording_model_id_fkey FOREIGN KEY (model_id) REFERENCES model(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table model_recording add constraint model_recording_pkey PRIMARY KEY (id);
alter table model_subject_field add constraint model_subject_field_said CHECK (((source = ANY (ARRAY['input'::text, 'request'::text, 'none'::text])) AND ((source = 'input'::text) = (field IS NOT NULL)) AND ((source = 'none'::text) = (unnamed IS NULL)) AND ((unnamed IS NULL) OR (unnamed = ANY (ARRAY['refuse'::text, 'accept'::text])))));
alter table model_subject_field add constraint model_subject_field_model_id_fkey FOREIGN KEY (model_id) REFERENCES model(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table model_subject_field add constraint model_subject_field_pkey PRIMARY KEY (id);
alter table model_varying add constraint model_varying_model_id_fkey FOREIGN KEY (model_id) REFERENCES model(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table model_varying add constraint model_varying_pkey PRIMARY KEY (id);
alter table notice add constraint notice_cadence CHECK ((cadence_minutes > 0));
alter table notice add constraint notice_end CHECK (((ended_at IS NULL) = (end_reason IS NULL)));
alter table notice add constraint notice_escalation CHECK (((escalated_at IS NULL) = (escalation IS NULL)));
alter table notice add constraint notice_kind CHECK (((kind = ANY (ARRAY['recall'::text, 'deprecation'::text, 'switch'::text])) AND ((kind = 'recall'::text) = (recall_id IS NOT NULL))));
alter table notice add constraint notice_pinned CHECK (((state <> 'pinned'::text) OR (until IS NOT NULL)));
alter table notice add constraint notice_state CHECK ((state = ANY (ARRAY['nobody'::text, 'sent'::text, 'delivered'::text, 'undeliverable'::text, 'acknowledged'::text, 'time-asked'::text, 'reopened'::text, 'risk-accepted'::text, 'migrated'::text, 'proven'::text, 'objected'::text, 'pinned'::text])));
alter table notice add constraint notice_switch CHECK ((((kind = 'switch'::text) = (switch_id IS NOT NULL)) AND ((kind = 'switch'::text) OR (state <> ALL (ARRAY['objected'::text, 'pinned'::text])))));
alter table notice add constraint notice_time_asked CHECK (((state <> 'time-asked'::text) OR (until IS NOT NULL)));
alter table notice add constraint notice_recall_id_fkey FOREIGN KEY (recall_id) REFERENCES recall(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table notice add constraint notice_switch_id_fkey FOREIGN KEY (switch_id) REFERENCES planned_switch(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table notice add constraint notice_version_id_fkey FOREIGN KEY (version_id) REFERENCES version(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table notice add constraint notice_pkey PRIMARY KEY (id);
alter table notice_recipient add constraint notice_recipient_state CHECK ((state = ANY (ARRAY['waiting'::text, 'sent'::text, 'delivered'::text, 'failed'::text])));
alter table notice_recipient add constraint notice_recipient_notice_id_fkey FOREIGN KEY (notice_id) REFERENCES notice(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table notice_recipient add constraint notice_recipient_pkey PRIMARY KEY (id);
alter table notice_step add constraint notice_step_basis CHECK (((basis = ANY (ARRAY['checked'::text, 'claimed'::text, 'claimed-by-mailbox'::text])) AND ((basis = 'claimed-by-mailbox'::text) = (recipient_id IS NOT NULL)) AND
CASE
    WHEN (kind = 'reminded'::text) THEN (basis = 'checked'::text)
    ELSE ((basis = 'claimed'::text) = (person_id IS NOT NULL))
END));
alter table notice_step add constraint notice_step_kind CHECK ((kind = ANY (ARRAY['raised'::text, 'sent'::text, 'delivered'::text, 'undeliverable'::text, 'acknowledged'::text, 'migrated'::text, 'time-asked'::text, 'risk-accepted'::text, 'proven'::text, 'reopened'::text, 'reminded'::text, 'rescored'::text, 'escalated'::text, 'ended'::text, 'objected'::text, 'pinned'::text])));
alter table notice_step add constraint notice_step_notice_id_fkey FOREIGN KEY (notice_id) REFERENCES notice(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table notice_step add constraint notice_step_recipient_id_fkey FOREIGN KEY (recipient_id) REFERENCES notice_recipient(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table notice_step add constraint notice_step_pkey PRIMARY KEY (id);
alter table observed_deployment add constraint observed_deployment_environment_id_fkey FOREIGN KEY (environment_id) REFERENCES environment(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table observed_deployment add constraint observed_deployment_permit_id_fkey FOREIGN KEY (permit_id) REFERENCES permit(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table observed_deployment add constraint observed_deployment_version_id_fkey FOREIGN KEY (version_id) REFERENCES version(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table observed_deployment add constraint observed_deployment_pkey PRIMARY KEY (id);
alter table one_time_code add constraint one_time_code_pkey PRIMARY KEY (person_id);
alter table outcome add constraint outcome_pkey PRIMARY KEY (id);
alter table passkey add constraint passkey_pkey PRIMARY KEY (id);
alter table passkey_challenge add constraint passkey_challenge_pkey PRIMARY KEY (id);
alter table permit add constraint permit_times CHECK (((issued_at < expires_at) AND (expires_at <= grace_until)));
alter table permit add constraint permit_environment_id_fkey FOREIGN KEY (environment_id) REFERENCES environment(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table permit add constraint permit_version_id_fkey FOREIGN KEY (version_id) REFERENCES version(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table permit add constraint permit_pkey PRIMARY KEY (id);
alter table permit_void add constraint permit_void_permit_id_fkey FOREIGN KEY (permit_id) REFERENCES permit(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table permit_void add constraint permit_void_pkey PRIMARY KEY (permit_id);
alter table person add constraint person_email_lower CHECK ((email = lower(email)));
alter table person add constraint person_kind CHECK ((kind = ANY (ARRAY['person'::text, 'service'::text])));
alter table person add constraint person_responsible CHECK (((kind = 'service'::text) = (responsible_id IS NOT NULL)));
alter table person add constraint person_service_password CHECK (((kind = 'person'::text) OR (password_hash IS NULL)));
alter table person add constraint person_theme CHECK ((theme = ANY (ARRAY['light'::text, 'dark'::text])));
alter table person add constraint person_responsible_id_fkey FOREIGN KEY (responsible_id) REFERENCES person(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table person add constraint person_pkey PRIMARY KEY (id);
alter table person_email add constraint person_email_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table person_email add constraint person_email_pkey PRIMARY KEY (email);
alter table planned_switch add constraint planned_switch_apart CHECK ((from_id <> to_id));
alter table planned_switch add constraint planned_switch_end CHECK ((((ended_at IS NULL) = (end_reason IS NULL)) AND (end_reason = ANY (ARRAY['switched'::text, 'withdrawn'::text, 'overtaken'::text, 'deprecated'::text]))));
alter table planned_switch add constraint planned_switch_times CHECK (((not_before >= announced_at) AND (pins_until >= not_before)));
alter table planned_switch add constraint planned_switch_environment_id_fkey FOREIGN KEY (environment_id) REFERENCES environment(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table planned_switch add constraint planned_switch_from_id_fkey FOREIGN KEY (from_id) REFERENCES version(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table planned_switch add constraint planned_switch_model_id_fkey FOREIGN KEY (model_id) REFERENCES model(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table planned_switch add constraint planned_switch_rescoring_id_fkey FOREIGN KEY (rescoring_id) REFERENCES rescoring(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table planned_switch add constraint planned_switch_to_id_fkey FOREIGN KEY (to_id) REFERENCES version(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table planned_switch add constraint planned_switch_pkey PRIMARY KEY (id);
alter table policy add constraint policy_pkey PRIMARY KEY (key, number);
alter table prediction add constraint prediction_kept CHECK ((kept = ANY (ARRAY['full'::text, 'reference'::text])));
alter table prediction add constraint prediction_number CHECK ((((deployment_id IS NULL) = (number IS NULL)) AND (number > 0)));
alter table prediction add constraint prediction_pkey PRIMARY KEY (id);
alter table prediction_default add constraint prediction_kept CHECK ((kept = ANY (ARRAY['full'::text, 'reference'::text])));
alter table prediction_default add constraint prediction_number CHECK ((((deployment_id IS NULL) = (number IS NULL)) AND (number > 0)));
alter table recall add constraint recall_root CHECK (((raised_with IS NULL) OR (closed_at IS NULL)));
alter table recall add constraint recall_scope CHECK ((scope = ANY (ARRAY['this'::text, 'this-and-before'::text])));
alter table recall add constraint recall_standing CHECK ((standing = ANY (ARRAY['advisory'::text, 'blocked'::text])));
alter table recall add constraint recall_raised_with_fkey FOREIGN KEY (raised_with) REFERENCES recall(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table recall add constraint recall_version_id_fkey FOREIGN KEY (version_id) REFERENCES version(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table recall add constraint recall_pkey PRIMARY KEY (id);
alter table recall_count add constraint recall_count_state CHECK ((state = ANY (ARRAY['running'::text, 'done'::text])));
alter table recall_count add constraint recall_count_recall_id_fkey FOREIGN KEY (recall_id) REFERENCES recall(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table recall_count add constraint recall_count_pkey PRIMARY KEY (recall_id);
alter table recall_lift add constraint recall_lift_recall_id_fkey FOREIGN KEY (recall_id) REFERENCES recall(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table recall_lift add constraint recall_lift_pkey PRIMARY KEY (recall_id, person_id);
alter table recall_place add constraint recall_place_basis CHECK ((basis = ANY (ARRAY['probe'::text, 'heartbeat'::text])));
alter table recall_place add constraint recall_place_recall_id_fkey FOREIGN KEY (recall_id) REFERENCES recall(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table recall_place add constraint recall_place_pkey PRIMARY KEY (recall_id, place);
alter table recovery_code add constraint recovery_code_pkey PRIMARY KEY (id);
alter table refusal_count add constraint refusal_count_pkey PRIMARY KEY (key);
alter table replay add constraint replay_verdict CHECK ((verdict = ANY (ARRAY['identical'::text, 'within-tolerance'::text, 'differs'::text, 'not-replayable'::text])));
alter table replay add constraint replay_pkey PRIMARY KEY (id);
alter table report add constraint report_state CHECK ((state = ANY (ARRAY['queued'::text, 'running'::text, 'done'::text, 'failed'::text, 'cancelled'::text])));
alter table report add constraint report_pkey PRIMARY KEY (id);
alter table report_file add constraint report_file_report_id_fkey FOREIGN KEY (report_id) REFERENCES report(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table report_file add constraint report_file_pkey PRIMARY KEY (report_id, format);
alter table report_recipient add constraint report_recipient_kind CHECK ((kind = ANY (ARRAY['person'::text, 'mailbox'::text])));
alter table report_recipient add constraint report_recipient_schedule_id_fkey FOREIGN KEY (schedule_id) REFERENCES report_schedule(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table report_recipient add constraint report_recipient_pkey PRIMARY KEY (schedule_id, recipient_id);
alter table report_run add constraint report_run_schedule_id_fkey FOREIGN KEY (schedule_id) REFERENCES report_schedule(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table report_run add constraint report_run_pkey PRIMARY KEY (schedule_id, due_at);
alter table report_schedule add constraint report_schedule_hour CHECK (((hour >= 0) AND (hour <= 23)));
alter table report_schedule add constraint report_schedule_state CHECK ((state = ANY (ARRAY['active'::text, 'paused'::text, 'deleted'::text])));
alter table report_schedule add constraint report_schedule_pkey PRIMARY KEY (id);
alter table request add constraint request_environment CHECK (((gate = 'goLive'::text) = (environment_id IS NOT NULL)));
alter table request add constraint request_gate CHECK ((gate = ANY (ARRAY['review'::text, 'approval'::text, 'goLive'::text])));
alter table request add constraint request_state CHECK ((state = ANY (ARRAY['open'::text, 'satisfied'::text, 'withdrawn'::text, 'closed'::text, 'void'::text, 'superseded'::text])));
alter table request add constraint request_version_id_fkey FOREIGN KEY (version_id) REFERENCES version(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table request add constraint request_pkey PRIMARY KEY (id);
alter table rescoring add constraint rescoring_digest CHECK (((state = 'done'::text) = (digest IS NOT NULL)));
alter table rescoring add constraint rescoring_over CHECK (((state = ANY (ARRAY['queued'::text, 'running'::text])) = (finished_at IS NULL)));
alter table rescoring add constraint rescoring_state CHECK ((state = ANY (ARRAY['queued'::text, 'running'::text, 'done'::text, 'failed'::text, 'cancelled'::text])));
alter table rescoring add constraint rescoring_sum CHECK ((done = ((rescored + not_rescored) + outside)));
alter table rescoring add constraint rescoring_fixed_id_fkey FOREIGN KEY (fixed_id) REFERENCES version(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table rescoring add constraint rescoring_model_id_fkey FOREIGN KEY (model_id) REFERENCES model(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table rescoring add constraint rescoring_recall_id_fkey FOREIGN KEY (recall_id) REFERENCES recall(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table rescoring add constraint rescoring_pkey PRIMARY KEY (id);
alter table rescoring_extract add constraint rescoring_extract_rescoring_id_fkey FOREIGN KEY (rescoring_id) REFERENCES rescoring(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table rescoring_extract add constraint rescoring_extract_pkey PRIMARY KEY (rescoring_id, consumer);
alter table rescoring_row add constraint rescoring_row_said CHECK ((((state = 'rescored'::text) = (detail IS NOT NULL)) AND ((state = 'rescored'::text) = (flipped IS NOT NULL)) AND ((state = 'not-rescored'::text) = (code IS NOT NULL))));
alter table rescoring_row add constraint rescoring_row_state CHECK ((state = ANY (ARRAY['rescored'::text, 'not-rescored'::text, 'outside'::text])));
alter table rescoring_row add constraint rescoring_row_rescoring_id_fkey FOREIGN KEY (rescoring_id) REFERENCES rescoring(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table rescoring_row add constraint rescoring_row_pkey PRIMARY KEY (rescoring_id, answered_at, prediction_id);
alter table retention_batch add constraint retention_batch_ground CHECK (((class_id IS NULL) <> (subject_key_id IS NULL)));
alter table retention_batch add constraint retention_batch_class_id_fkey FOREIGN KEY (class_id) REFERENCES retention_class(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table retention_batch add constraint retention_batch_subject_key_id_fkey FOREIGN KEY (subject_key_id) REFERENCES subject_key(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table retention_batch add constraint retention_batch_pkey PRIMARY KEY (id);
alter table retention_class add constraint retention_class_clock CHECK ((clock = ANY (ARRAY['recorded'::text, 'deprecated'::text, 'retired'::text])));
alter table retention_class add constraint retention_class_days CHECK (((days >= 30) AND (days <= 36500)));
alter table retention_class add constraint retention_class_models CHECK (((models IS NULL) OR (cardinality(models) > 0)));
alter table retention_class add constraint retention_class_state CHECK (((state = ANY (ARRAY['off'::text, 'on'::text, 'ended'::text])) AND ((state = 'off'::text) <= (turned_on_at IS NULL)) AND ((state = 'on'::text) <= (turned_on_at IS NOT NULL)) AND ((state = 'ended'::text) = (ended_at IS NOT NULL)) AND ((turned_on_at IS NULL) = (turned_on_by IS NULL)) AND ((ended_at IS NULL) = (ended_by IS NULL)) AND ((ended_at IS NULL) = (end_reason IS NULL))));
alter table retention_class add constraint retention_class_what CHECK ((what = ANY (ARRAY['answered-predictions'::text, 'claimed-predictions'::text])));
alter table retention_class add constraint retention_class_pkey PRIMARY KEY (id);
alter table retention_progress add constraint retention_progress_pkey PRIMARY KEY (class_id, version_id);
alter table revision add constraint revision_version_id_fkey FOREIGN KEY (version_id) REFERENCES version(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table revision add constraint revision_pkey PRIMARY KEY (version_id, revision);
alter table role_assignment add constraint role_assignment_deputy CHECK ((((delegation_id IS NULL) = (deputy_for IS NULL)) AND (deputy_for <> person_id)));
alter table role_assignment add constraint role_assignment_period CHECK (((role = 'auditor'::text) OR ((period_from IS NULL) AND (period_to IS NULL))));
alter table role_assignment add constraint role_assignment_time CHECK ((ends_at > starts_at));
alter table role_assignment add constraint role_assignment_delegation_id_fkey FOREIGN KEY (delegation_id) REFERENCES delegation(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table role_assignment add constraint role_assignment_model_id_fkey FOREIGN KEY (model_id) REFERENCES model(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table role_assignment add constraint role_assignment_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table role_assignment add constraint role_assignment_pkey PRIMARY KEY (id);
alter table run add constraint run_status CHECK ((status = ANY (ARRAY['SCHEDULED'::text, 'RUNNING'::text, 'FINISHED'::text, 'FAILED'::text, 'KILLED'::text])));
alter table run add constraint run_experiment_id_fkey FOREIGN KEY (experiment_id) REFERENCES experiment(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table run add constraint run_pkey PRIMARY KEY (id);
alter table run_artifact add constraint run_artifact_run_id_fkey FOREIGN KEY (run_id) REFERENCES run(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table run_artifact add constraint run_artifact_pkey PRIMARY KEY (run_id, path);
alter table run_dataset add constraint run_dataset_run_id_fkey FOREIGN KEY (run_id) REFERENCES run(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table run_dataset add constraint run_dataset_pkey PRIMARY KEY (run_id, name, context, digest);
alter table run_link add constraint run_link_side CHECK ((side = ANY (ARRAY['input'::text, 'output'::text])));
alter table run_link add constraint run_link_run_id_fkey FOREIGN KEY (run_id) REFERENCES run(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table run_link add constraint run_link_pkey PRIMARY KEY (run_id, side, data);
alter table run_metric add constraint run_metric_run_id_fkey FOREIGN KEY (run_id) REFERENCES run(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table run_metric add constraint run_metric_pkey PRIMARY KEY (run_id, key);
alter table run_metric_point add constraint run_metric_point_run_id_fkey FOREIGN KEY (run_id) REFERENCES run(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table run_metric_point add constraint run_metric_point_pkey PRIMARY KEY (run_id, key, step, at, value);
alter table run_text add constraint run_text_head CHECK ((head = "left"(value, 200)));
alter table run_text add constraint run_text_kind CHECK ((kind = ANY (ARRAY['param'::text, 'tag'::text])));
alter table run_text add constraint run_text_run_id_fkey FOREIGN KEY (run_id) REFERENCES run(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table run_text add constraint run_text_pkey PRIMARY KEY (run_id, kind, key);
alter table run_view add constraint run_view_pkey PRIMARY KEY (id);
alter table sample add constraint sample_drawn CHECK (((state = 'frozen'::text) = (asked IS NULL)));
alter table sample add constraint sample_state CHECK ((state = ANY (ARRAY['frozen'::text, 'queued'::text, 'running'::text, 'done'::text, 'failed'::text])));
alter table sample add constraint sample_pkey PRIMARY KEY (id);
alter table saved_filter add constraint saved_filter_pkey PRIMARY KEY (id);
alter table scoring_run add constraint scoring_run_kept_whole CHECK (((inputs IS NULL) = (outputs IS NULL)));
alter table scoring_run add constraint scoring_run_pkey PRIMARY KEY (id);
alter table sealed_batch add constraint sealed_batch_kind CHECK ((kind = ANY (ARRAY['prediction'::text, 'replay'::text])));
alter table sealed_batch add constraint sealed_batch_size CHECK (((size > 0) AND (size = cardinality(members)) AND (octet_length(leaves) = (32 * size)) AND (octet_length(root) = 32)));
alter table sealed_batch add constraint sealed_batch_pkey PRIMARY KEY (id);
alter table search_cursor add constraint search_cursor_one CHECK ((id = 1));
alter table search_cursor add constraint search_cursor_pkey PRIMARY KEY (id);
alter table search_document add constraint search_document_kind CHECK ((kind = ANY (ARRAY['model'::text, 'version'::text, 'notes'::text, 'notebook'::text, 'dataset'::text, 'experiment'::text, 'run'::text, 'discussion'::text])));
alter table search_document add constraint search_document_pkey PRIMARY KEY (id);
alter table search_term add constraint search_term_pkey PRIMARY KEY (model_id, term);
alter table search_unreadable add constraint search_unreadable_pkey PRIMARY KEY (part, id);
alter table sensitive_mark add constraint sensitive_mark_model_id_fkey FOREIGN KEY (model_id) REFERENCES model(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table sensitive_mark add constraint sensitive_mark_pkey PRIMARY KEY (id);
alter table session add constraint session_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table session add constraint session_pkey PRIMARY KEY (id);
alter table sign_grant add constraint sign_grant_pkey PRIMARY KEY (id);
alter table sign_off add constraint sign_off_decision CHECK ((decision = ANY (ARRAY['endorse'::text, 'request-changes'::text, 'reject'::text])));
alter table sign_off add constraint sign_off_state CHECK ((state = ANY (ARRAY['current'::text, 'owed'::text, 'void'::text, 'withdrawn'::text, 'cleared'::text, 'replaced'::text])));
alter table sign_off add constraint sign_off_request_id_fkey FOREIGN KEY (request_id) REFERENCES request(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table sign_off add constraint sign_off_version_id_fkey FOREIGN KEY (version_id) REFERENCES version(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table sign_off add constraint sign_off_pkey PRIMARY KEY (id);
alter table sign_off_condition add constraint sign_off_condition_sign_off_id_fkey FOREIGN KEY (sign_off_id) REFERENCES sign_off(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table sign_off_condition add constraint sign_off_condition_pkey PRIMARY KEY (sign_off_id);
alter table sign_on_attempt add constraint sign_on_attempt_pkey PRIMARY KEY (id);
alter table sign_on_identity add constraint sign_on_identity_pkey PRIMARY KEY (issuer, subject);
alter table signature add constraint signature_decision CHECK ((decision = ANY (ARRAY['endorse'::text, 'reject'::text])));
alter table signature add constraint signature_pkey PRIMARY KEY (id);
alter table signing_key add constraint signing_key_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table signing_key add constraint signing_key_pkey PRIMARY KEY (id);
alter table sitting add constraint sitting_pkey PRIMARY KEY (id);
alter table sitting_item add constraint sitting_item_sitting_id_fkey FOREIGN KEY (sitting_id) REFERENCES sitting(id) ON UPDATE CASCADE ON DELETE CASCADE;
alter table sitting_item add constraint sitting_item_pkey PRIMARY KEY (sitting_id, request_id);
alter table subject_key add constraint subject_key_erased CHECK ((((sealed IS NULL) = (erased_at IS NOT NULL)) AND ((sealed IS NULL) = (sealed_with IS NULL))));
alter table subject_key add constraint subject_key_pkey PRIMARY KEY (id);
alter table subscriber add constraint subscriber_clock CHECK (((quiet_from <> quiet_until) AND (quiet_from ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'::text) AND (quiet_until ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'::text)));
alter table subscriber add constraint subscriber_digest_hour CHECK (((digest_hour >= 0) AND (digest_hour <= 23)));
alter table subscriber add constraint subscriber_quiet CHECK (((quiet_from IS NULL) = (quiet_until IS NULL)));
alter table subscriber add constraint subscriber_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table subscriber add constraint subscriber_pkey PRIMARY KEY (person_id);
alter table subscription add constraint subscription_delivery CHECK ((delivery = ANY (ARRAY['immediate'::text, 'daily'::text, 'weekly'::text, 'portal'::text])));
alter table subscription add constraint subscription_by_id_fkey FOREIGN KEY (by_id) REFERENCES person(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table subscription add constraint subscription_model_id_fkey FOREIGN KEY (model_id) REFERENCES model(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table subscription add constraint subscription_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table subscription add constraint subscription_pkey PRIMARY KEY (id);
alter table subscription_cursor add constraint subscription_cursor_one CHECK ((id = 1));
alter table subscription_cursor add constraint subscription_cursor_pkey PRIMARY KEY (id);
alter table suggestion add constraint suggestion_answered CHECK (((state = 'open'::text) = (state_at IS NULL)));
alter table suggestion add constraint suggestion_applied CHECK (((state = 'applied'::text) = (applied_revision IS NOT NULL)));
alter table suggestion add constraint suggestion_part CHECK ((part = ANY (ARRAY['release-notes'::text, 'description'::text, 'metric'::text, 'dataset'::text])));
alter table suggestion add constraint suggestion_state CHECK ((state = ANY (ARRAY['open'::text, 'applied'::text, 'declined'::text])));
alter table suggestion add constraint suggestion_sign_off_id_fkey FOREIGN KEY (sign_off_id) REFERENCES sign_off(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table suggestion add constraint suggestion_version_id_fkey FOREIGN KEY (version_id) REFERENCES version(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table suggestion add constraint suggestion_pkey PRIMARY KEY (id);
alter table thread add constraint thread_about CHECK (((evidence_id IS NULL) OR (path IS NULL)));
alter table thread add constraint thread_cell_of_a_file CHECK ((((cell IS NULL) = (cell_digest IS NULL)) AND ((cell IS NULL) OR ((path IS NOT NULL) AND (cell > 0)))));
alter table thread add constraint thread_resolved CHECK (((resolved_by IS NULL) = (resolved_at IS NULL)));
alter table thread add constraint thread_version_id_fkey FOREIGN KEY (version_id) REFERENCES version(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table thread add constraint thread_pkey PRIMARY KEY (id);
alter table thread_comment add constraint thread_comment_thread_id_fkey FOREIGN KEY (thread_id) REFERENCES thread(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table thread_comment add constraint thread_comment_pkey PRIMARY KEY (id);
alter table tier_proposal add constraint tier_proposal_closed CHECK (((state = 'open'::text) = (closed_at IS NULL)));
alter table tier_proposal add constraint tier_proposal_state CHECK ((state = ANY (ARRAY['open'::text, 'signed'::text, 'refused'::text, 'replaced'::text])));
alter table tier_proposal add constraint tier_proposal_tier CHECK (((tier = ANY (ARRAY['low'::text, 'moderate'::text, 'high'::text])) AND (tier_before = ANY (ARRAY['low'::text, 'moderate'::text, 'high'::text]))));
alter table tier_proposal add constraint tier_proposal_model_id_fkey FOREIGN KEY (model_id) REFERENCES model(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table tier_proposal add constraint tier_proposal_pkey PRIMARY KEY (id);
alter table uncounted_batch add constraint uncounted_batch_pkey PRIMARY KEY (batch_id);
alter table unsealed_group add constraint unsealed_group_kind CHECK ((kind = ANY (ARRAY['prediction'::text, 'replay'::text])));
alter table unsealed_group add constraint unsealed_group_size CHECK (((size > 0) AND (size = cardinality(members))));
alter table unsealed_group add constraint unsealed_group_pkey PRIMARY KEY (kind, id);
alter table version add constraint version_earned CHECK ((earned = ANY (ARRAY['registered'::text, 'reviewed'::text, 'approved'::text])));
alter table version add constraint version_run CHECK (((run_experiment IS NULL) = (run_key IS NULL)));
alter table version add constraint version_stage CHECK ((stage = ANY (ARRAY['registered'::text, 'reviewed'::text, 'approved'::text, 'deployed'::text, 'deprecated'::text])));
alter table version add constraint version_standing CHECK ((standing = ANY (ARRAY['usable'::text, 'advisory'::text, 'blocked'::text])));
alter table version add constraint version_model_id_fkey FOREIGN KEY (model_id) REFERENCES model(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table version add constraint version_pkey PRIMARY KEY (id);
alter table version_author add constraint version_author_version_id_fkey FOREIGN KEY (version_id) REFERENCES version(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table version_author add constraint version_author_pkey PRIMARY KEY (id);
alter table version_file add constraint version_file_version_id_fkey FOREIGN KEY (version_id) REFERENCES version(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table version_file add constraint version_file_pkey PRIMARY KEY (version_id, path);
alter table version_reference add constraint version_reference_kind CHECK ((kind = ANY (ARRAY['change'::text, 'ticket'::text, 'pull-request'::text, 'incident'::text, 'document'::text, 'other'::text])));
alter table version_reference add constraint version_reference_withdrawn CHECK ((((withdrawn_at IS NULL) = (withdrawn_by IS NULL)) AND ((withdrawn_at IS NULL) = (reason IS NULL))));
alter table version_reference add constraint version_reference_version_id_fkey FOREIGN KEY (version_id) REFERENCES version(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table version_reference add constraint version_reference_pkey PRIMARY KEY (id);
alter table webhook add constraint webhook_form CHECK ((form = ANY (ARRAY['standard'::text, 'slack'::text, 'teams'::text])));
alter table webhook add constraint webhook_state CHECK ((state = ANY (ARRAY['active'::text, 'paused'::text, 'disabled'::text])));
alter table webhook add constraint webhook_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table webhook add constraint webhook_pkey PRIMARY KEY (id);
alter table webhook_attempt add constraint webhook_attempt_delivery_seq_fkey FOREIGN KEY (delivery_seq) REFERENCES webhook_delivery(seq) ON UPDATE CASCADE ON DELETE CASCADE;
alter table webhook_attempt add constraint webhook_attempt_pkey PRIMARY KEY (delivery_seq, attempt);
alter table webhook_cursor add constraint webhook_cursor_webhook_id_fkey FOREIGN KEY (webhook_id) REFERENCES webhook(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table webhook_cursor add constraint webhook_cursor_pkey PRIMARY KEY (webhook_id);
alter table webhook_delivery add constraint webhook_delivery_state CHECK ((state = ANY (ARRAY['waiting'::text, 'delivered'::text, 'failed'::text])));
alter table webhook_delivery add constraint webhook_delivery_webhook_id_fkey FOREIGN KEY (webhook_id) REFERENCES webhook(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table webhook_delivery add constraint webhook_delivery_pkey PRIMARY KEY (seq);
alter table webhook_host add constraint webhook_host_pkey PRIMARY KEY (id);
alter table webhook_secret add constraint webhook_secret_webhook_id_fkey FOREIGN KEY (webhook_id) REFERENCES webhook(id) ON UPDATE CASCADE ON DELETE RESTRICT;
alter table webhook_secret add constraint webhook_secret_pkey PRIMARY KEY (id);
alter table witness add constraint witness_pkey PRIMARY KEY (id);

-- indexes

CREATE UNIQUE INDEX account_link_open ON public.account_link USING btree (person_id) WHERE ((used_at IS NULL) AND (voided_at IS NULL));
CREATE INDEX account_link_person_id_idx ON public.account_link USING btree (person_id);
CREATE UNIQUE INDEX account_link_secret_hash_key ON public.account_link USING btree (secret_hash);
CREATE INDEX api_token_person_id_idx ON public.api_token USING btree (person_id);
CREATE UNIQUE INDEX api_token_secret_hash_key ON public.api_token USING btree (secret_hash);
CREATE INDEX as_found_batch_prepared_at_id_idx ON public.as_found_batch USING btree (prepared_at, id);
CREATE UNIQUE INDEX as_found_row_version_id_key ON public.as_found_row USING btree (version_id);
CREATE INDEX attachment_digest_idx ON public.attachment USING btree (digest);
CREATE UNIQUE INDEX attachment_once ON public.attachment USING btree (version_id, digest) WHERE (withdrawn_at IS NULL);
CREATE INDEX attachment_version_id_id_idx ON public.attachment USING btree (version_id, id);
CREATE INDEX attachment_upload_at_idx ON public.attachment_upload USING btree (at);
CREATE INDEX claim_person_id_ends_at_idx ON public.claim USING btree (person_id, ends_at);
CREATE INDEX condition_finding_finding_id_idx ON public.condition_finding USING btree (finding_id);
CREATE INDEX condition_finding_version_id_idx ON public.condition_finding USING btree (version_id);
CREATE INDEX consumer_answerer_id_idx ON public.consumer USING btree (answerer_id);
CREATE INDEX consumer_key_idx ON public.consumer USING btree (key);
CREATE UNIQUE INDEX consumer_open ON public.consumer USING btree (key) WHERE (retired_at IS NULL);
CREATE INDEX consumer_traffic_consumer_last_at_idx ON public.consumer_traffic USING btree (consumer, last_at);
CREATE INDEX consumer_traffic_model_id_last_at_idx ON public.consumer_traffic USING btree (model_id, last_at);
CREATE UNIQUE INDEX consumer_traffic_place ON public.consumer_traffic USING btree (version_id, consumer, COALESCE(environment_id, '00000000-0000-0000-0000-000000000000'::uuid), origin, day);
CREATE INDEX consumer_use_consumer_id_declared_at_idx ON public.consumer_use USING btree (consumer_id, declared_at);
CREATE INDEX consumer_use_model_id_ended_at_idx ON public.consumer_use USING btree (model_id, ended_at);
CREATE INDEX dataset_recheck_version_id_id_idx ON public.dataset_recheck USING btree (version_id, id);
CREATE INDEX delegation_deputy_id_idx ON public.delegation USING btree (deputy_id);
CREATE INDEX delegation_person_id_idx ON public.delegation USING btree (person_id);
CREATE UNIQUE INDEX deployment_champion ON public.deployment USING btree (model_id, environment_id) WHERE ((ended_at IS NULL) AND (role = 'champion'::text));
CREATE INDEX deployment_model_id_environment_id_started_at_idx ON public.deployment USING btree (model_id, environment_id, started_at);
CREATE UNIQUE INDEX deployment_open ON public.deployment USING btree (version_id, environment_id) WHERE (ended_at IS NULL);
CREATE INDEX deployment_started_at_id_idx ON public.deployment USING btree (started_at, id);
CREATE INDEX deployment_version_id_idx ON public.deployment USING btree (version_id);
CREATE UNIQUE INDEX environment_key_key ON public.environment USING btree (key);
CREATE INDEX erratum_version_id_idx ON public.erratum USING btree (version_id);
CREATE INDEX evidence_version_id_kind_at_idx ON public.evidence USING btree (version_id, kind, at);
CREATE INDEX evidence_run_version_id_at_idx ON public.evidence_run USING btree (version_id, at);
CREATE UNIQUE INDEX experiment_model_id_name_key ON public.experiment USING btree (model_id, name);
CREATE UNIQUE INDEX finding_model_id_number_key ON public.finding USING btree (model_id, number);
CREATE INDEX finding_owner_id_state_due_at_idx ON public.finding USING btree (owner_id, state, due_at);
CREATE INDEX finding_version_id_number_idx ON public.finding USING btree (version_id, number);
CREATE INDEX followed_entry_due ON public.followed_entry USING btree (due_at) WHERE (due_at IS NOT NULL);
CREATE INDEX followed_entry_made_at_idx ON public.followed_entry USING btree (made_at);
CREATE INDEX goal_version_id_at_idx ON public.goal USING btree (version_id, at);
CREATE UNIQUE INDEX golden_scoring_before_id_after_id_key ON public.golden_scoring USING btree (before_id, after_id);
CREATE INDEX idempotency_key_created_at_idx ON public.idempotency_key USING btree (created_at);
CREATE INDEX idempotency_subject_subject_key_id_idx ON public.idempotency_subject USING btree (subject_key_id);
CREATE INDEX import_model_id_at_id_idx ON public.import USING btree (model_id, at, id);
CREATE UNIQUE INDEX import_model_id_digest_kind_target_key ON public.import USING btree (model_id, digest, kind, target);
CREATE INDEX ledger_cosignature_witness_id_size_idx ON public.ledger_cosignature USING btree (witness_id, size);
CREATE INDEX ledger_entry_actor_id_id_idx ON public.ledger_entry USING btree (actor_id, id);
CREATE INDEX ledger_entry_at_id_idx ON public.ledger_entry USING btree (at, id);
CREATE INDEX ledger_entry_event_id_idx ON public.ledger_entry USING btree (event, id);
CREATE INDEX ledger_entry_model_event ON public.ledger_entry USING btree (model_id, event, id) WHERE (step IS NOT NULL);
CREATE INDEX ledger_entry_model_id_id_idx ON public.ledger_entry USING btree (model_id, id);
CREATE INDEX ledger_entry_sealing ON public.ledger_entry USING btree (subject_id) WHERE (event = ANY (ARRAY['predictions.sealed'::text, 'replays.sealed'::text]));
CREATE UNIQUE INDEX ledger_entry_step ON public.ledger_entry USING btree (version_id, step) WHERE (step IS NOT NULL);
CREATE INDEX ledger_entry_version_id_id_idx ON public.ledger_entry USING btree (version_id, id);
CREATE UNIQUE INDEX ledger_key_signing ON public.ledger_key USING btree ((true)) WHERE (retired_at IS NULL);
CREATE UNIQUE INDEX ledger_number_entry_id_key ON public.ledger_number USING btree (entry_id);
CREATE INDEX legal_hold_at_id_idx ON public.legal_hold USING btree (at, id);
CREATE INDEX mail_notice_idx ON public.mail USING btree (((about ->> 'notice'::text))) WHERE ((about ->> 'notice'::text) IS NOT NULL);
CREATE INDEX mail_state_id_idx ON public.mail USING btree (state, id);
CREATE UNIQUE INDEX mailbox_in_use ON public.mailbox USING btree (lower(address)) WHERE (removed_at IS NULL);
CREATE UNIQUE INDEX mailbox_link_hash_key ON public.mailbox USING btree (link_hash);
CREATE INDEX mention_person_id_at_idx ON public.mention USING btree (person_id, at);
CREATE UNIQUE INDEX model_key_key ON public.model USING btree (key);
CREATE UNIQUE INDEX model_field_key_key ON public.model_field USING btree (key);
CREATE INDEX model_field_value_field_id_idx ON public.model_field_value USING btree (field_id);
CREATE INDEX model_recording_model_id_at_id_idx ON public.model_recording USING btree (model_id, at, id);
CREATE INDEX model_subject_field_model_id_at_id_idx ON public.model_subject_field USING btree (model_id, at, id);
CREATE INDEX model_varying_model_id_at_id_idx ON public.model_varying USING btree (model_id, at, id);
CREATE INDEX notice_consumer_key_id_idx ON public.notice USING btree (consumer_key, id);
CREATE INDEX notice_followed ON public.notice USING btree (id) WHERE (ended_at IS NULL);
CREATE UNIQUE INDEX notice_of_recall ON public.notice USING btree (recall_id, consumer_key) WHERE (recall_id IS NOT NULL);
CREATE UNIQUE INDEX notice_of_switch ON public.notice USING btree (switch_id, consumer_key) WHERE (switch_id IS NOT NULL);
CREATE UNIQUE INDEX notice_open ON public.notice USING btree (kind, version_id, consumer_key) WHERE ((recall_id IS NULL) AND (switch_id IS NULL) AND (ended_at IS NULL));
CREATE INDEX notice_pins ON public.notice USING btree (switch_id) WHERE ((state = 'pinned'::text) AND (ended_at IS NULL));
CREATE INDEX notice_recall_id_id_idx ON public.notice USING btree (recall_id, id);
CREATE INDEX notice_switch_id_id_idx ON public.notice USING btree (switch_id, id);
CREATE INDEX notice_version_id_id_idx ON public.notice USING btree (version_id, id);
CREATE INDEX notice_recipient_address_idx ON public.notice_recipient USING btree (address);
CREATE INDEX notice_recipient_mail_id_idx ON public.notice_recipient USING btree (mail_id);
CREATE UNIQUE INDEX notice_recipient_notice_id_address_key ON public.notice_recipient USING btree (notice_id, address);
CREATE INDEX notice_step_notice_id_id_idx ON public.notice_step USING btree (notice_id, id);
CREATE INDEX observed_deployment_model_id_environment_id_idx ON public.observed_deployment USING btree (model_id, environment_id);
CREATE UNIQUE INDEX observed_deployment_open ON public.observed_deployment USING btree (model_id, environment_id, place) WHERE (ended_at IS NULL);
CREATE INDEX observed_deployment_version_id_idx ON public.observed_deployment USING btree (version_id);
CREATE UNIQUE INDEX outcome_model_id_business_hash_observed_at_key ON public.outcome USING btree (model_id, business_hash, observed_at);
CREATE UNIQUE INDEX passkey_credential_id_key ON public.passkey USING btree (credential_id);
CREATE INDEX passkey_person_id_idx ON public.passkey USING btree (person_id);
CREATE INDEX passkey_challenge_expires_at_idx ON public.passkey_challenge USING btree (expires_at);
CREATE INDEX permit_grace_until_idx ON public.permit USING btree (grace_until);
CREATE INDEX permit_version_id_grace_until_idx ON public.permit USING btree (version_id, grace_until);
CREATE UNIQUE INDEX person_email_key ON public.person USING btree (email);
CREATE INDEX person_name_id_idx ON public.person USING btree (name, id);
CREATE INDEX person_responsible_id_idx ON public.person USING btree (responsible_id);
CREATE INDEX person_email_person_id_idx ON public.person_email USING btree (person_id);
CREATE INDEX planned_switch_model_id_environment_id_idx ON public.planned_switch USING btree (model_id, environment_id);
CREATE UNIQUE INDEX planned_switch_open ON public.planned_switch USING btree (model_id, environment_id) WHERE (ended_at IS NULL);
CREATE INDEX planned_switch_rescoring_id_idx ON public.planned_switch USING btree (rescoring_id);
CREATE INDEX planned_switch_to_id_id_idx ON public.planned_switch USING btree (to_id, id);
CREATE INDEX prediction_answered_at_id_idx ON ONLY public.prediction USING btree (answered_at, id);
CREATE INDEX prediction_business ON ONLY public.prediction USING btree (business_hash, answered_at, id) WHERE (business_hash IS NOT NULL);
CREATE INDEX prediction_consumer_answered_at_id_idx ON ONLY public.prediction USING btree (consumer, answered_at, id);
CREATE INDEX prediction_further_rows ON ONLY public.prediction USING btree (run_id) WHERE ("row" > 0);
CREATE INDEX prediction_model_id_answered_at_id_idx ON ONLY public.prediction USING btree (model_id, answered_at, id);
CREATE INDEX prediction_number ON ONLY public.prediction USING btree (deployment_id, number) WHERE (number IS NOT NULL);
CREATE INDEX prediction_reference ON ONLY public.prediction USING btree (version_id, id) WHERE (kept = 'reference'::text);
CREATE INDEX prediction_subject ON ONLY public.prediction USING btree (subject_hash, answered_at, id) WHERE (subject_hash IS NOT NULL);
CREATE INDEX prediction_version_id_answered_at_id_idx ON ONLY public.prediction USING btree (version_id, answered_at, id);
CREATE INDEX prediction_version_id_id_idx ON ONLY public.prediction USING btree (version_id, id);
CREATE INDEX recall_lifted_at_at_idx ON public.recall USING btree (lifted_at, at);
CREATE INDEX recall_raised_with_idx ON public.recall USING btree (raised_with);
CREATE INDEX recall_version_id_at_idx ON public.recall USING btree (version_id, at);
CREATE INDEX recovery_code_person_id_idx ON public.recovery_code USING btree (person_id);
CREATE INDEX replay_prediction_id_at_idx ON public.replay USING btree (prediction_id, at);
CREATE INDEX report_person_id_serial_idx ON public.report USING btree (person_id, serial);
CREATE UNIQUE INDEX report_serial_key ON public.report USING btree (serial);
CREATE INDEX report_file_digest_idx ON public.report_file USING btree (digest);
CREATE INDEX report_run_open ON public.report_run USING btree (due_at) WHERE (settled_at IS NULL);
CREATE UNIQUE INDEX report_run_report_id_key ON public.report_run USING btree (report_id);
CREATE INDEX report_schedule_state_next_at_idx ON public.report_schedule USING btree (state, next_at);
CREATE UNIQUE INDEX request_open ON public.request USING btree (version_id, gate, COALESCE(environment_id, '00000000-0000-0000-0000-000000000000'::uuid)) WHERE ((state = 'open'::text) AND (incident IS NULL));
CREATE INDEX request_state_opened_at_id_idx ON public.request USING btree (state, opened_at, id);
CREATE INDEX request_version_id_idx ON public.request USING btree (version_id);
CREATE INDEX rescoring_model_id_id_idx ON public.rescoring USING btree (model_id, id);
CREATE INDEX rescoring_recall_id_id_idx ON public.rescoring USING btree (recall_id, id);
CREATE INDEX rescoring_row_flipped ON public.rescoring_row USING btree (rescoring_id, answered_at, prediction_id) WHERE flipped;
CREATE INDEX rescoring_row_missed ON public.rescoring_row USING btree (rescoring_id, answered_at, prediction_id) WHERE (old_miss <> new_miss);
CREATE INDEX rescoring_row_prediction_id_idx ON public.rescoring_row USING btree (prediction_id);
CREATE INDEX rescoring_row_rescoring_id_consumer_answered_at_prediction__idx ON public.rescoring_row USING btree (rescoring_id, consumer, answered_at, prediction_id);
CREATE INDEX retention_batch_class_id_at_idx ON public.retention_batch USING btree (class_id, at);
CREATE INDEX retention_class_at_id_idx ON public.retention_class USING btree (at, id);
CREATE UNIQUE INDEX retention_class_name_key ON public.retention_class USING btree (name);
CREATE INDEX revision_lineage_keys_idx ON public.revision USING gin (lineage_keys(dossier));
CREATE INDEX role_assignment_delegation_id_idx ON public.role_assignment USING btree (delegation_id);
CREATE INDEX role_assignment_ending ON public.role_assignment USING btree (ends_at) WHERE ((revoked_at IS NULL) AND (ends_at IS NOT NULL));
CREATE UNIQUE INDEX role_assignment_held ON public.role_assignment USING btree (person_id, role, COALESCE(model_id, '00000000-0000-0000-0000-000000000000'::uuid), COALESCE(delegation_id, '00000000-0000-0000-0000-000000000000'::uuid)) WHERE (revoked_at IS NULL);
CREATE INDEX role_assignment_model_id_idx ON public.role_assignment USING btree (model_id);
CREATE INDEX role_assignment_person_id_idx ON public.role_assignment USING btree (person_id);
CREATE UNIQUE INDEX run_experiment_id_key_key ON public.run USING btree (experiment_id, key);
CREATE INDEX run_experiment_id_last_at_idx ON public.run USING btree (experiment_id, last_at);
CREATE INDEX run_experiment_id_name_id_idx ON public.run USING btree (experiment_id, name, id);
CREATE INDEX run_experiment_id_started_at_id_idx ON public.run USING btree (experiment_id, started_at, id);
CREATE INDEX run_experiment_id_status_id_idx ON public.run USING btree (experiment_id, status, id);
CREATE INDEX run_artifact_digest_idx ON public.run_artifact USING btree (digest);
CREATE INDEX run_dataset_digest_idx ON public.run_dataset USING btree (digest);
CREATE INDEX run_link_data_idx ON public.run_link USING btree (data);
CREATE INDEX run_link_node_idx ON public.run_link USING btree (node);
CREATE INDEX run_metric_experiment_id_key_value_run_id_idx ON public.run_metric USING btree (experiment_id, key, value, run_id);
CREATE INDEX run_text_experiment_id_kind_key_rank_head_run_id_idx ON public.run_text USING btree (experiment_id, kind, key, rank, head, run_id);
CREATE UNIQUE INDEX run_view_name ON public.run_view USING btree (person_id, experiment_id, lower(name));
CREATE INDEX run_view_person_id_experiment_id_idx ON public.run_view USING btree (person_id, experiment_id);
CREATE INDEX sample_archive_digest_idx ON public.sample USING btree (archive_digest);
CREATE INDEX sample_person_id_serial_idx ON public.sample USING btree (person_id, serial);
CREATE INDEX sample_population_digest_idx ON public.sample USING btree (population_digest);
CREATE UNIQUE INDEX sample_serial_key ON public.sample USING btree (serial);
CREATE UNIQUE INDEX saved_filter_name ON public.saved_filter USING btree (person_id, lower(name));
CREATE INDEX saved_filter_person_id_idx ON public.saved_filter USING btree (person_id);
CREATE INDEX scoring_run_subject ON public.scoring_run USING btree (subject_key_id) WHERE (subject_key_id IS NOT NULL);
CREATE INDEX sealed_batch_kind_last_first_idx ON public.sealed_batch USING btree (kind, last, first);
CREATE INDEX search_document_model_id_idx ON public.search_document USING btree (model_id);
CREATE UNIQUE INDEX search_document_source_place_key ON public.search_document USING btree (source, place);
CREATE INDEX search_document_title_words ON public.search_document USING gin (title_words, facets);
CREATE INDEX search_document_version_id_idx ON public.search_document USING btree (version_id);
CREATE INDEX search_document_words ON public.search_document USING gin (words, facets);
CREATE INDEX search_term_term_idx ON public.search_term USING btree (term);
CREATE INDEX search_unreadable_again_at_idx ON public.search_unreadable USING btree (again_at);
CREATE UNIQUE INDEX sensitive_mark_in_force ON public.sensitive_mark USING btree (model_id, field) WHERE (ended_at IS NULL);
CREATE INDEX sensitive_mark_model_id_idx ON public.sensitive_mark USING btree (model_id);
CREATE INDEX session_person_id_idx ON public.session USING btree (person_id);
CREATE INDEX sign_grant_expires_at_idx ON public.sign_grant USING btree (expires_at);
CREATE UNIQUE INDEX sign_off_current ON public.sign_off USING btree (request_id, person_id) WHERE (state = ANY (ARRAY['current'::text, 'owed'::text]));
CREATE INDEX sign_off_person_id_signed_at_idx ON public.sign_off USING btree (person_id, signed_at);
CREATE INDEX sign_off_version_id_signed_at_idx ON public.sign_off USING btree (version_id, signed_at);
CREATE INDEX sign_on_attempt_started_at_idx ON public.sign_on_attempt USING btree (started_at);
CREATE INDEX sign_on_identity_person_id_idx ON public.sign_on_identity USING btree (person_id);
CREATE UNIQUE INDEX signature_subject_id_person_id_key ON public.signature USING btree (subject_id, person_id);
CREATE UNIQUE INDEX signing_key_current ON public.signing_key USING btree (person_id) WHERE (retired_at IS NULL);
CREATE INDEX signing_key_person_id_idx ON public.signing_key USING btree (person_id);
CREATE INDEX sitting_last_at_idx ON public.sitting USING btree (last_at);
CREATE UNIQUE INDEX subject_key_current ON public.subject_key USING btree (subject_hash) WHERE (erased_at IS NULL);
CREATE INDEX subject_key_subject_hash_idx ON public.subject_key USING btree (subject_hash);
CREATE INDEX subscription_person_id_id_idx ON public.subscription USING btree (person_id, id);
CREATE INDEX suggestion_sign_off_id_idx ON public.suggestion USING btree (sign_off_id);
CREATE INDEX suggestion_version_id_id_idx ON public.suggestion USING btree (version_id, id);
CREATE INDEX thread_version_id_id_idx ON public.thread USING btree (version_id, id);
CREATE INDEX thread_comment_thread_id_id_idx ON public.thread_comment USING btree (thread_id, id);
CREATE INDEX tier_proposal_model_id_proposed_at_idx ON public.tier_proposal USING btree (model_id, proposed_at);
CREATE UNIQUE INDEX tier_proposal_open ON public.tier_proposal USING btree (model_id) WHERE (state = 'open'::text);
CREATE INDEX tier_proposal_state_proposed_at_id_idx ON public.tier_proposal USING btree (state, proposed_at, id);
CREATE INDEX version_lineage_run_idx ON public.version USING btree (lineage_run(model_id, run_experiment, run_key)) WHERE (run_key IS NOT NULL);
CREATE UNIQUE INDEX version_model_id_label_key ON public.version USING btree (model_id, label);
CREATE UNIQUE INDEX version_model_id_number_key ON public.version USING btree (model_id, number);
CREATE INDEX version_model_id_run_experiment_run_key_idx ON public.version USING btree (model_id, run_experiment, run_key);
CREATE INDEX version_stage_created_at_id_idx ON public.version USING btree (stage, created_at, id);
CREATE INDEX version_author_person_id_idx ON public.version_author USING btree (person_id);
CREATE UNIQUE INDEX version_author_version_id_email_key ON public.version_author USING btree (version_id, email);
CREATE INDEX version_file_digest_idx ON public.version_file USING btree (digest);
CREATE INDEX version_reference_version_id_idx ON public.version_reference USING btree (version_id);
CREATE INDEX webhook_person_id_idx ON public.webhook USING btree (person_id);
CREATE UNIQUE INDEX webhook_delivery_id_key ON public.webhook_delivery USING btree (id);
CREATE INDEX webhook_delivery_made_at_idx ON public.webhook_delivery USING btree (made_at);
CREATE UNIQUE INDEX webhook_delivery_number ON public.webhook_delivery USING btree (webhook_id, number) WHERE (number IS NOT NULL);
CREATE INDEX webhook_delivery_webhook_id_seq_idx ON public.webhook_delivery USING btree (webhook_id, seq);
CREATE UNIQUE INDEX webhook_host_in_use ON public.webhook_host USING btree (host) WHERE (removed_at IS NULL);
CREATE UNIQUE INDEX webhook_secret_in_use ON public.webhook_secret USING btree (webhook_id) WHERE (ends_at IS NULL);
CREATE INDEX webhook_secret_webhook_id_idx ON public.webhook_secret USING btree (webhook_id);
CREATE UNIQUE INDEX witness_following ON public.witness USING btree (verifier) WHERE (removed_at IS NULL);

-- functions

CREATE OR REPLACE FUNCTION public.count_deployment()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  INSERT INTO deployment_count (deployment_id) VALUES (NEW.id);
  RETURN NULL;
END $function$
;
CREATE OR REPLACE FUNCTION public.ensure_prediction_partitions(first date, months integer)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
DECLARE
  month date;
  made int := 0;
  part text;
BEGIN
  FOR i IN 0 .. months - 1 LOOP
    month := (date_trunc('month', first) + make_interval(months => i))::date;
    part := 'prediction_' || to_char(month, 'YYYY_MM');
    IF to_regclass(part) IS NULL AND NOT EXISTS (
      SELECT 1 FROM prediction_default
      WHERE id >= uuid_at(month::timestamp AT TIME ZONE 'UTC')
        AND id < uuid_at((month + interval '1 month') AT TIME ZONE 'UTC')
    ) THEN
      EXECUTE format('CREATE TABLE %I PARTITION OF prediction FOR VALUES FROM (%L) TO (%L)', part,
        uuid_at(month::timestamp AT TIME ZONE 'UTC'), uuid_at((month + interval '1 month') AT TIME ZONE 'UTC'));
      EXECUTE format('CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', part);
      made := made + 1;
    END IF;
  END LOOP;
  RETURN made;
END $function$
;
CREATE OR REPLACE FUNCTION public.keep_as_found_batch()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF ROW(NEW.id, NEW.digest, NEW.rows, NEW.comment, NEW.person_id, NEW.prepared_at)
    IS DISTINCT FROM ROW(OLD.id, OLD.digest, OLD.rows, OLD.comment, OLD.person_id, OLD.prepared_at)
     OR OLD.state <> 'open' THEN
    RAISE EXCEPTION 'a prepared inventory is refused any change' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $function$
;
CREATE OR REPLACE FUNCTION public.keep_as_found_row()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF ROW(NEW.batch_id, NEW.line, NEW.claimed) IS DISTINCT FROM ROW(OLD.batch_id, OLD.line, OLD.claimed) OR OLD.version_id IS NOT NULL THEN
    RAISE EXCEPTION 'a prepared inventory is refused any change' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $function$
;
CREATE OR REPLACE FUNCTION public.keep_attachment()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF ROW(NEW.id, NEW.version_id, NEW.kind, NEW.title, NEW.file_name, NEW.media_type, NEW.bytes, NEW.digest, NEW.figures, NEW.person_id, NEW.at)
    IS DISTINCT FROM ROW(OLD.id, OLD.version_id, OLD.kind, OLD.title, OLD.file_name, OLD.media_type, OLD.bytes, OLD.digest, OLD.figures, OLD.person_id, OLD.at)
    OR OLD.withdrawn_at IS NOT NULL THEN
    RAISE EXCEPTION 'an attachment is refused any change but being withdrawn' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $function$
;
CREATE OR REPLACE FUNCTION public.keep_but_removed()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
DECLARE
  before jsonb;
  after jsonb;
  content jsonb;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    before := to_jsonb(OLD);
    after := to_jsonb(NEW);
    IF TG_TABLE_NAME = 'scoring_run' THEN
      IF before -> 'retention_batch_id' = 'null' AND after -> 'inputs' = 'null' AND after -> 'outputs' = 'null'
        AND before - '{inputs,outputs,retention_batch_id}'::text[] = after - '{inputs,outputs,retention_batch_id}'::text[]
        AND EXISTS (SELECT FROM retention_batch b LEFT JOIN retention_class c ON c.id = b.class_id LEFT JOIN subject_key k ON k.id = b.subject_key_id
          WHERE b.id::text = after ->> 'retention_batch_id' AND b.version_id::text = after ->> 'version_id'
            AND (c.state = 'on' OR k.erased_at IS NOT NULL AND after ->> 'subject_key_id' IS NULL AND after -> 'rows' = '1')) THEN
        RETURN NEW;
      END IF;
    ELSE
      -- The column whose contents leave: the decision of a prediction, the detail of a replay. A digest stays in their place.
      content := after -> TG_ARGV[0];
      IF jsonb_typeof(content) = 'object' AND NOT coalesce(before -> TG_ARGV[0] ? 'removed', false)
        AND ARRAY(SELECT jsonb_object_keys(content) ORDER BY 1) = '{digest,removed,salted}'::text[]
        AND content ->> 'digest' ~ '^[0-9a-f]{64}$' AND before - TG_ARGV[0] = after - TG_ARGV[0]
        AND EXISTS (SELECT FROM scoring_run r WHERE r.retention_batch_id::text = content ->> 'removed' AND r.id = CASE TG_ARGV[0]
          WHEN 'decision' THEN (after ->> 'run_id')::uuid ELSE (SELECT run_id FROM prediction WHERE id = (after ->> 'prediction_id')::uuid) END) THEN
        RETURN NEW;
      END IF;
    END IF;
  END IF;
  RAISE EXCEPTION '% on % is refused: the table is append-only', TG_OP, TG_TABLE_NAME USING ERRCODE = '42501';
END $function$
;
CREATE OR REPLACE FUNCTION public.keep_count()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF NEW.deployment_id <> OLD.deployment_id OR NEW.numbered < OLD.numbered THEN
    RAISE EXCEPTION 'the count of a deployment is refused to go back' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $function$
;
CREATE OR REPLACE FUNCTION public.keep_finding()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF ROW(NEW.id, NEW.model_id, NEW.version_id, NEW.number, NEW.title, NEW.text, NEW.severity, NEW.person_id, NEW.at)
    IS DISTINCT FROM ROW(OLD.id, OLD.model_id, OLD.version_id, OLD.number, OLD.title, OLD.text, OLD.severity, OLD.person_id, OLD.at) THEN
    RAISE EXCEPTION 'a finding is refused any change but its answer' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $function$
;
CREATE OR REPLACE FUNCTION public.keep_ledger_key()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF OLD.retired_at IS NOT NULL OR ROW(NEW.id, NEW.name, NEW.public_key, NEW.made_at) IS DISTINCT FROM ROW(OLD.id, OLD.name, OLD.public_key, OLD.made_at) THEN
    RAISE EXCEPTION 'a key of the ledger is retired once and never changed' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $function$
;
CREATE OR REPLACE FUNCTION public.keep_legal_hold()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF ROW(NEW.id, NEW.kind, NEW.subject_hash, NEW.model_id, NEW."from", NEW."to", NEW.reason, NEW.person_id, NEW.at)
    IS DISTINCT FROM ROW(OLD.id, OLD.kind, OLD.subject_hash, OLD.model_id, OLD."from", OLD."to", OLD.reason, OLD.person_id, OLD.at)
    OR OLD.lifted_at IS NOT NULL THEN
    RAISE EXCEPTION 'a legal hold is refused any change but being lifted' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $function$
;
CREATE OR REPLACE FUNCTION public.keep_model_field()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF ROW(NEW.id, NEW.key, NEW.type, NEW.created_at) IS DISTINCT FROM ROW(OLD.id, OLD.key, OLD.type, OLD.created_at) THEN
    RAISE EXCEPTION 'a field is refused another key or type' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $function$
;
CREATE OR REPLACE FUNCTION public.keep_parameter()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF OLD.kind = 'param' THEN
    RAISE EXCEPTION 'a parameter of a run is refused any change' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $function$
;
CREATE OR REPLACE FUNCTION public.keep_planned_switch()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF ROW(NEW.id, NEW.model_id, NEW.environment_id, NEW.from_id, NEW.to_id, NEW.person_id, NEW.announced_at, NEW.not_before, NEW.pins_until, NEW.comment, NEW.breaks, NEW.rescoring_id, NEW.not_rescored)
    IS DISTINCT FROM ROW(OLD.id, OLD.model_id, OLD.environment_id, OLD.from_id, OLD.to_id, OLD.person_id, OLD.announced_at, OLD.not_before, OLD.pins_until, OLD.comment, OLD.breaks, OLD.rescoring_id, OLD.not_rescored)
    OR OLD.ended_at IS NOT NULL THEN
    RAISE EXCEPTION 'a planned switch is refused any change but its end' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $function$
;
CREATE OR REPLACE FUNCTION public.keep_report()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF ROW(NEW.id, NEW.serial, NEW.kind, NEW.about, NEW.definition, NEW.definition_digest, NEW.model_ids, NEW.everything, NEW.contents, NEW.person_id, NEW.asked_at)
    IS DISTINCT FROM ROW(OLD.id, OLD.serial, OLD.kind, OLD.about, OLD.definition, OLD.definition_digest, OLD.model_ids, OLD.everything, OLD.contents, OLD.person_id, OLD.asked_at)
    OR OLD.state IN ('done', 'failed', 'cancelled') THEN
    RAISE EXCEPTION 'a report is refused any change but being made' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $function$
;
CREATE OR REPLACE FUNCTION public.keep_rescoring()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF ROW(NEW.id, NEW.model_id, NEW.version_ids, NEW.fixed_id, NEW.recall_id, NEW.definition, NEW.definition_digest, NEW.person_id, NEW.asked_at, NEW.total)
    IS DISTINCT FROM ROW(OLD.id, OLD.model_id, OLD.version_ids, OLD.fixed_id, OLD.recall_id, OLD.definition, OLD.definition_digest, OLD.person_id, OLD.asked_at, OLD.total)
    OR OLD.state IN ('done', 'failed', 'cancelled') THEN
    RAISE EXCEPTION 'a re-scoring is refused any change but how far it is' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $function$
;
CREATE OR REPLACE FUNCTION public.keep_retention_class()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF ROW(NEW.id, NEW.name, NEW.what, NEW.models, NEW.clock, NEW.days, NEW.reason, NEW.person_id, NEW.at)
    IS DISTINCT FROM ROW(OLD.id, OLD.name, OLD.what, OLD.models, OLD.clock, OLD.days, OLD.reason, OLD.person_id, OLD.at)
    OR OLD.state = 'ended' OR OLD.state = 'on' AND NEW.state <> 'ended' THEN
    RAISE EXCEPTION 'a retention class is refused any change but being turned on and ended' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $function$
;
CREATE OR REPLACE FUNCTION public.keep_sample()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF ROW(NEW.id, NEW.serial, NEW.kind, NEW.about, NEW.definition, NEW.definition_digest, NEW.model_ids, NEW.everything, NEW.size,
      NEW.population_digest, NEW.population_bytes, NEW.person_id, NEW.frozen_at)
    IS DISTINCT FROM ROW(OLD.id, OLD.serial, OLD.kind, OLD.about, OLD.definition, OLD.definition_digest, OLD.model_ids, OLD.everything, OLD.size,
      OLD.population_digest, OLD.population_bytes, OLD.person_id, OLD.frozen_at)
    OR (OLD.asked IS NOT NULL AND ROW(NEW.seed, NEW.asked, NEW.drawn_by, NEW.drawn_at) IS DISTINCT FROM ROW(OLD.seed, OLD.asked, OLD.drawn_by, OLD.drawn_at))
    OR OLD.state IN ('done', 'failed') THEN
    RAISE EXCEPTION 'a sample is refused any change but being drawn once and packed' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $function$
;
CREATE OR REPLACE FUNCTION public.keep_sensitive_mark()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF ROW(NEW.id, NEW.model_id, NEW.field, NEW.attribute, NEW.words, NEW.person_id, NEW.at)
    IS DISTINCT FROM ROW(OLD.id, OLD.model_id, OLD.field, OLD.attribute, OLD.words, OLD.person_id, OLD.at)
    OR OLD.ended_at IS NOT NULL THEN
    RAISE EXCEPTION 'a mark is refused any change but its end' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $function$
;
CREATE OR REPLACE FUNCTION public.keep_signed_record()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF ROW(NEW.id, NEW.request_id, NEW.version_id, NEW.person_id, NEW.role, NEW.deputy_for, NEW.decision, NEW.meaning, NEW.comment, NEW.checklist, NEW.revision, NEW.substance, NEW.presentation, NEW.evidence_digests, NEW.goal_digest, NEW.references_digest, NEW.record, NEW.record_digest, NEW.signature, NEW.key_id, NEW.assurance, NEW.signed_at)
    IS DISTINCT FROM
     ROW(OLD.id, OLD.request_id, OLD.version_id, OLD.person_id, OLD.role, OLD.deputy_for, OLD.decision, OLD.meaning, OLD.comment, OLD.checklist, OLD.revision, OLD.substance, OLD.presentation, OLD.evidence_digests, OLD.goal_digest, OLD.references_digest, OLD.record, OLD.record_digest, OLD.signature, OLD.key_id, OLD.assurance, OLD.signed_at)
     OR OLD.state IN ('void', 'withdrawn', 'cleared', 'replaced') AND NEW.state <> OLD.state THEN
    RAISE EXCEPTION 'a signed record is refused any change, and what is void stays void' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $function$
;
CREATE OR REPLACE FUNCTION public.keep_subject_key()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF ROW(NEW.id, NEW.subject_hash, NEW.made_at) IS DISTINCT FROM ROW(OLD.id, OLD.subject_hash, OLD.made_at)
    OR OLD.erased_at IS NOT NULL OR NEW.erased_at IS NULL THEN
    RAISE EXCEPTION 'the key of a subject is refused any change but being destroyed' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $function$
;
CREATE OR REPLACE FUNCTION public.keep_tier_proposal()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF ROW(NEW.id, NEW.model_id, NEW.answers, NEW.rule, NEW.points, NEW.tier_before, NEW.tier, NEW.reason, NEW.digest, NEW.person_id, NEW.proposed_at)
    IS DISTINCT FROM
     ROW(OLD.id, OLD.model_id, OLD.answers, OLD.rule, OLD.points, OLD.tier_before, OLD.tier, OLD.reason, OLD.digest, OLD.person_id, OLD.proposed_at)
     OR OLD.state <> 'open' AND NEW.state <> OLD.state THEN
    RAISE EXCEPTION 'a tier proposal is refused any change, and what was decided stays decided' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $function$
;
CREATE OR REPLACE FUNCTION public.keep_tile()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF NEW.level <> OLD.level OR NEW.index <> OLD.index OR substring(NEW.hashes FOR length(OLD.hashes)) IS DISTINCT FROM OLD.hashes THEN
    RAISE EXCEPTION 'a tile of the ledger only grows' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $function$
;
CREATE OR REPLACE FUNCTION public.keep_version_reference()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF ROW(NEW.id, NEW.version_id, NEW.kind, NEW.value, NEW.link, NEW.person_id, NEW.at)
    IS DISTINCT FROM ROW(OLD.id, OLD.version_id, OLD.kind, OLD.value, OLD.link, OLD.person_id, OLD.at)
    OR OLD.withdrawn_at IS NOT NULL THEN
    RAISE EXCEPTION 'a reference is refused any change but being withdrawn' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $function$
;
CREATE OR REPLACE FUNCTION public.keep_witness()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF ROW(NEW.id, NEW.verifier, NEW.registered_at) IS DISTINCT FROM ROW(OLD.id, OLD.verifier, OLD.registered_at)
    OR (OLD.removed_at IS NOT NULL AND NEW.removed_at IS DISTINCT FROM OLD.removed_at) THEN
    RAISE EXCEPTION 'a witness is removed once and never changed' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $function$
;
CREATE OR REPLACE FUNCTION public.lineage_data(source text, version text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
  SELECT CASE WHEN version ~ '^[0-9a-f]{64}$' THEN 'dataset:' || version
    ELSE 'dataset:ref-' || encode(sha256(convert_to(E'openlineage\n' || source, 'UTF8')), 'hex') END
$function$
;
CREATE OR REPLACE FUNCTION public.lineage_inputs(dossier jsonb)
 RETURNS TABLE(key text, name text, digest text, detail jsonb, feed text)
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE COST 2000 ROWS 20
AS $function$
  SELECT 'dataset:' || coalesce(d->>'digest', 'ref-' || encode(sha256(convert_to(jsonb_build_object(
      'kind', d->'kind', 'uri', d->'uri', 'query', d->'query', 'timeRange', d->'timeRange', 'source', d->'source',
      'name', CASE WHEN d->'uri' IS NULL AND d->'query' IS NULL AND d->'source' IS NULL THEN d->'name' END)::text, 'UTF8')), 'hex')),
    d->>'name', d->>'digest', d,
    CASE WHEN d->>'uri' ~ '^countersign:m/[a-z0-9-]{2,64}(/v/[^/]{1,64})?/predictions$'
      THEN 'feed:' || regexp_replace(d->>'uri', '^countersign:m/([a-z0-9-]{2,64})(/v(/[^/]{1,64}))?/predictions$', '\1\3') END
  FROM jsonb_array_elements(CASE WHEN jsonb_typeof(dossier->'datasets') = 'array' THEN dossier->'datasets' ELSE '[]' END) AS d
  UNION ALL
  SELECT 'code:commit-' || encode(sha256(convert_to(coalesce(c->>'repository', '') || E'\n' || (c->>'commit'), 'UTF8')), 'hex'),
    c->>'commit', NULL, c, NULL
  FROM (SELECT dossier->'sourceCommit' AS c) s WHERE c->>'commit' IS NOT NULL
$function$
;
CREATE OR REPLACE FUNCTION public.lineage_keys(dossier jsonb)
 RETURNS text[]
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE COST 20000
AS $function$
  SELECT coalesce(array_agg(i.key) || array_agg(i.feed) FILTER (WHERE i.feed IS NOT NULL), '{}') FROM public.lineage_inputs(dossier) i
$function$
;
CREATE OR REPLACE FUNCTION public.lineage_links(run_ids uuid[])
 RETURNS TABLE(run_id uuid, side text, data text, node text, model_id uuid, name text, source text)
 LANGUAGE sql
 STABLE
AS $function$
  SELECT DISTINCT ON (u.id, l.side, l.data) u.id, l.side, l.data, lineage_run(x.model_id, x.name, u.key), x.model_id, l.name, l.source
  FROM run_text p JOIN run u ON u.id = p.run_id JOIN experiment x ON x.id = u.experiment_id
  CROSS JOIN LATERAL (
    SELECT 'input' AS side, lineage_data(d.source, d.digest) AS data, d.name, d.source FROM run_dataset d WHERE d.run_id = u.id AND d.context = 'input'
    UNION ALL SELECT 'output', lineage_data(substr(t.key, 20), t.value), substr(t.key, 20), substr(t.key, 20)
    FROM run_text t WHERE t.run_id = u.id AND t.kind = 'tag' AND t.key LIKE 'openlineage.output.%') l
  WHERE p.kind = 'tag' AND p.key = 'openlineage.producer' AND p.run_id = ANY (run_ids)
  ORDER BY u.id, l.side, l.data, l.name
$function$
;
CREATE OR REPLACE FUNCTION public.lineage_run(model_id uuid, experiment text, run text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
  SELECT 'run:' || encode(sha256(convert_to(model_id::text || E'\n' || run || E'\n' || experiment, 'UTF8')), 'hex')
$function$
;
CREATE OR REPLACE FUNCTION public.number_transaction()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  PERFORM pg_current_xact_id();
  RETURN NULL;
END $function$
;
CREATE OR REPLACE FUNCTION public.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  RAISE EXCEPTION '% on % is refused: the table is append-only', TG_OP, TG_TABLE_NAME USING ERRCODE = '42501';
END $function$
;
CREATE OR REPLACE FUNCTION public.remove_contents(batch uuid, runs uuid[], predictions uuid[], decisions jsonb[], replays uuid[], details jsonb[])
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
DECLARE
  removed int;
BEGIN
  UPDATE scoring_run SET inputs = NULL, outputs = NULL, retention_batch_id = batch WHERE id = ANY (runs) AND retention_batch_id IS NULL;
  GET DIAGNOSTICS removed = ROW_COUNT;
  UPDATE prediction p SET decision = s.decision FROM unnest(predictions, decisions) AS s (id, decision) WHERE p.id = s.id;
  UPDATE replay r SET detail = s.detail FROM unnest(replays, details) AS s (id, detail) WHERE r.id = s.id;
  RETURN removed;
END $function$
;
CREATE OR REPLACE FUNCTION public.remove_rescored(rescorings uuid[], predictions uuid[], details jsonb[])
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
DECLARE
  removed int;
BEGIN
  UPDATE rescoring_row r SET detail = s.detail FROM unnest(rescorings, predictions, details) AS s (rescoring, prediction, detail)
    WHERE r.rescoring_id = s.rescoring AND r.prediction_id = s.prediction;
  GET DIAGNOSTICS removed = ROW_COUNT;
  RETURN removed;
END $function$
;
CREATE OR REPLACE FUNCTION public.search_facets(kind text, model_id uuid, stage text, tier text, person_id uuid, tags text[])
 RETURNS text[]
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
  SELECT array_remove(ARRAY['kind=' || kind, 'model=' || model_id, 'stage=' || stage, 'tier=' || tier, 'author=' || person_id], NULL)
    || coalesce((SELECT array_agg('tag=' || tag) FROM unnest(tags) tag), '{}')
$function$
;
CREATE OR REPLACE FUNCTION public.search_spaced(text text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
  SELECT regexp_replace(translate(text, E'!"#$%&''()*+,-/:;<=>?@[\\]^_`{|}~', repeat(' ', 31)), '(?<![0-9])\.|\.(?![0-9])', ' ', 'g')
$function$
;
CREATE OR REPLACE FUNCTION public.search_words(text text)
 RETURNS tsvector
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
  SELECT to_tsvector('pg_catalog.english', public.search_spaced(text)
    || coalesce(' ' || (SELECT string_agg(DISTINCT regexp_replace(m[1], '([a-z0-9])([A-Z])', '\1 \2', 'g'), ' ')
      FROM regexp_matches(text, '([A-Za-z]*[a-z][A-Z][A-Za-z]+)', 'g') m), ''))
$function$
;
CREATE OR REPLACE FUNCTION public.tell_session_ended()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  PERFORM pg_notify('session_ended', OLD.id);
  RETURN NULL;
END $function$
;
CREATE OR REPLACE FUNCTION public.uuid_at(moment timestamp with time zone)
 RETURNS uuid
 LANGUAGE sql
 IMMUTABLE
AS $function$
  SELECT (substr(h, 1, 8) || '-' || substr(h, 9, 4) || '-0000-0000-000000000000')::uuid
  FROM lpad(to_hex((extract(epoch FROM moment) * 1000)::bigint), 12, '0') AS h
$function$
;

-- triggers

CREATE TRIGGER never_deleted BEFORE DELETE ON public.account_link FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON public.account_link FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER keep_as_found_batch BEFORE UPDATE ON public.as_found_batch FOR EACH ROW EXECUTE FUNCTION keep_as_found_batch();
CREATE TRIGGER never_deleted BEFORE DELETE ON public.as_found_batch FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON public.as_found_batch FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER keep_as_found_row BEFORE UPDATE ON public.as_found_row FOR EACH ROW EXECUTE FUNCTION keep_as_found_row();
CREATE TRIGGER never_deleted BEFORE DELETE ON public.as_found_row FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON public.as_found_row FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER keep_attachment BEFORE UPDATE ON public.attachment FOR EACH ROW EXECUTE FUNCTION keep_attachment();
CREATE TRIGGER never_deleted BEFORE DELETE ON public.attachment FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON public.attachment FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON public.caller_id FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON public.caller_id FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON public.change_class FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON public.change_class FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON public.comment_text FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON public.comment_text FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON public.condition_finding FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON public.condition_finding FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON public.dataset_recheck FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON public.dataset_recheck FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_deleted BEFORE DELETE ON public.delegation FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON public.delegation FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER count_deployment AFTER INSERT ON public.deployment FOR EACH ROW EXECUTE FUNCTION count_deployment();
CREATE TRIGGER never_deleted BEFORE DELETE ON public.deployment FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON public.deployment FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER keep_count BEFORE UPDATE ON public.deployment_count FOR EACH ROW EXECUTE FUNCTION keep_count();
CREATE TRIGGER never_deleted BEFORE DELETE ON public.deployment_count FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON public.deployment_count FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_deleted BEFORE DELETE ON public.environment FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON public.environment FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON public.erratum FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON public.erratum FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON public.evidence FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON public.evidence FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_deleted BEFORE DELETE ON public.experiment FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER keep_finding BEFORE UPDATE ON public.finding FOR EACH ROW EXECUTE FUNCTION keep_finding();
CREATE TRIGGER never_deleted BEFORE DELETE ON public.finding FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON public.finding FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON public.goal FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON public.goal FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON public.import FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON public.import FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON public.ledger_checkpoint FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON public.ledger_checkpoint FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON public.ledger_cosignature FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON public.ledger_cosignature FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON public.ledger_entry FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON public.ledger_entry FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER number_transaction BEFORE INSERT ON public.ledger_entry FOR EACH STATEMENT EXECUTE FUNCTION number_transaction();
CREATE TRIGGER never_deleted BEFORE DELETE ON public.ledger_head FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON public.ledger_head FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER keep_ledger_key BEFORE UPDATE ON public.ledger_key FOR EACH ROW EXECUTE FUNCTION keep_ledger_key();
CREATE TRIGGER never_deleted BEFORE DELETE ON public.ledger_key FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON public.ledger_key FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON public.ledger_loss FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON public.ledger_loss FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON public.ledger_number FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON public.ledger_number FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON public.ledger_record FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON public.ledger_record FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER keep_tile BEFORE UPDATE ON public.ledger_tile FOR EACH ROW EXECUTE FUNCTION keep_tile();
CREATE TRIGGER never_deleted BEFORE DELETE ON public.ledger_tile FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON public.ledger_tile FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER keep_legal_hold BEFORE UPDATE ON public.legal_hold FOR EACH ROW EXECUTE FUNCTION keep_legal_hold();
CREATE TRIGGER never_deleted BEFORE DELETE ON public.legal_hold FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON public.legal_hold FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_deleted BEFORE DELETE ON public.mention FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON public.mention FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_deleted BEFORE DELETE ON public.model FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON public.model FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER keep_model_field BEFORE UPDATE ON public.model_field FOR EACH ROW EXECUTE FUNCTION keep_model_field();
CREATE TRIGGER never_deleted BEFORE DELETE ON public.model_field FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON public.model_field FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_deleted BEFORE DELETE ON public.model_field_value FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON public.model_field_value FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON public.model_recording FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON public.model_recording FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON public.model_subject_field FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON public.model_subject_field FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON public.model_varying FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON public.model_varying FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_deleted BEFORE DELETE ON public.notice FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON public.notice FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON public.notice_step FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON public.notice_step FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON public.outcome FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON public.outcome FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON public.permit FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON public.permit FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON public.permit_void FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON public.permit_void FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_deleted BEFORE DELETE ON public.person FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON public.person FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER keep_planned_switch BEFORE UPDATE ON public.planned_switch FOR EACH ROW EXECUTE FUNCTION keep_planned_switch();
CREATE TRIGGER never_deleted BEFORE DELETE ON public.planned_switch FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON public.planned_switch FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON public.policy FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON public.policy FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON public.prediction FOR EACH ROW EXECUTE FUNCTION keep_but_removed('decision');
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON public.prediction FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON public.prediction_default FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_deleted BEFORE DELETE ON public.recall FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON public.recall FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_deleted BEFORE DELETE ON public.recall_lift FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON public.recall_lift FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON public.recall_place FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON public.recall_place FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON public.replay FOR EACH ROW EXECUTE FUNCTION keep_but_removed('detail');
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON public.replay FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER keep_report BEFORE UPDATE ON public.report FOR EACH ROW EXECUTE FUNCTION keep_report();
CREATE TRIGGER never_deleted BEFORE DELETE ON public.report FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON public.report FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON public.report_file FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON public.report_file FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_deleted BEFORE DELETE ON public.request FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON public.request FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER keep_rescoring BEFORE UPDATE ON public.rescoring FOR EACH ROW EXECUTE FUNCTION keep_rescoring();
CREATE TRIGGER never_deleted BEFORE DELETE ON public.rescoring FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON public.rescoring FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON public.rescoring_extract FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON public.rescoring_extract FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON public.rescoring_row FOR EACH ROW EXECUTE FUNCTION keep_but_removed('detail');
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON public.rescoring_row FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON public.retention_batch FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON public.retention_batch FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER keep_retention_class BEFORE UPDATE ON public.retention_class FOR EACH ROW EXECUTE FUNCTION keep_retention_class();
CREATE TRIGGER never_deleted BEFORE DELETE ON public.retention_class FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON public.retention_class FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON public.revision FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON public.revision FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_deleted BEFORE DELETE ON public.role_assignment FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON public.role_assignment FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_deleted BEFORE DELETE ON public.run FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON public.run_link FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON public.run_link FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON public.run_metric_point FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON public.run_metric_point FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER keep_parameter BEFORE UPDATE ON public.run_text FOR EACH ROW EXECUTE FUNCTION keep_parameter();
CREATE TRIGGER never_deleted BEFORE DELETE ON public.run_text FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER keep_sample BEFORE UPDATE ON public.sample FOR EACH ROW EXECUTE FUNCTION keep_sample();
CREATE TRIGGER never_deleted BEFORE DELETE ON public.sample FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON public.sample FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON public.scoring_run FOR EACH ROW EXECUTE FUNCTION keep_but_removed();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON public.scoring_run FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON public.sealed_batch FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON public.sealed_batch FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER keep_sensitive_mark BEFORE UPDATE ON public.sensitive_mark FOR EACH ROW EXECUTE FUNCTION keep_sensitive_mark();
CREATE TRIGGER never_deleted BEFORE DELETE ON public.sensitive_mark FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON public.sensitive_mark FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER tell_session_ended AFTER DELETE ON public.session FOR EACH ROW EXECUTE FUNCTION tell_session_ended();
CREATE TRIGGER keep_signed_record BEFORE UPDATE ON public.sign_off FOR EACH ROW EXECUTE FUNCTION keep_signed_record();
CREATE TRIGGER never_deleted BEFORE DELETE ON public.sign_off FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON public.sign_off FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON public.sign_off_condition FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON public.sign_off_condition FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON public.signature FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON public.signature FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_deleted BEFORE DELETE ON public.signing_key FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON public.signing_key FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER keep_subject_key BEFORE UPDATE ON public.subject_key FOR EACH ROW EXECUTE FUNCTION keep_subject_key();
CREATE TRIGGER never_deleted BEFORE DELETE ON public.subject_key FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON public.subject_key FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_deleted BEFORE DELETE ON public.suggestion FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON public.suggestion FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_deleted BEFORE DELETE ON public.thread FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON public.thread FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_deleted BEFORE DELETE ON public.thread_comment FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON public.thread_comment FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER keep_tier_proposal BEFORE UPDATE ON public.tier_proposal FOR EACH ROW EXECUTE FUNCTION keep_tier_proposal();
CREATE TRIGGER never_deleted BEFORE DELETE ON public.tier_proposal FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON public.tier_proposal FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_deleted BEFORE DELETE ON public.version FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON public.version FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_deleted BEFORE DELETE ON public.version_author FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON public.version_author FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON public.version_file FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON public.version_file FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER keep_version_reference BEFORE UPDATE ON public.version_reference FOR EACH ROW EXECUTE FUNCTION keep_version_reference();
CREATE TRIGGER never_deleted BEFORE DELETE ON public.version_reference FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON public.version_reference FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER keep_witness BEFORE UPDATE ON public.witness FOR EACH ROW EXECUTE FUNCTION keep_witness();
CREATE TRIGGER never_deleted BEFORE DELETE ON public.witness FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON public.witness FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
