const words: Readonly<Record<string, string>> = {
  passkey: 'signed by their own passkey, over the record’s digest',
  'server-key/password': 'key held by the server, after the password',
  'server-key/password+code': 'key held by the server, after password and code',
  'server-key/password/in-sitting':
    'key held by the server, after the password alone: in one sitting, whose first signature took the code too',
  'server-key/single-sign-on': 'key held by the server, after single sign-on asked again',
};

/** How a signer showed who they are, in words; what is not known is printed as it stands. */
export const assuranceText = (assurance: string): string => words[assurance] ?? assurance;
