import { describe, expect, it } from 'vitest';
import { resolveOllamaUrl } from '../../src/model/ollama-url.ts';
import { isLoopback } from '../../src/model/server-url.ts';

describe('resolveOllamaUrl', () => {
  it.each([
    ['', undefined, 'http://127.0.0.1:11434'],
    ['', '', 'http://127.0.0.1:11434'],
    ['', ':11435', 'http://127.0.0.1:11435'],
    ['', '0.0.0.0', 'http://127.0.0.1:11434'],
    ['', '0.0.0.0:8080', 'http://127.0.0.1:8080'],
    ['', 'http://0.0.0.0:8080', 'http://127.0.0.1:8080'],
    ['', '127.0.0.1:8080', 'http://127.0.0.1:8080'],
    ['', 'localhost', 'http://localhost:11434'],
    ['', '"localhost:1234"', 'http://localhost:1234'],
    ['', ' 127.0.0.1 ', 'http://127.0.0.1:11434'],
    ['', '::1', 'http://[::1]:11434'],
    ['', '[::1]:8080', 'http://[::1]:8080'],
    ['', '[::1]', 'http://[::1]:11434'],
    ['', '::', 'http://[::1]:11434'],
    ['', '[::]:8080', 'http://[::1]:8080'],
    ['', 'http://localhost', 'http://localhost'],
    ['', 'https://localhost', 'https://localhost'],
    ['', 'localhost/ollama/', 'http://localhost:11434/ollama'],
    ['', 'localhost:80/ollama', 'http://localhost/ollama'],
    ['http://127.0.0.1:9999/', 'localhost:1', 'http://127.0.0.1:9999'],
    ['http://127.0.0.1:9999/api-proxy/?a#b', undefined, 'http://127.0.0.1:9999/api-proxy'],
    ['http://me:secret@localhost:8080', undefined, 'http://me:secret@localhost:8080'],
  ])('option %j and OLLAMA_HOST %j: %s', (option, host, url) => {
    expect(resolveOllamaUrl({ option, env: { OLLAMA_HOST: host } })).toBe(url);
  });

  it.each(['http://', 'ftp://localhost', 'http://local host', 'localhost:99999', 'file:///etc/passwd'])(
    'refuses %j',
    (option) => {
      expect(() => resolveOllamaUrl({ option, env: {} })).toThrow(expect.objectContaining({ code: 'config' }));
    },
  );

  it.each([
    'http://192.168.1.5:11434',
    'gpu-box',
    'http://127.0.0.1.example.org',
    'http://localhost.example.org',
    'http://127.0.0.1@example.org',
  ])('asks before code leaves the machine: %s', (url) => {
    expect(() => resolveOllamaUrl({ option: url, env: {} })).toThrow(
      expect.objectContaining({ code: 'remote-forbidden' }),
    );
    expect(() => resolveOllamaUrl({ option: '', env: { OLLAMA_HOST: url } })).toThrow(
      expect.objectContaining({ code: 'remote-forbidden', what: expect.stringContaining('OLLAMA_HOST') }),
    );
    expect(resolveOllamaUrl({ option: url, env: {}, allowRemote: true })).toContain('http://');
  });

  it('does not show a password in its message', () => {
    expect(() => resolveOllamaUrl({ option: 'http://me:secret@example.org', env: {} })).toThrow(
      expect.objectContaining({ what: expect.not.stringContaining('secret') }),
    );
  });
});

describe('isLoopback', () => {
  it.each([
    ['http://127.0.0.1:1', true],
    ['http://127.1.2.3', true],
    ['http://localhost', true],
    ['http://LOCALHOST.', true],
    ['http://a.localhost', true],
    ['http://[::1]', true],
    ['http://[::ffff:127.0.0.1]', true],
    ['http://[::ffff:127.9.9.9]', true],
    ['http://[::ffff:10.0.0.1]', false],
    ['http://128.0.0.1', false],
    ['http://10.0.0.1', false],
    ['http://notlocalhost', false],
    ['nonsense', false],
  ])('%s: %s', (url, want) => {
    expect(isLoopback(url)).toBe(want);
  });
});
