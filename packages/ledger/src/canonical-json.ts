import canonicalize from 'canonicalize';

/** JSON as a value; decimals that must survive exactly travel as strings. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

/**
 * RFC 8785 (JSON Canonicalization Scheme). Refuses what has no canonical form.
 * @throws TypeError where a number is not finite or an integer is beyond ±(2^53 - 1)
 */
export function canonicalJson(value: JsonValue): string {
  refuseUnsafeNumbers(value);
  return rfc8785(value);
}

/**
 * RFC 8785 as it stands, for what somebody else measured and we only digest: any finite number, as a double is written.
 * @throws TypeError where a number is not finite
 */
export function rfc8785(value: JsonValue): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('the value has no canonical JSON');
  return text;
}

function refuseUnsafeNumbers(value: JsonValue): void {
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError('a number is not finite');
    if (Number.isInteger(value) && !Number.isSafeInteger(value))
      throw new TypeError('an integer is beyond 2^53 - 1; write it as a string');
  } else if (Array.isArray(value)) {
    for (const item of value) refuseUnsafeNumbers(item);
  } else if (value !== null && typeof value === 'object') {
    for (const item of Object.values(value)) refuseUnsafeNumbers(item as JsonValue);
  }
}
