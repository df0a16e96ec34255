import { Refusal } from '@countersign/contracts';
import { expect, it } from 'vitest';
import { docx } from '../../test/example-docx.ts';
import { checkDocx } from './check-docx.ts';

/** What is wrong with the bytes; null where nothing is. Says, too, that no read leaves the file or takes it whole. */
async function problemOf(bytes: Buffer): Promise<unknown> {
  try {
    await checkDocx(async (start, length) => bytes.subarray(start, start + length), bytes.length);
    return null;
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'BAD_INPUT') throw error;
    return error.detail.problem;
  }
}

const usual = ['[Content_Types].xml', '_rels/.rels', 'word/document.xml'];

it('takes a document', async () => {
  expect(await problemOf(docx())).toBe(null);
  expect(await problemOf(docx([...usual, 'word/embeddings/sheet.xlsx']))).toBe(null);
});

it('takes no other archive, and none with macros under whatever case', async () => {
  expect(await problemOf(docx(['[Content_Types].xml', 'xl/workbook.xml']))).toBe(
    'it has no word/document.xml',
  );
  expect(await problemOf(docx(['word/document.xml']))).toBe('it has no [content_types].xml');
  for (const name of ['word/vbaProject.bin', 'VBAPROJECT.BIN', 'word/vbaData.xml'])
    expect(await problemOf(docx([...usual, name]))).toBe('it carries macros');
});

it('takes no directory that is cut or lies', async () => {
  const whole = docx();
  for (let length = 0; length < whole.length; length += 7)
    expect(await problemOf(whole.subarray(0, length)), `the first ${length} bytes`).not.toBe(null);
  const lies: [Buffer, string][] = [
    [docx(usual, { claimed: 2 }), 'its directory holds more than it says'],
    [docx(usual, { claimed: 4 }), 'its directory is cut'],
    [docx(usual, { claimed: 65_535 }), 'it has more than 5000 parts'],
    [docx(usual, { shift: 1 }), 'its directory is not where it says'],
    [docx(usual, { shift: 0x7fff_0000 }), 'its directory is not where it says'],
    [
      docx(usual, { heads: { 'word/document.xml': 'word/imposter.xml' } }),
      'its directory names parts that are not there',
    ],
    [docx(usual, { onFirst: ['_rels/.rels'] }), 'its parts overlap'],
    [docx([...usual, 'WORD/document.xml']), 'two of its parts have the same name'],
    [docx([...usual, '../../.bashrc']), 'a part of it leads out of it'],
    [docx([...usual, 'word\\vbaProject.bin']), 'a part of it leads out of it'],
    [docx(usual, { flags: 1 }), 'it is encrypted'],
    [Buffer.concat([docx(), Buffer.from('behind')]), 'it does not end with the end of a ZIP directory'],
    [docx(usual, { before: Buffer.from('<script>') }), 'something stands before its first part'],
  ];
  for (const [bytes, problem] of lies) expect(await problemOf(bytes)).toBe(problem);
});
