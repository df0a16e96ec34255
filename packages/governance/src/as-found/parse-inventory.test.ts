import { inventoryColumns, inventoryLimits, inventoryTemplate } from '@countersign/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseInventory } from './parse-inventory.ts';

const head = 'model,name,purpose,tier,owner,version,environment,since';
const row = 'churn,Churn,Who leaves,low,owner@example.com,1.0,production,2024-05-01';

describe('an inventory', () => {
  it('is written like its template', () => {
    const { lines, problems } = parseInventory(inventoryTemplate);
    expect(problems).toEqual([]);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({
      line: 2,
      row: {
        model: 'churn-propensity',
        authors: ['ana@example.com', 'ben@example.com'],
        approvedOn: '2024-04-18',
      },
    });
  });

  it('comes from spreadsheets too: semicolons, a byte-order mark, columns in any order, optional ones missing', () => {
    const turned = `\uFEFFVersion;${head.replace(',version', '').replaceAll(',', ';')}\r\n1.0;${row.replace(',1.0', '').replaceAll(',', ';')}\r\n`;
    const { lines, problems } = parseInventory(turned);
    expect(problems).toEqual([]);
    expect(lines[0]?.row).toMatchObject({ model: 'churn', version: '1.0', notes: null, authors: [] });
  });

  it('has every problem named with its line and column', () => {
    const csv = [
      head,
      row,
      row.replace('low', 'extreme').replace('owner@example.com', 'nobody'),
      '',
      row.replace('churn,', 'churn-2,').replace('2024-05-01', '01.05.2024'),
      'only,three,cells',
      row.replace('churn,Churn', 'Not A Key,'),
    ].join('\n');
    expect(parseInventory(csv).problems.map(({ line, column }) => [line, column])).toEqual([
      [3, 'tier'],
      [3, 'owner'],
      [5, 'since'],
      [6, null],
      [7, 'model'],
      [7, 'name'],
    ]);
  });

  it('tells the line where a row begins, whatever line breaks stand before or in it', () => {
    const long = row
      .replace('Who leaves', '"Who leaves,\nand ""why"",\nand when"')
      .replace('churn,', 'long,');
    const csv = [head, long, row, row].join('\n');
    const { lines, problems } = parseInventory(csv);
    expect(lines.map(({ line }) => line)).toEqual([2, 5, 6]);
    expect(lines[0]?.row.purpose).toBe('Who leaves,\nand "why",\nand when');
    expect(problems).toEqual([{ line: 6, column: 'model', message: 'churn is in line 5 already.' }]);
  });

  it('is refused where its heads are wrong, it is empty, or it is no CSV', () => {
    const problemsOf = (csv: string) => parseInventory(csv).problems.map(({ column }) => column);
    expect(problemsOf(head.replace('tier', 'Risk'))).toEqual(['“Risk”', 'tier']);
    expect(problemsOf(`${head},model\n`)).toEqual(['model']);
    expect(problemsOf('')).toEqual([null]);
    expect(problemsOf(`${head}\n`)).toEqual([null]);
    expect(parseInventory(`${head}\n"a,b\n`).problems[0]?.message).toContain('no well-formed CSV');
  });

  it('keeps hostile cells as the text that they are, and shows nothing of them but on one line', () => {
    const formula = `"=HYPERLINK(""http://evil"",""x"")"`;
    const { lines } = parseInventory(`${head}\n${row.replace('Churn', formula)}`);
    expect(lines[0]?.row.name).toBe('=HYPERLINK("http://evil","x")');
    const turned = parseInventory(`${head}\n${row.replace('Churn', 'a\u202Eb')}`);
    expect(turned.problems[0]).toMatchObject({ column: 'name' });
    expect(turned.problems[0]?.message).not.toContain('\u202E');
    const polluting = parseInventory(`${head},__proto__\n${row},x`);
    expect(polluting.problems).toHaveLength(1);
  });

  it('holds a bounded number of models', () => {
    const many = Array.from({ length: inventoryLimits.rows + 1 }, (_, index) =>
      row.replace('churn', `churn-${index}`),
    );
    expect(parseInventory([head, ...many].join('\n')).problems).toHaveLength(1);
  });

  it('never fails, whatever the file says', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), fc.boolean(), (text, withHead) => {
        const { lines, problems } = parseInventory(withHead ? `${head}\n${text}` : text);
        expect(lines.length + problems.length).toBeGreaterThan(0);
      }),
    );
    expect(Object.values(inventoryColumns)).toHaveLength(13);
  });
});
