/** A piece of source: what kind of word it is, or null for everything else. */
export interface CodePart {
  text: string;
  kind: 'comment' | 'string' | 'keyword' | 'number' | null;
}

const python =
  'and as assert async await break class continue def del elif else except False finally for from global if import in is lambda None nonlocal not or pass raise return True try while with yield';
const keywords: Readonly<Record<string, string>> = {
  python,
  ipython: python,
  python3: python,
  r: 'break else FALSE for function if in Inf NA NaN next NULL repeat return TRUE while library require',
  julia:
    'abstract baremodule begin break catch const continue do else elseif end export false finally for function global if import in let local macro module mutable nothing quote return struct true try using while',
  scala:
    'case class def else extends false for if implicit import match new null object override package return this throw trait true try type val var while with yield',
  sql: 'and as by case create delete distinct else end from group having in inner insert into is join left limit not null on or order outer select set table then union update values when where with',
};

/** Longer sources stay plain: colouring is a comfort. Characters. */
const longest = 30_000;

/** Enough of a lexer to see comments, texts, numbers and the words of the language apart; anything else stays plain. */
export function codeParts(source: string, language: string): CodePart[] {
  const words = new Set(Object.hasOwn(keywords, language) ? keywords[language]?.split(' ') : []);
  if (words.size === 0 || source.length > longest) return [{ text: source, kind: null }];
  const comment = language === 'sql' ? '--[^\\n]*' : language === 'scala' ? '//[^\\n]*' : '#[^\\n]*';
  const token = new RegExp(
    `(${comment})|("""[\\s\\S]*?"""|'''[\\s\\S]*?'''|"(?:[^"\\\\\\n]|\\\\.)*"|'(?:[^'\\\\\\n]|\\\\.)*')|\\b(\\d[\\w.]*)\\b|\\b([A-Za-z_]\\w*)\\b`,
    'g',
  );
  const parts: CodePart[] = [];
  const push = (text: string, kind: CodePart['kind']) => {
    const last = parts.at(-1);
    if (last && last.kind === kind) last.text += text;
    else if (text !== '') parts.push({ text, kind });
  };
  let from = 0;
  for (const match of source.matchAll(token)) {
    const [whole, remark, string, number, word] = match;
    push(source.slice(from, match.index), null);
    const isKeyword = word !== undefined && words.has(language === 'sql' ? word.toLowerCase() : word);
    push(whole, remark ? 'comment' : string ? 'string' : number ? 'number' : isKeyword ? 'keyword' : null);
    from = match.index + whole.length;
  }
  push(source.slice(from), null);
  return parts;
}
