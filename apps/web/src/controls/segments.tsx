import { type ReactNode, useId } from 'react';
import { Glyph } from '../marks/index.ts';

/** A choice of a few, all in sight: native radio buttons in one border. */
export function RadioSegments<Value extends string>({
  label,
  labelHidden = false,
  options,
  value,
  onChange,
  stretch = false,
}: {
  label: string;
  labelHidden?: boolean;
  options: readonly { value: Value; label: string }[];
  value: Value | null;
  onChange: (value: Value) => void;
  stretch?: boolean;
}) {
  const name = useId();
  return (
    <fieldset className="radio-segments">
      <legend className={labelHidden ? 'sr' : undefined}>{label}</legend>
      <div className={`segments${stretch ? ' segments-stretch' : ''}`}>
        {options.map((option) => (
          <label key={option.value} className={option.value === value ? 'on' : undefined}>
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
            />
            {option.value === value && <Glyph name="tick" />}
            {option.label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

/** A filter whose choice lives in the URL: every segment is a link, made by the caller. */
export function FilterSegments({ label, children }: { label: string; children: ReactNode }) {
  return (
    <nav className="segments" aria-label={label}>
      {children}
    </nav>
  );
}
