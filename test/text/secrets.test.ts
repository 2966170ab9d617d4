import { describe, expect, it } from 'vitest';
import { maskSecrets } from '../../src/text/secrets.ts';

describe('secrets', () => {
  it.each([
    ["$key = 'AKIAIOSFODNN7EXAMPLE';", "$key = '***';"],
    [`token: ghp_${'a1'.repeat(18)}`, 'token: ***'],
    ["'password' => 'hunter2-hunter2'", "'password' => '***'"],
    ['API_KEY="9f8e7d6c5b4a"', 'API_KEY="***"'],
    ['postgres://me:s3cretpass@db/x', 'postgres://me:***@db/x'],
    ['-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----', '***'],
  ])('are masked: %s', (text, want) => {
    expect(maskSecrets(text)).toBe(want);
  });

  it.each([
    ["$password = $request->input('password');"],
    ["'password' => 'required'"],
    ["'password' => ['required', 'min:8']"],
    ["'secret' => env('APP_SECRET')"],
    ["'api_key' => '/path/to/key1'"],
    ['https://example.com:8080/path'],
    ["const TOKEN = 'token';"],
  ])('are not seen in honest code: %s', (text) => {
    expect(maskSecrets(text)).toBe(text);
  });
});
