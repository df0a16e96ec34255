export interface Progress {
  /** A line that stays. */
  say(sentence: string): void;
  /** A line that the next one replaces, where the output is a terminal. */
  progress(sentence: string): void;
}

export function createProgress(output: Pick<NodeJS.WriteStream, 'write' | 'isTTY' | 'columns'>): Progress {
  let isOpen = false;
  const clear = () => {
    if (isOpen) output.write('\r\u001b[K');
    isOpen = false;
  };
  return {
    say(sentence) {
      clear();
      output.write(`${sentence}\n`);
    },
    progress(sentence) {
      if (!output.isTTY) return void output.write(`${sentence}\n`);
      clear();
      output.write(sentence.slice(0, (output.columns || 80) - 1));
      isOpen = true;
    },
  };
}
