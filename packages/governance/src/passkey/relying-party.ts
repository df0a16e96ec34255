/** Where passkeys of this installation are good (WebAuthn's relying party): its host name, on every port. */
export const relyingParty = (url: string) => ({ id: new URL(url).hostname, origin: new URL(url).origin });
