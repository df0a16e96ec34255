import { type ChangeModelField, ModelFieldPage, ModelPage } from '@countersign/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf } from '../../test/code-of.ts';
import { openScene, type Scene } from '../../test/signing-scene.ts';
import type { Context } from '../context.ts';
import { listEntries } from '../ledger/list-entries.ts';
import { exportModels } from '../model/export-models.ts';
import { listModels } from '../model/list-models.ts';
import { readModel } from '../model/read-model.ts';
import { grantRole } from '../role/grant-role.ts';
import { changeModelField } from './change-field.ts';
import { defineModelField } from './define-field.ts';
import { fillInFields } from './fill-in-fields.ts';
import { listModelFields } from './list-fields.ts';

let scene: Scene;
let administrator: Context;
let viewer: Context;
const list = [
  { key: 'retail', label: 'Retail', archived: false },
  { key: 'corporate', label: 'Corporate', archived: false },
];
const plain = { required: false, help: '', choices: [] };
const define = (key: string, type: Parameters<typeof defineModelField>[1]['type'], more = {}) =>
  defineModelField(administrator, { key, type, label: key, ...plain, ...more });
const change = async (key: string, more: Partial<ChangeModelField>) => {
  const { fields } = await listModelFields(viewer);
  const { label, required, help, choices, revision } = fields.find((field) => field.key === key)!;
  return changeModelField(administrator, {
    key,
    expectedRevision: revision,
    label,
    required,
    help,
    choices,
    archived: false,
    ...more,
  });
};
const fill = (values: Parameters<typeof fillInFields>[1]['values'], by = scene.owner, model = scene.model) =>
  fillInFields(by, { model, values });
const facts = async () => (await readModel(viewer, { model: scene.model })).facts;

beforeAll(async () => {
  scene = await openScene();
  administrator = await scene.signer('Field administrator', 'administrator');
  viewer = await scene.signer('Field viewer', 'viewer');
  await scene.house.model('another-model');
  await define('business-line', 'choice', { label: 'Business line', required: true, choices: list });
  await define('jurisdictions', 'choices', { choices: list });
  await define('note', 'text');
  await define('exposure', 'number');
  await define('next-audit', 'date');
  await define('outsourced', 'yes-no');
});
afterAll(() => scene.house.close());

describe('the definition of a field', () => {
  it('is an administrator’s act, an entry, and once by its key', async () => {
    const input = { key: 'late', type: 'text', label: 'Late', ...plain } as const;
    expect(await codeOf(defineModelField(scene.owner, input))).toBe('FORBIDDEN');
    expect(await codeOf(define('business-line', 'text'))).toBe('CONFLICT');
    expect(await codeOf(define('other-key', 'text', { label: 'business LINE' }))).toBe('CONFLICT');
    const page = await listModelFields(viewer);
    expect(ModelFieldPage.parse(page)).toEqual(page);
    expect(page.mayDefine).toBe(false);
    const { items } = await listEntries(viewer, { event: 'field.defined' });
    expect(items.map(({ summary }) => summary)).toContain(
      'Field administrator defined the field Business line of models.',
    );
  });

  it('has choices where it is a list, and there alone', async () => {
    expect(await codeOf(define('listless', 'choice'))).toBe('BAD_INPUT');
    expect(await codeOf(define('texts', 'text', { choices: list }))).toBe('BAD_INPUT');
    expect(await codeOf(define('twice', 'choice', { choices: [...list, list[0]!] }))).toBe('BAD_INPUT');
  });

  it('cannot be changed by two at once, nor into another type', async () => {
    await change('note', { help: 'One line.' });
    expect(await codeOf(change('note', { expectedRevision: 1 }))).toBe('STALE');
    await expect(
      scene.house.pool.query("UPDATE model_field SET type = 'number' WHERE key = 'note'"),
    ).rejects.toThrow(/refused another key or type/);
  });
});

describe('filling in', () => {
  it('is missing where it is required, until the owner does it', async () => {
    expect(await facts()).toMatchObject({
      missing: ['Business line'],
      mayFillIn: [{ code: 'FORBIDDEN' }],
    });
    expect(await codeOf(fill({ 'business-line': 'retail' }, scene.developer))).toBe('FORBIDDEN');
    await fill({ 'business-line': 'retail', jurisdictions: ['corporate', 'retail'], note: ' a note ' });
    const page = await readModel(viewer, { model: scene.model });
    expect(ModelPage.parse(page)).toEqual(page);
    expect(page.facts.missing).toEqual([]);
    expect(page.model.fields).toEqual({
      'business-line': 'retail',
      jurisdictions: ['corporate', 'retail'],
      note: 'a note',
    });
    expect(page.facts.fields[0]).toMatchObject({ value: 'retail', by: { name: 'Owner' } });
  });

  it('holds every value against the type of its field, all or none', async () => {
    const wrong: Parameters<typeof fill>[0][] = [
      { exposure: '12' },
      { exposure: true },
      { 'next-audit': '2027-02-30' },
      { 'next-audit': 20270101 },
      { outsourced: 'yes' },
      { note: 'two\nlines' },
      { note: 'turned \u202e round' },
      { 'business-line': 'wholesale' },
      { 'business-line': ['retail'] },
      { jurisdictions: [] },
      { jurisdictions: ['retail', 'retail'] },
      { exposure: 1, note: '' },
    ];
    for (const values of wrong)
      expect([values, await codeOf(fill(values))]).toEqual([values, 'FIELD_VALUE_WRONG']);
    expect(await codeOf(fill({ nowhere: 'x' }))).toBe('FIELD_UNKNOWN');
    expect(await codeOf(fill({}))).toBe('BAD_INPUT');
    expect((await readModel(viewer, { model: scene.model })).model.fields).not.toHaveProperty('exposure');
  });

  it('leaves the earlier value in the ledger', async () => {
    await fill({ note: 'first' });
    await fill({ note: null });
    const [entry] = (await listEntries(viewer, { event: 'model.fields-filled-in' })).items;
    expect(entry?.summary).toBe('Owner filled in note of ridership-demand.');
    const records = await scene.house.pool.query<{ text: string }>(
      "SELECT convert_from(bytes, 'UTF8') AS text FROM ledger_record WHERE convert_from(bytes, 'UTF8') LIKE '%first%'",
    );
    expect(records.rows.map(({ text }) => text).sort()).toEqual(['{"note":"first"}', '{"note":"first"}']);
  });
});

describe('a list that changes', () => {
  it('keeps what was recorded under a new label, and an archived choice where it is', async () => {
    const renamed = [{ ...list[0]!, label: 'Retail banking', archived: true }, list[1]!];
    expect(await codeOf(change('business-line', { choices: [list[1]!] }))).toBe('BAD_INPUT');
    await change('business-line', { choices: renamed });
    const [fact] = (await facts()).fields;
    expect(fact).toMatchObject({ value: 'retail', field: { choices: [{ label: 'Retail banking' }, {}] } });
    expect(await codeOf(fill({ 'business-line': 'retail' }))).toBe('allowed');
    await fill({ 'business-line': 'corporate' });
    expect(await codeOf(fill({ 'business-line': 'retail' }))).toBe('FIELD_VALUE_WRONG');
  });

  it('keeps what was recorded when a field is archived, and takes nothing new', async () => {
    await fill({ outsourced: false });
    await change('outsourced', { archived: true });
    expect((await facts()).fields.at(-1)).toMatchObject({ field: { key: 'outsourced' }, value: false });
    expect((await readModel(viewer, { model: scene.model })).model.fields).not.toHaveProperty('outsourced');
    expect(await codeOf(fill({ outsourced: true }))).toBe('FIELD_ARCHIVED');
    await change('outsourced', { archived: false });
    expect((await readModel(viewer, { model: scene.model })).model.fields).toMatchObject({
      outsourced: false,
    });
    await expect(scene.house.pool.query('DELETE FROM model_field_value')).rejects.toThrow();
  });
});

describe('models by their facts', () => {
  beforeAll(async () => {
    await fill({ exposure: 12.5, 'next-audit': '2027-03-01', note: 'holds 50% of it', outsourced: false });
  });
  const found = async (key: string, is: string, by = viewer) =>
    (await listModels(by, { fields: [{ key, is }] })).items.map((model) => model.key);

  it.each([
    ['business-line', 'corporate', true],
    ['business-line', 'retail', false],
    ['jurisdictions', 'retail', true],
    ['note', '50% HOLDS', true],
    ['note', '5_%', false],
    ['exposure', '12.5', true],
    ['exposure', '..12', false],
    ['exposure', '12..13', true],
    ['next-audit', '2027-01-01..', true],
    ['next-audit', '2027-03-02..2027-12-31', false],
    ['outsourced', 'no', true],
    ['outsourced', 'yes', false],
  ])('%s %s', async (key, is, finds) => {
    expect(await found(key, is)).toEqual(finds ? [scene.model] : []);
  });

  it('finds those that are not filled in, and refuses what makes no sense', async () => {
    expect(await found('exposure', '-')).toEqual(['another-model']);
    for (const [key, is] of [
      ['exposure', 'many'],
      ['next-audit', 'soon'],
      ['outsourced', 'perhaps'],
      ['business-line', "'; --"],
    ] as const)
      expect(await codeOf(found(key, is))).toBe('FIELD_VALUE_WRONG');
    expect(await codeOf(found('nowhere', 'x'))).toBe('FIELD_UNKNOWN');
  });

  it('are not the consumers’ to see', async () => {
    const consumer = await scene.signer('Field consumer');
    await grantRole(administrator, { personId: consumer.actor.id, role: 'consumer', modelKey: scene.model });
    expect(await codeOf(found('exposure', '-', consumer))).toBe('FORBIDDEN');
    expect((await readModel(consumer, { model: scene.model })).facts.fields).toEqual([]);
    expect((await listModels(consumer, {})).items[0]?.fields).toEqual({});
    expect(await codeOf(exportModels(consumer, {}))).toBe('FORBIDDEN');
  });

  it('leave as CSV, a field a column, no text a formula', async () => {
    await fill({ note: '=HYPERLINK("x")' });
    const pages: string[] = [];
    for await (const page of await exportModels(viewer, {})) pages.push(page);
    const [head, , line] = pages.join('').split('\r\n');
    expect(head).toContain(',since,Business line,jurisdictions,note,exposure,next-audit,outsourced');
    expect(line).toMatch(/,Corporate,"Corporate; Retail",.*'=HYPERLINK\(""x""\)",12.5,2027-03-01,no$/);
  });
});
