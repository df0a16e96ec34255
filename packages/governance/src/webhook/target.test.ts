import { describe, expect, it } from 'vitest';
import { codeOf } from '../../test/code-of.ts';
import { isHostNamed, parseTarget, reachOf } from './target.ts';

describe('an address that a webhook could have', () => {
  it.each([
    ['93.184.215.14', 'open'],
    ['2606:2800:21f:cb07:6820:80da:af6b:8b2c', 'open'],
    ['10.1.2.3', 'internal'],
    ['172.31.255.255', 'internal'],
    ['192.168.0.1', 'internal'],
    ['127.0.0.1', 'internal'],
    ['::1', 'internal'],
    ['fd12:3456::1', 'internal'],
    ['100.64.0.1', 'internal'],
    ['::ffff:10.0.0.1', 'internal'],
    ['169.254.169.254', 'never'],
    ['::ffff:169.254.169.254', 'never'],
    ['fe80::1', 'never'],
    ['fd00:ec2::254', 'never'],
    ['100.100.100.200', 'never'],
    ['0.0.0.0', 'never'],
    ['::', 'never'],
    ['224.0.0.1', 'never'],
    ['255.255.255.255', 'never'],
    ['64:ff9b::a00:1', 'never'],
    ['2002:a00:1::', 'never'],
    ['192.0.2.1', 'never'],
    ['not an address', 'never'],
  ])('%s is reached: %s', (address, reach) => expect(reachOf(address)).toBe(reach));

  it.each([
    'ftp://hooks.example.org/',
    'file:///etc/passwd',
    'https://user:secret@hooks.example.org/',
    'https://hooks.example.org/#part',
    'hooks.example.org',
    'javascript:alert(1)',
    '',
  ])('is refused: %j', async (text) => {
    expect(await codeOf(Promise.resolve().then(() => parseTarget(text)))).toBe('BAD_INPUT');
  });

  it('is read as browsers read it, so that odd spellings of an address hide nothing', () => {
    for (const text of ['http://2130706433/', 'http://0x7f.1/', 'http://127.1/', 'http://①②⑦.0.0.1/'])
      expect(parseTarget(text).hostname).toBe('127.0.0.1');
  });

  it.each([
    ['hooks.bank.example', 'hooks.bank.example', true],
    ['hooks.bank.example', 'evil-hooks.bank.example', false],
    ['*.bank.example', 'hooks.bank.example', true],
    ['*.bank.example', 'a.b.bank.example', true],
    ['*.bank.example', 'bank.example', false],
    ['*.bank.example', 'evilbank.example', false],
  ])('%s names %s: %s', (pattern, host, is) => expect(isHostNamed(pattern, host)).toBe(is));
});
