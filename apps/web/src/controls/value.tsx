function parsed(text: string): unknown {
  if (!text.startsWith('{') && !text.startsWith('[')) return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const plain = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** A parameter: a list is read as words, an object as lines, anything else as it is. */
export function Value({ text }: { text: string }) {
  const value = parsed(text);
  if (Array.isArray(value)) return value.map(plain).join(', ');
  if (typeof value === 'object' && value !== null) {
    return (
      <ul>
        {Object.entries(value).map(([name, part]) => (
          <li key={name}>
            <span className="soft">{name}</span> {plain(part)}
          </li>
        ))}
      </ul>
    );
  }
  return text;
}
