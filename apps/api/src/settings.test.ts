import { describe, expect, it } from 'vitest';
import { readSettings, SettingError } from './settings.ts';

describe('settings', () => {
  it('have defaults for a machine of one’s own', () => {
    expect(readSettings({})).toEqual({
      host: '127.0.0.1',
      port: 4600,
      url: null,
      dataDirectory: null,
      keyFile: null,
      examples: true,
      examplesAllowed: true,
      database: null,
      trustProxy: false,
      passwords: 'on',
      publicAdvisories: false,
      signOn: null,
      mail: null,
      calls: { proxy: null, noProxy: '' },
      logLevel: null,
    });
  });

  it('take an empty variable as not set, and leave those of other programs alone', () => {
    expect(readSettings({ PORT: '', COUNTERSIGN_TOKEN: 'cs_x', PATH: '/bin' }).port).toBe(4600);
  });

  it.each([
    ['an unknown one', { COUNTERSIGN_DATABASE: 'x' }, 'COUNTERSIGN_DATABASE is not a setting'],
    ['a port that is none', { PORT: 'http' }, 'PORT must be a port number'],
    ['a port out of range', { PORT: '70000' }, 'PORT must be a port number'],
    [
      'an address with a query',
      { COUNTERSIGN_URL: 'https://a.example/?a=b' },
      'COUNTERSIGN_URL must be scheme, host and port',
    ],
    [
      'an address with a path that is none',
      { COUNTERSIGN_URL: 'https://a.example/%2e%2e/"x' },
      'COUNTERSIGN_URL must be scheme, host and port',
    ],
    [
      'an address of another scheme',
      { COUNTERSIGN_URL: 'ftp://a.example' },
      'COUNTERSIGN_URL must be an address',
    ],
    ['another database', { DATABASE_URL: 'mysql://h/d' }, 'DATABASE_URL must be an address'],
    ['an owner without an application role', { DATABASE_OWNER_URL: 'postgres://h/d' }, 'needs DATABASE_URL'],
    ['a provider without a client', { COUNTERSIGN_OIDC_ISSUER: 'https://id.example' }, 'need each other'],
    [
      'a provider without TLS',
      { COUNTERSIGN_OIDC_ISSUER: 'http://id.example', COUNTERSIGN_OIDC_CLIENT_ID: 'c' },
      'must be https',
    ],
    ['a group of no role', { COUNTERSIGN_OIDC_ROLES: 'risk=boss' }, 'COUNTERSIGN_OIDC_ROLES must be pairs'],
    ['an unknown level', { LOG_LEVEL: 'loud' }, 'LOG_LEVEL must be'],
    ['a proxy that can be anybody', { TRUST_PROXY: 'true' }, 'TRUST_PROXY must be a number'],
    ['neither on nor off', { COUNTERSIGN_EXAMPLES: 'yes' }, 'COUNTERSIGN_EXAMPLES must be on, off or allow'],
    ['examples for everybody', { HOST: '0.0.0.0' }, 'COUNTERSIGN_EXAMPLES must be off'],
    [
      'examples behind a public address',
      { COUNTERSIGN_URL: 'https://a.example' },
      'COUNTERSIGN_EXAMPLES must be off',
    ],
    ['examples in a real database', { DATABASE_URL: 'postgres://h/d' }, 'COUNTERSIGN_EXAMPLES must be off'],
  ])('refuse %s in one sentence', (_name, environment, sentence) => {
    expect(() => readSettings(environment)).toThrow(SettingError);
    expect(() => readSettings(environment)).toThrow(sentence);
  });

  it('let examples be allowed on purpose', () => {
    expect(readSettings({ HOST: '0.0.0.0', COUNTERSIGN_EXAMPLES: 'allow' })).toMatchObject({
      examples: true,
      examplesAllowed: true,
    });
    expect(readSettings({ HOST: '0.0.0.0', COUNTERSIGN_EXAMPLES: 'off' })).toMatchObject({
      examples: false,
      examplesAllowed: false,
    });
  });

  it('take an address with a path, with or without a slash at its end', () => {
    const read = (COUNTERSIGN_URL: string) =>
      readSettings({ COUNTERSIGN_URL, COUNTERSIGN_EXAMPLES: 'off' }).url;
    expect(read('https://a.example/ml/portal/')).toBe('https://a.example/ml/portal');
    expect(read('https://a.example/')).toBe('https://a.example');
  });

  it('know the mail server, and encrypt what leaves the machine unless it is said otherwise', () => {
    const mail = (SMTP_URL: string, MAIL_FROM = 'Model governance <gov@bank.example>') =>
      readSettings({ SMTP_URL, MAIL_FROM }).mail;
    expect(mail('smtp://us%40er:p%3Aw@mail.bank.example')).toEqual({
      host: 'mail.bank.example',
      port: 587,
      tls: 'upgrade',
      user: 'us@er',
      password: 'p:w',
      proxy: null,
      from: { name: 'Model governance', address: 'gov@bank.example' },
    });
    expect(mail('smtps://mail.bank.example', 'gov@bank.example')).toMatchObject({
      port: 465,
      tls: 'from-start',
      from: { name: '', address: 'gov@bank.example' },
    });
    expect(mail('smtp://relay:25?tls=none')).toMatchObject({ port: 25, tls: 'none' });
    expect(mail('smtp://localhost:2525')).toMatchObject({ tls: 'none' });
    for (const [url, from] of [
      ['smtp://mail?tls=maybe', undefined],
      ['http://mail', undefined],
      ['smtp://mail', 'a@b.example, c@d.example'],
      ['smtp://mail', ''],
    ] as const)
      expect(() => mail(url, from)).toThrow(SettingError);
  });

  it('know proxies by number or address', () => {
    expect(readSettings({ TRUST_PROXY: '2' }).trustProxy).toBe(2);
    expect(readSettings({ TRUST_PROXY: '10.0.0.0/8, ::1' }).trustProxy).toEqual(['10.0.0.0/8', '::1']);
  });
});
