/** The WebAuthn ceremonies. They bring several hundred modules for certificates, so they are loaded when a passkey is first asked for. */
export const webAuthn = () => import('@simplewebauthn/server');
