import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskSecrets } from '../../src/text/secrets.ts';

// Put together here, so that no scanner takes this file for a leak.
const GITHUB = `ghp_${'a1'.repeat(18)}`;
const JWT = ['eyJhbGciOiJIUzI1NiJ9', 'eyJzdWIiOiIxMjM0NTY3ODkwIn0', 'dozjgNryP4J3jVmNHl0w5N'].join('.');
const BASE64 = 'Zk3vQ8xN1bLr7WmT0yHs5KcJ2pEaUgD9';
const HEX = '9f8e7d6c5b4a39281706f5e4d3c2b1a0';
const PEM_LINE = `MIIEpAIBAAKCAQEA${'k3Vq9ZxL'.repeat(6)}`;
const HEAD = '-----BEGIN RSA PRIVATE KEY-----';
const FOOT = '-----END RSA PRIVATE KEY-----';

describe('secrets', () => {
  it.each([
    ['AWS', "$key = 'AKIAIOSFODNN7EXAMPLE';", "$key = '***';"],
    ['GitHub', `token: ${GITHUB}`, 'token: ***'],
    ['GitHub, fine-grained', `x github_pat_${'11AB'.repeat(8)} y`, 'x *** y'],
    ['GitLab', `glpat-${'x9'.repeat(10)}`, '***'],
    ['Slack', `send(xoxb-${'123456789-'.repeat(2)}abc)`, 'send(***)'],
    ['a hook of Slack', `https://hooks.slack.com/services/T0000000/B0000000/${'x1'.repeat(12)}`, 'https://***'],
    ['Google', `?key=AIza${'Sy7'.repeat(11)}ab`, '?key=***'],
    ['Stripe', `stripe('sk_live_${'4eC39H'.repeat(4)}')`, "stripe('***')"],
    ['OpenAI', `sk-proj-${'aB3'.repeat(12)}`, '***'],
    ['JWT', `Bearer ${JWT}`, 'Bearer ***'],
    ['Laravel', `app.key base64:${BASE64}${BASE64}=`, 'app.key ***'],
    ['a password in an array', "'password' => 'hunter2-hunter2'", "'password' => '***'"],
    ['a constant', 'API_KEY="9f8e7d6c5b4a"', 'API_KEY="***"'],
    ['define()', `define('AUTH_KEY', 'put1your2phrase3')`, `define('AUTH_KEY', '***')`],
    ['a typed field', "private clientSecret: string = 's3cr3t-v4lue'", "private clientSecret: string = '***'"],
    ['an object', '{ apiKey: "k3y-of-1234" }', '{ apiKey: "***" }'],
    ['a setter', "->setToken('abcd1234efgh5678')", "->setToken('***')"],
    ['a shell', 'export DB_PASSWORD=pa55word!', 'export DB_PASSWORD=***'],
    ['an address', 'postgres://me:s3cretpass@db/x', 'postgres://me:***@db/x'],
    ['random base64', `$salt = '${BASE64}';`, "$salt = '***';"],
    ['random hex', `'app_id_key' => "${HEX}"`, `'app_id_key' => "***"`],
    ['a key in a block', `a\n${HEAD}\nMIIE\n${FOOT}\nb`, 'a\n***\nb'],
    ['a key in a string', `"${HEAD}\\n${PEM_LINE}\\n${FOOT}\\n"`, '"***\\n"'],
    ['the start of a block', `${HEAD}\n${PEM_LINE}\n${PEM_LINE}`, `${HEAD}***`],
    ['the middle of a block', `${PEM_LINE}\n${PEM_LINE}`, '***\n***'],
  ])('are masked: %s', (_, text, want) => {
    expect(maskSecrets(text)).toBe(want);
  });

  it.each([
    ["$password = $request->input('password');"],
    ["'password' => 'required'"],
    ["'password' => ['required', 'min:8']"],
    ["'secret' => env('APP_SECRET')"],
    ["'api_key' => '/path/to/key1'"],
    ["'password' => 'App\\Rules\\Password1'"],
    ["createHandler('myToken', 'channel1', 'Monolog')"],
    ['https://example.com:8080/path'],
    ["'smtp://user:{$password}@host'"],
    ["'https://user:MY_TOKEN@host'"],
    ["'{^(?:composer|origin)\\s+https?://(.+):(.+)@([^/]+)}im'"],
    ["const TOKEN = 'token';"],
    [`"integrity": "sha512-${BASE64}${BASE64}=="`],
    [`'reference' => '${HEX}a1b2c3d4'`],
    [`"content-hash": "${HEX}",`],
    [`'client_id' => '${HEX}'`],
    ["'sk-this-is-a-rather-long-name-of-a-class'"],
    [`'${HEX}' => $baseDir . '/foo.php',`],
    ["'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'"],
    ["use function 'Illuminate/Foundation/Testing/Concerns/InteractsWithDatabase2'"],
    ["'this_is_the_name_of_an_option_with_many_words_2'"],
    ["'00000000000000000000000000000000'"],
    [`if (str_contains($text, '${HEAD}')) {\n    return $this->parse($text);\n}`],
  ])('are not seen in honest code: %s', (text) => {
    expect(maskSecrets(text)).toBe(text);
  });

  const line = fc.oneof(
    fc.string({ maxLength: 40 }).map((text) => text.replaceAll('\n', '')),
    fc.constantFrom(
      `x = '${BASE64}'`,
      `t ${GITHUB}`,
      "'password' => 'hunter2-hunter2'",
      'API_KEY=abcd1234',
      '://a:b1c2@',
    ),
  );

  it('are masked line by line, and once for all', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 8 }), (lines) => {
        const masked = maskSecrets(lines.join('\n'));
        expect(masked).toBe(lines.map(maskSecrets).join('\n'));
        expect(maskSecrets(masked)).toBe(masked);
      }),
    );
  });
});
