import { micromark, type Options } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { math } from 'micromark-extension-math';
import type { Attachments } from './notebook-document.ts';
import { proseNodes } from './safe-html.ts';

/** Environments that stand for themselves in a notebook, without dollars around them. */
const environment =
  /^\\begin\{(equation|align|alignat|gather|multline|eqnarray)(\*?)\}[\s\S]*?\\end\{\1\2\}/gm;

/** Quotes and lists in one another, of which a reader takes no more than this; parsing them takes time with the square of their number. */
const deepest = 40;
const container = String.raw`[ \t]{0,3}(?:>|[-+*][ \t]|\d{1,9}[.)][ \t])`;
const tooDeep = new RegExp(`^((?:${container}){${deepest}})(?:${container})+`, 'gm');

const escaped = (text: string) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** Formulas are left as marked text, which `typesetIn` replaces once KaTeX is there. */
const mathsHtml: NonNullable<Options['htmlExtensions']>[number] = {
  enter: {
    mathFlow() {
      this.lineEndingIfNeeded();
    },
    mathFlowFenceMeta() {
      this.buffer();
    },
    mathText() {
      this.buffer();
    },
  },
  exit: {
    mathFlow() {
      this.tag(`<div data-maths="display">${escaped(this.resume())}</div>`);
      this.setData('mathFlowOpen');
      this.setData('slurpOneLineEnding');
    },
    mathFlowFence() {
      if (this.getData('mathFlowOpen')) return;
      this.setData('mathFlowOpen', true);
      this.setData('slurpOneLineEnding', true);
      this.buffer();
    },
    mathFlowFenceMeta() {
      this.resume();
    },
    mathFlowValue(token) {
      this.raw(this.sliceSerialize(token));
    },
    mathText() {
      this.tag(`<span data-maths="inline">${escaped(this.resume())}</span>`);
    },
    mathTextData(token) {
      this.raw(this.sliceSerialize(token));
    },
  },
};

/** Markdown of a notebook as sanitised nodes. Its HTML is kept as far as it is words, tables and own pictures. */
export function markdownNodes(source: string, attachments: Attachments = []): DocumentFragment {
  const html = micromark(
    source.replace(tooDeep, '$1').replace(environment, (whole) => `\n$$$$\n${whole}\n$$$$\n`),
    {
      allowDangerousHtml: true,
      allowDangerousProtocol: true,
      extensions: [gfm(), math(), { disable: { null: ['tasklistCheck'] } }],
      htmlExtensions: [gfmHtml(), mathsHtml],
    },
  );
  const nodes = proseNodes(html, attachments);
  evenHeadings(nodes);
  return nodes;
}

/** Headings of one level beneath those of the page: authors leave levels out, which those who listen would stumble over. */
function evenHeadings(nodes: DocumentFragment): void {
  for (const heading of nodes.querySelectorAll('h1, h2, h3, h4, h5, h6')) {
    const even = document.createElement('h3');
    even.dataset.level = heading.nodeName[1];
    even.append(...heading.childNodes);
    heading.replaceWith(even);
  }
}

/** Sets the formulas among the nodes; KaTeX is loaded when the first one is met. */
export async function typesetIn(holder: ParentNode): Promise<void> {
  const places = holder.querySelectorAll<HTMLElement>('[data-maths]');
  if (places.length === 0) return;
  const { typeset } = await import('./maths.ts');
  for (const place of places) {
    const set = typeset(place.textContent ?? '', place.dataset.maths === 'display');
    if (set) place.replaceChildren(set);
    else place.replaceWith(Object.assign(document.createElement('code'), { textContent: place.textContent }));
  }
}
