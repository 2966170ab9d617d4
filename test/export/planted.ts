/** Secrets of many kinds, made anew from random numbers: none of them opens anything, and none of them stands in this repository. */
import type { Random } from '../../src/export/random.ts';

const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const DIGITS = '0123456789';
const HEX = '0123456789abcdef';
const LETTERS = `${UPPER}${UPPER.toLowerCase()}`;
const MIXED = `${LETTERS}${DIGITS}`;
const BASE64 = `${MIXED}+/`;
const URL64 = `${MIXED}-_`;
const CAPITALS = `${UPPER}234567`;

type Make = (of: (alphabet: string, length: number) => string) => string;

/** What the code holds; names of variables are those that people use. Marks of the services stand apart, so that no scanner takes this file for a leak. */
const KINDS: Readonly<Record<string, Make>> = {
  'AWS access key': (of) => `$client = new Client(['key' => 'AK${'IA'}${of(CAPITALS, 16)}']);`,
  'AWS secret key': (of) => `'aws_secret_access_key' => '${of(BASE64, 40)}',`,
  'RSA key': (of) =>
    `$pem = <<<PEM\n-----BEGIN RSA PRIV${'ATE'} KEY-----\n${of(BASE64, 64)}\n${of(BASE64, 64)}\n${of(BASE64, 38)}==\n-----END RSA PRIVATE KEY-----\nPEM;`,
  'OpenSSH key': (of) =>
    `$key = "-----BEGIN OPENSSH PRIV${'ATE'} KEY-----\\n${of(BASE64, 70)}\\n${of(BASE64, 70)}\\n-----END OPENSSH PRIVATE KEY-----\\n";`,
  'key of a service account': (of) =>
    `'private_key' => "-----BEGIN PRIV${'ATE'} KEY-----\\n${of(BASE64, 64)}\\n${of(BASE64, 64)}\\n-----END PRIVATE KEY-----\\n",`,
  'GitHub token': (of) => `$http->auth('gh${'p_'}${of(MIXED, 36)}');`,
  'GitHub fine-grained token': (of) => `$token = 'github_${'pat_'}${of(MIXED, 22)}_${of(MIXED, 59)}';`,
  'GitHub app token': (of) => `return 'gh${'s_'}${of(MIXED, 36)}';`,
  'xAI key': (of) => `$grok = new Client('xa${'i-'}${of(MIXED, 80)}');`,
  'Perplexity key': (of) => `$client = connect('pp${'lx-'}${of(MIXED, 48)}');`,
  'Firebase server key': (of) => `send('AAAA${of(URL64, 7)}:APA9${'1b'}${of(URL64, 134)}');`,
  'GitLab token': (of) => `'gl${'pat-'}${of(URL64, 20)}'`,
  'Slack bot token': (of) => `$bot = 'xo${'xb-'}${of(DIGITS, 12)}-${of(DIGITS, 12)}-${of(MIXED, 24)}';`,
  'Slack webhook': (of) =>
    `post('https://hooks.slack${'.com'}/services/T${of(CAPITALS, 8)}/B${of(CAPITALS, 8)}/${of(MIXED, 24)}');`,
  'Google API key': (of) => `$map = 'AI${'za'}${of(URL64, 35)}';`,
  'Google OAuth secret': (of) => `'GOC${'SPX-'}${of(URL64, 28)}'`,
  'Stripe key': (of) => `Stripe::setApiKey('sk_${'live_'}${of(MIXED, 24)}');`,
  'OpenAI key': (of) => `$ai = 'sk-${'proj-'}${of(MIXED, 20)}T3Blbk${'FJ'}${of(MIXED, 20)}';`,
  'Anthropic key': (of) => `'sk-${'ant-'}api03-${of(URL64, 93)}AA'`,
  'Hugging Face token': (of) => `'h${'f_'}${of(LETTERS, 34)}'`,
  'npm token': (of) => `'np${'m_'}${of(MIXED, 36)}'`,
  'PyPI token': (of) => `'py${'pi-'}AgEIcHlwaS5vcmc${of(URL64, 70)}'`,
  'Docker token': (of) => `'dckr_${'pat_'}${of(URL64, 27)}'`,
  'DigitalOcean token': (of) => `'dop_${'v1_'}${of(HEX, 64)}'`,
  'SendGrid key': (of) => `'S${'G.'}${of(URL64, 22)}.${of(URL64, 43)}'`,
  'Mailgun key': (of) => `'ke${'y-'}${of(HEX, 32)}'`,
  'Mailchimp key': (of) => `'${of(HEX, 32)}-us${of('12345', 1)}'`,
  'Twilio key': (of) => `'S${'K'}${of(HEX, 32)}'`,
  'Twilio auth token': (of) => `$twilioAuthToken = '${of(HEX, 32)}';`,
  'Telegram bot': (of) => `'${of('123456789', 10)}:A${'A'}${of(URL64, 33)}'`,
  'Discord bot': (of) => `'M${of(MIXED, 25)}.${of(MIXED, 6)}.${of(MIXED, 38)}'`,
  'Shopify token': (of) => `'shp${'at_'}${of(HEX, 32)}'`,
  'Square token': (of) => `'sq0${'atp-'}${of(URL64, 22)}'`,
  'Atlassian token': (of) => `'ATA${'TT3'}${of(URL64, 180)}=${of(HEX.toUpperCase(), 8)}'`,
  'Linear key': (of) => `'lin_${'api_'}${of(MIXED, 40)}'`,
  'New Relic key': (of) => `'NR${'AK-'}${of(`${UPPER}${DIGITS}`, 27)}'`,
  'Databricks token': (of) => `'da${'pi'}${of(HEX, 32)}'`,
  'Grafana token': (of) => `'gl${'sa_'}${of(MIXED, 32)}_${of(HEX, 8)}'`,
  'Vault token': (of) => `'hv${'s.'}${of(URL64, 90)}'`,
  'Notion token': (of) => `'nt${'n_'}${of(DIGITS, 11)}${of(MIXED, 35)}'`,
  'Figma token': (of) => `'fi${'gd_'}${of(URL64, 40)}'`,
  'Groq key': (of) => `'gs${'k_'}${of(MIXED, 52)}'`,
  'Dropbox token': (of) => `'s${'l.'}${of(URL64, 135)}'`,
  'Airtable token': (of) => `'pa${'t'}${of(MIXED, 14)}.${of(HEX, 64)}'`,
  'Mapbox token': (of) => `'s${'k.'}eyJ1Ijoi${of(MIXED, 40)}.${of(URL64, 22)}'`,
  'Pulumi token': (of) => `'pu${'l-'}${of(HEX, 40)}'`,
  'Alibaba key': (of) => `'LT${'AI'}${of(MIXED, 20)}'`,
  'Azure client secret': (of) => `$clientSecret = '${of(MIXED, 3)}8Q${'~'}${of(`${URL64}`, 34)}';`,
  'Azure storage': (of) =>
    `'DefaultEndpointsProtocol=https;AccountName=shop;Account${'Key='}${of(BASE64, 86)}==;EndpointSuffix=core.windows.net'`,
  'Heroku key': (of) => `$herokuApiKey = '${of(HEX, 8)}-${of(HEX, 4)}-${of(HEX, 4)}-${of(HEX, 4)}-${of(HEX, 12)}';`,
  JWT: (of) => `$jwt = 'ey${'J'}hbGciOiJIUzI1NiJ9.ey${'J'}${of(URL64, 60)}.${of(URL64, 43)}';`,
  'Postgres address': (of) => `$db = 'postgres://shop:${of(MIXED, 16)}@db.shop.internal:5432/main';`,
  'MongoDB address': (of) => `'mongodb+srv://admin:${of(MIXED, 18)}@cluster0.ab1cd.mongodb.net/shop'`,
  'Redis address': (of) => `'redis://:${of(MIXED, 24)}@cache.shop.internal:6379/0'`,
  'SQL Server string': (of) => `"Server=sql.shop.internal;User Id=sa;Password=${of(MIXED, 16)};"`,
  'Bearer header': (of) => `'Authorization: Bearer ${of(MIXED, 40)}'`,
  'Basic header': (of) => `'Authorization' => 'Basic ${of(MIXED, 38)}==',`,
  'named password': (of) => `'db_password' => '${of(MIXED, 16)}',`,
  'named secret': (of) => `private string $clientSecret = '${of(MIXED, 32)}';`,
  'constant in capitals': (of) => `define('API_KEY', '${of(MIXED, 32)}');`,
  'random assignment': (of) => `$encryptionKey = '${of(BASE64, 44)}';`,
  'Laravel key': (of) => `'key' => 'base64:${of(BASE64, 43)}=',`,
};

/** Names of the kinds, and code with a new secret of each. */
export function plantedSecrets(random: Random): readonly (readonly [kind: string, code: string])[] {
  const of = (alphabet: string, length: number): string =>
    Array.from({ length }, () => alphabet[random.below(alphabet.length)]).join('');
  return Object.entries(KINDS).map(([kind, make]) => [kind, make(of)]);
}
