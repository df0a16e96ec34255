import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

export interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly target: readonly unknown[] }[];
}

interface Color {
  r: number;
  g: number;
  b: number;
  alpha: number;
  parseString(text: string): Color;
}

interface Axe {
  run(where: Document, options: object): Promise<{ violations: Violation[] }>;
  commons: { color: { Color: { prototype: Color } } };
}

/** Of each word of the style sheet it is worked out once what color it is: axe does so for every text and all that lies beneath it. */
function rememberColors(axe: Axe): void {
  const { prototype } = axe.commons.color.Color;
  const parse = prototype.parseString;
  const known = new Map<string, readonly [number, number, number, number]>();
  prototype.parseString = function (text) {
    const found = known.get(text);
    if (found) [this.r, this.g, this.b, this.alpha] = found;
    else {
      parse.call(this, text);
      known.set(text, [this.r, this.g, this.b, this.alpha]);
    }
    return this;
  };
}

const require = createRequire(import.meta.url);
const axeFile = createRequire(require.resolve('@axe-core/playwright')).resolve('axe-core/axe.min.js');
const axeSource = `${readFileSync(axeFile, 'utf8')};(${rememberColors})(window.axe);`;

/** Every rule is checked; what passed is only not described at length. A page with frames is checked in all of them. */
export async function violationsOf(page: Page): Promise<readonly Violation[]> {
  if (page.frames().length > 1) {
    const found = await new AxeBuilder({ page, axeSource })
      .setLegacyMode()
      .options({ resultTypes: ['violations'] })
      .analyze();
    return found.violations;
  }
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axeSource);
  return page.evaluate(async () => {
    const { axe } = window as unknown as { axe: Axe };
    const { violations } = await axe.run(document, { resultTypes: ['violations'] });
    return violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ target }) => ({ target })) }));
  });
}
