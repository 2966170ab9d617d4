import { describe, expect, it } from 'vitest';
import { findSecrets, maskSecrets } from '../../src/text/secrets.ts';

/** Written in pieces: nobody who scans this repository shall find keys in it. */
const mixed = (length: number): string => 'q7ZkR2mX9bT4vLc8WpN1sYh6JdG3fKe5AuQoBiVtrEnM0x'.repeat(4).slice(0, length);
const hex = (length: number): string => '9f3c7a1e5b8d02464ac8e1f7b3d95062'.repeat(4).slice(0, length);
const capitals = (length: number): string => 'Z7QX2N4PK9LM5RT8VW3JB6HD'.repeat(3).slice(0, length);

const PLANTED: readonly (readonly [kind: string, code: string])[] = [
  ['aws_access_key', `$k = 'AK${'IA'}${capitals(16)}';`],
  [
    'private_key',
    `$k = "-----BEGIN RSA PRIV${'ATE'} KEY-----\n${mixed(64)}\n${mixed(40)}\n-----END RSA PRIVATE KEY-----";`,
  ],
  ['github', `'gh${'p_'}${mixed(36)}'`],
  ['github', `'github_${'pat_'}${mixed(22)}_${mixed(59)}'`],
  ['gitlab', `'gl${'pat-'}${mixed(20)}'`],
  ['slack', `'xo${'xb-'}123456789012-${mixed(24)}'`],
  ['slack_webhook', `'https://hooks.slack${'.com'}/services/T${capitals(8)}/B${capitals(8)}/${mixed(24)}'`],
  ['google', `'AI${'za'}${mixed(35)}'`],
  ['google_oauth', `'GOC${'SPX-'}${mixed(28)}'`],
  ['stripe', `'sk_${'live_'}${mixed(24)}'`],
  ['openai_anthropic', `'sk-${'ant-'}api03-${mixed(80)}'`],
  ['hugging_face', `'h${'f_'}${mixed(34)}'`],
  ['npm', `'np${'m_'}${mixed(36)}'`],
  ['pypi', `'py${'pi-'}AgEIcHlwaS5vcmc${mixed(60)}'`],
  ['docker', `'dckr_${'pat_'}${mixed(27)}'`],
  ['digitalocean', `'dop_${'v1_'}${hex(64)}'`],
  ['sendgrid', `'S${'G.'}${mixed(22)}.${mixed(43)}'`],
  ['mailgun', `'ke${'y-'}${hex(32)}'`],
  ['mailchimp', `'${hex(32)}-us${'12'}'`],
  ['twilio', `'S${'K'}${hex(32)}'`],
  ['telegram', `'1234567890:A${'A'}${mixed(33)}'`],
  ['discord', `'M${mixed(25)}.${mixed(6)}.${mixed(38)}'`],
  ['shopify', `'shp${'at_'}${hex(32)}'`],
  ['square', `'sq0${'atp-'}${mixed(22)}'`],
  ['atlassian', `'ATA${'TT3'}${mixed(120)}'`],
  ['linear', `'lin_${'api_'}${mixed(40)}'`],
  ['new_relic', `'NR${'AK-'}${capitals(27)}'`],
  ['databricks', `'da${'pi'}${hex(32)}'`],
  ['grafana', `'gl${'sa_'}${mixed(32)}_${hex(8)}'`],
  ['vault', `'hv${'s.'}${mixed(60)}'`],
  ['azure_storage', `'AccountName=shop;Account${'Key='}${mixed(86)}=='`],
  ['jwt', `'ey${'J'}hbGciOiJIUzI1NiJ9.${mixed(30)}.${mixed(43)}'`],
  ['url_password', `'postgres://app:${mixed(14)}@db.prod.internal:5432/main'`],
  ['url_password', `'redis://:${mixed(14)}@cache.prod.internal:6379'`],
  ['connection_string', `"Server=db;User Id=sa;Password=${mixed(14)};"`],
  ['authorization', `'Authorization: Bearer ${mixed(40)}'`],
  ['named', `$dbPassword = '${mixed(16)}';`],
  ['named', `'client_secret' => '${mixed(24)}',`],
];

describe('findSecrets', () => {
  it.each(PLANTED)('finds a %s and is sure of it: %s', (kind, code) => {
    const text = `<?php\n\nfunction f() {\n    return ${code};\n}\n`;
    const found = findSecrets(text);
    expect(found.filter(({ isSure }) => isSure).map((secret) => secret.kind)).toContain(kind);
    // What the exporter finds is what the editor masks.
    for (const { start, end } of found) expect(maskSecrets(text)).not.toContain(text.slice(start, end));
  });

  it('knows at least 25 kinds', () => {
    expect(new Set(PLANTED.map(([kind]) => kind)).size).toBeGreaterThanOrEqual(25);
  });

  it.each([
    ['a made-up password', "['password' => 'secret123', 'password_confirmation' => 'secret123']"],
    ['a word in an address', "$url = 'https://user:changeme1@elastic.example.org/';"],
    ['a password of this machine', "$url = 'mysql://app:Zq7kR2mX9b@127.0.0.1/app';"],
    ['a sum', `$this->assertSame('${hex(40)}', $file->checked());`],
    ['a commit', `'v1.0.0' => '${hex(40)}',`],
    ['a public key', `$key = "-----BEGIN PUBLIC KEY-----\n${mixed(64)}\n-----END PUBLIC KEY-----";`],
    ['a name of a thing', "protected string $tokenName = 'csrf_token_value2';"],
    ['plain code', 'return $this->authenticate($token, $password) ?: $this->secret;'],
  ])('is not sure of %s', (_, code) => {
    expect(findSecrets(`<?php\n${code}\n`).filter(({ isSure }) => isSure)).toEqual([]);
  });

  it('tells where each one stands, none over another', () => {
    const text = PLANTED.map(([, code]) => code).join('\n');
    let end = 0;
    for (const secret of findSecrets(text)) {
      expect(secret.start).toBeGreaterThanOrEqual(end);
      expect(secret.end).toBeGreaterThan(secret.start);
      end = secret.end;
    }
  });
});
