/** Prefix of a leaf in the tree of RFC 6962, section 2.1. */
const leafPrefix = 0x00;

/** Lower-case hex of SHA-256 over the prefix and the entry's bytes. */
export async function leafDigestOf(body: string): Promise<string> {
  const bytes = new TextEncoder().encode(body);
  const leaf = new Uint8Array(bytes.length + 1);
  leaf[0] = leafPrefix;
  leaf.set(bytes, 1);
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', leaf));
  return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
