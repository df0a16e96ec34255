import type { ReportHead } from '@countersign/contracts';
import { inks } from './pen.ts';
import { inner, type Node, page, type Sheet, types } from './sheet.ts';

/** What is in the report and on which page; each line leads there. */
export function drawContents(sheet: Sheet, parent: Node, head: ReportHead): void {
  const { pen, doc } = sheet;
  sheet.begin('page');
  sheet.paragraph(parent, 'H1', 'Contents', types.title);
  sheet.y += 8;
  sheet.aside(() => pen.rule(page.left, sheet.y, inner, 0.75));
  sheet.group(parent, 'TOC', (list) => {
    for (const { key, title, count } of head.sections) {
      const y = sheet.y + 14;
      sheet.group(list, 'TOCI', (item) =>
        sheet.group(item, 'Reference', (reference) => {
          const link = doc.struct('Link');
          reference.add(link);
          link.add(() => {
            const wide = pen.write(title, page.left, y, types.bold);
            pen.write(counted(count), page.left + wide + 10, y, types.soft);
          });
          doc.goTo(page.left, y - 10, inner, 14, key, { structParent: link, Contents: new String(title) });
          link.end();
        }),
      );
      sheet.aside(() => sheet.later(page.right, y, types.text, (_pages, pageOf) => String(pageOf(key))));
      sheet.y += 20;
      sheet.aside(() => pen.rule(page.left, sheet.y, inner, 0.4, inks.line));
    }
  });
}

const counted = (count: number): string =>
  count === 0 ? 'none' : `${count.toLocaleString('en')} ${count === 1 ? 'row' : 'rows'}`;
