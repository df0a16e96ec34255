import katex from 'katex';
import '@fontsource/stix-two-math/latin-400.css';
import { mathsNodes } from './safe-html.ts';

/** TeX as MathML, which needs neither styles nor pictures; null where it cannot be set. No command of it may link or load. */
export function typeset(tex: string, display: boolean): DocumentFragment | null {
  try {
    const whole = katex.renderToString(tex, {
      output: 'mathml',
      displayMode: display,
      throwOnError: true,
      strict: 'ignore',
      trust: false,
      maxExpand: 500,
      maxSize: 20,
    });
    return mathsNodes(
      whole.replace(/<annotation[\s\S]*?<\/annotation>/g, '').replace(/<\/?(?:semantics|span)[^>]*>/g, ''),
    );
  } catch {
    return null;
  }
}
