/** Masks what looks like a key, a token or a password in code, before it goes into a prompt. Works line by line but for PEM blocks; knows no files. */

/** What stands in place of a secret. */
const MASK = '***';
/** Combinations of kinds whose patterns are kept: most texts have one of a few dozen. */
const MOST_PATTERNS = 500;

/** Keys that are told by their looks alone, by kind. Sources: the services' own documentation of their formats. */
const TOKENS = tokenPatterns({
  aws_access_key: { marks: ['AKIA', 'ASIA'], patterns: [String.raw`\b(?:AKIA|ASIA)[A-Z0-9]{16}\b`] },
  github: {
    marks: ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_', 'github_pat_'],
    patterns: [String.raw`\bgh[pousr]_[A-Za-z0-9]{36,}\b`, String.raw`\bgithub_pat_\w{22,}\b`],
  },
  gitlab: {
    marks: ['glpat-', 'gldt-', 'glrt-', 'glptt-', 'glcbt-'],
    patterns: [String.raw`\bgl(?:pat|dt|rt|ptt|cbt)-[\w-]{20,}`],
  },
  slack: {
    marks: ['xox', 'xapp-'],
    patterns: [String.raw`\bxox[abeposr]-[\w-]{10,}`, String.raw`\bxapp-\d-[\w-]{20,}`],
  },
  slack_webhook: {
    marks: ['hooks.slack.com/services/'],
    patterns: [String.raw`\bhooks\.slack\.com\/services\/[\w/]{20,}`],
  },
  google: { marks: ['AIza'], patterns: [String.raw`\bAIza[\w-]{35}`] },
  google_oauth: {
    marks: ['ya29.', 'GOCSPX-'],
    patterns: [String.raw`\bya29\.[\w-]{20,}`, String.raw`\bGOCSPX-[\w-]{28}`],
  },
  stripe: { marks: ['k_live_', 'k_test_'], patterns: [String.raw`\b[sr]k_(?:live|test)_[A-Za-z0-9]{16,}\b`] },
  stripe_webhook: { marks: ['whsec_'], patterns: [String.raw`\bwhsec_[A-Za-z0-9+/]{24,}`] },
  openai_anthropic: { marks: ['sk-'], patterns: [String.raw`\bsk-(?=[\w-]{0,40}\d)[\w-]{32,}`] },
  hugging_face: { marks: ['hf_'], patterns: [String.raw`\bhf_[A-Za-z0-9]{30,}\b`] },
  npm: { marks: ['npm_'], patterns: [String.raw`\bnpm_[A-Za-z0-9]{36}\b`] },
  pypi: { marks: ['pypi-'], patterns: [String.raw`\bpypi-[\w-]{50,}`] },
  rubygems: { marks: ['rubygems_'], patterns: [String.raw`\brubygems_[a-f0-9]{48}\b`] },
  docker: { marks: ['dckr_'], patterns: [String.raw`\bdckr_[po]at_[\w-]{20,}`] },
  digitalocean: { marks: ['doo_v1_', 'dop_v1_', 'dor_v1_'], patterns: [String.raw`\bdo[opr]_v1_[a-f0-9]{64}\b`] },
  sendgrid: { marks: ['SG.'], patterns: [String.raw`\bSG\.[\w-]{16,}\.[\w-]{16,}`] },
  mailgun: { marks: ['key-'], patterns: [String.raw`\bkey-[a-f0-9]{32}\b`] },
  mailchimp: { marks: ['-us'], patterns: [String.raw`\b[a-f0-9]{32}-us\d{1,2}\b`] },
  facebook: { marks: ['EAACEdEose0cBA'], patterns: [String.raw`\bEAACEdEose0cBA\w+`] },
  twilio: { marks: ['SK'], patterns: [String.raw`\bSK[0-9a-f]{32}\b`] },
  telegram: { marks: [':AA'], patterns: [String.raw`\b\d{8,10}:AA[\w-]{33}(?![\w-])`] },
  discord: {
    marks: ['M', 'N', 'O'],
    patterns: [String.raw`\b[MNO][A-Za-z\d_-]{23,27}\.[\w-]{6}\.[\w-]{27,38}(?![\w-])`],
  },
  discord_webhook: {
    marks: ['/api/webhooks/'],
    patterns: [String.raw`\bdiscord(?:app)?\.com\/api\/webhooks\/\d{17,20}\/[\w-]{60,}`],
  },
  shopify: {
    marks: ['shpat_', 'shpca_', 'shppa_', 'shpss_'],
    patterns: [String.raw`\bshp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}\b`],
  },
  square: { marks: ['sq0'], patterns: [String.raw`\bsq0(?:atp|csp|idp)-[\w-]{22,43}`] },
  atlassian: { marks: ['ATATT3'], patterns: [String.raw`\bATATT3[\w=-]{60,}`] },
  linear: { marks: ['lin_'], patterns: [String.raw`\blin_(?:api|oauth)_[A-Za-z0-9]{32,}\b`] },
  new_relic: { marks: ['NRAK-'], patterns: [String.raw`\bNRAK-[A-Z0-9]{27}\b`] },
  databricks: { marks: ['dapi'], patterns: [String.raw`\bdapi[a-f0-9]{32}(?:-\d)?\b`] },
  postman: { marks: ['PMAK-'], patterns: [String.raw`\bPMAK-[a-f0-9]{24}-[a-f0-9]{34}\b`] },
  grafana: {
    marks: ['glsa_', 'glc_'],
    patterns: [String.raw`\bglsa_[A-Za-z0-9]{32}_[a-f0-9]{8}\b`, String.raw`\bglc_[A-Za-z0-9+/]{32,}`],
  },
  vault: { marks: ['hvs.', 'hvb.', 'hvr.'], patterns: [String.raw`\bhv[sbr]\.[\w-]{24,}`] },
  terraform: { marks: ['.atlasv1.'], patterns: [String.raw`\b[A-Za-z0-9]{14}\.atlasv1\.[\w-]{60,}`] },
  sentry: { marks: ['sntrys_', 'sntryu_'], patterns: [String.raw`\bsntr(?:ys|yu)_[\w+/=-]{40,}`] },
  netlify: { marks: ['nfp_'], patterns: [String.raw`\bnfp_[A-Za-z0-9]{36}\b`] },
  supabase: { marks: ['sbp_'], patterns: [String.raw`\bsbp_[a-f0-9]{40}\b`] },
  planetscale: { marks: ['pscale_'], patterns: [String.raw`\bpscale_(?:tkn|pw|oauth)_[\w.-]{32,}`] },
  doppler: { marks: ['dp.'], patterns: [String.raw`\bdp\.(?:pt|st|ct|sa)\.[\w.-]{40,}`] },
  heroku: { marks: ['HRKU-'], patterns: [String.raw`\bHRKU-[\w-]{36,}`] },
  age: { marks: ['AGE-SECRET-KEY-1'], patterns: [String.raw`\bAGE-SECRET-KEY-1[A-Z0-9]{58}\b`] },
  azure_storage: { marks: ['AccountKey='], patterns: [String.raw`\bAccountKey=[A-Za-z0-9+/]{80,}={0,2}`] },
  azure_client: { marks: ['Q~'], patterns: [String.raw`\b[A-Za-z0-9]{3}\dQ~[\w.~-]{31,34}`] },
  notion: { marks: ['ntn_'], patterns: [String.raw`\bntn_\d{11}[A-Za-z0-9]{32,38}\b`] },
  figma: { marks: ['figd_', 'figo_', 'figu_'], patterns: [String.raw`\bfig[dou]_[\w-]{38,}`] },
  groq: { marks: ['gsk_'], patterns: [String.raw`\bgsk_[A-Za-z0-9]{50,56}\b`] },
  perplexity: { marks: ['pplx-'], patterns: [String.raw`\bpplx-[A-Za-z0-9]{48,56}\b`] },
  xai: { marks: ['xai-'], patterns: [String.raw`\bxai-[A-Za-z0-9]{80}\b`] },
  firebase: { marks: [':APA91b'], patterns: [String.raw`\bAAAA[\w-]{7}:APA91b[\w-]{130,}`] },
  replicate: { marks: ['r8_'], patterns: [String.raw`\br8_[A-Za-z0-9]{37}\b`] },
  dropbox: { marks: ['sl.'], patterns: [String.raw`\bsl\.[\w-]{130,}`] },
  airtable: { marks: ['pat'], patterns: [String.raw`\bpat[A-Za-z0-9]{14}\.[a-f0-9]{64}\b`] },
  mapbox: { marks: ['sk.eyJ'], patterns: [String.raw`\bsk\.eyJ[\w-]{20,}\.[\w-]{20,}`] },
  pulumi: { marks: ['pul-'], patterns: [String.raw`\bpul-[a-f0-9]{40}\b`] },
  alibaba: { marks: ['LTAI'], patterns: [String.raw`\bLTAI[A-Za-z0-9]{16,20}\b`] },
  laravel_key: { marks: ['base64:'], patterns: [String.raw`\bbase64:[A-Za-z0-9+/]{40,}={0,2}`] },
  jwt: { marks: ['eyJ'], patterns: [String.raw`\beyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]{5,}`] },
});

interface TokenKind {
  /** Each match has one of them: where a text has none, it need not be looked through for the patterns, which takes a hundred times as long. */
  readonly marks: readonly string[];
  readonly patterns: readonly string[];
}

/** One pattern for all kinds that a text may have: it is gone through once. The names of its groups are the kinds; `undefined` where no kind is possible. */
function tokenPatterns(kinds: Readonly<Record<string, TokenKind>>): (text: string) => RegExp | undefined {
  const all = Object.entries(kinds);
  const known = new Map<string, RegExp>();
  return (text) => {
    const possible = all.filter(([, { marks }]) => marks.some((mark) => text.includes(mark)));
    if (possible.length === 0) return undefined;
    const key = possible.map(([kind]) => kind).join(' ');
    let pattern = known.get(key);
    if (pattern === undefined) {
      const source = possible.map(([kind, { patterns }]) => `(?<${kind}>${patterns.join('|')})`).join('|');
      pattern = new RegExp(source, 'gu');
      if (known.size >= MOST_PATTERNS) known.clear();
      known.set(key, pattern);
    }
    return pattern;
  };
}

/** `https://user:password@host`. */
const URL_PASSWORD = /(:\/\/[^\s:/@'"`<>]{0,100}:)([^\s@/'"`<>]{3,200})(?=@)/gu;
/** What stands for a password in such an address: `{pass}`, `$pass`, `%s`, `***`. */
const STANDS_FOR = /^(?:[$%{*([].*|[A-Z_]+|x+|pass(?:word)?|pw|secret|token)$/u;

/** What a value is called that is a secret, at the end of a name or before a suffix of one: `db_password`, `API_KEY`, `clientSecret`, `token`. */
const SECRET_NAME =
  '(?:pass(?:word|wd|phrase)|pwd|secret(?:_?key)?|(?:api|app|access|auth|private|encryption|signing|master|account)_?-?key|token|credentials?)';
/** `'password' => 's3cret…'`, `API_KEY="…"`, `secret: string = '…'`: a name that says so, and a value that is written out. */
const NAMED = new RegExp(
  String.raw`(${SECRET_NAME}\w{0,20}['"]?\]?[^\S\n]{0,20}(?::[^\S\n]?[\w?|]{1,20}[^\S\n]?=|=>|:=|[:=])[^\S\n]{0,20})(['"${'`'}])([^'"${'`'}\s]{8,500})\2`,
  'giu',
);
/** `setToken('…')`, `define('API_KEY', '…')`: what comes after may be anything, so that only long values count. */
const NAMED_CALL = new RegExp(
  String.raw`(${SECRET_NAME}\w{0,20}['"]?[^\S\n]{0,4}[(,][^\S\n]{0,4})(['"${'`'}])([^'"${'`'}\s]{16,500})\2`,
  'giu',
);
/** `DB_PASSWORD=s3cret` in a shell's way, to the end of the line. */
const NAMED_BARE = new RegExp(
  String.raw`^([^\S\n]{0,20}(?:export |ENV |ARG |- )?[A-Z0-9_]{0,40}(?:PASS(?:WORD|WD)|SECRET|API_?KEY|ACCESS_?KEY|APP_?KEY|TOKEN)[A-Z0-9_]{0,20} ?[=:] ?)([^\s'"${'`'}$<{(;,]{8,500})(?=[^\S\n]*$)`,
  'gmu',
);

/** A quoted piece that is long enough for a key of 128 bits. */
const QUOTED = /(['"`])([A-Za-z0-9+/_=-]{32,4000})\1/gu;
const HEX = /^[0-9a-f]+$/iu;
/** Names of what is no secret although it looks so: sums, ids of commits and of contents. Looked for directly before the value. */
const HARMLESS =
  /(?:hash|sum|sha\d*|md5|digest|integrity|etag|fingerprint|commit|revision|rev|ref(?:erence)?|tree|blob|uuid|guid|nonce|version|(?:\b|_)id)['"`]?\]?\W{1,8}$/iu;
/** A key of a list says what is meant; it is not what is meant. */
const IS_KEY = /^[^\S\n]*(?:=>|:(?!:))/u;
/** Bits for each character; text in a natural language and identifiers stay below. */
const LEAST_BITS = 4.2;
/** Of 4 that sixteen digits can have: `0000…` and `deadbeefdeadbeef…` stay below. */
const LEAST_HEX_BITS = 3;
/** Alphabets are even as well. */
const ORDERED = /abcdef|ABCDEF|012345/u;
/** Characters of one kind in a row, on average, in what is random: 64 characters give 2.6. */
const MOST_RUN = 5;
/** The same of letters alone: words are longer. */
const MOST_RUN_OF_LETTERS = 4;
/** Characters before and after a value that may say what it is. */
const LOOKED_BACK = 40;
const LOOKED_ON = 8;

const PEM_HEAD = '-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----';
const PEM_FOOT = '-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----';
const PEM = new RegExp(String.raw`${PEM_HEAD}[\w+/=\s\\'"${'`'}.,:;()-]{0,12000}?${PEM_FOOT}`, 'gu');
/** One whose end the text does not show. Code that only looks for such a head goes on with something else. */
const PEM_CUT = new RegExp(
  String.raw`(${PEM_HEAD})((?:(?:\n|\\n)[ \t'"]{0,20}[A-Za-z0-9+/=]{20,76}[ \t'".,+]{0,8}(?=\n|\\n|$))+)`,
  'gu',
);
/** A line in the middle of such a block, whose head the text does not show: 64 or 76 characters and nothing else. */
const PEM_LINE = /^([ \t]*['"]?)([A-Za-z0-9+/]{64}(?:[A-Za-z0-9+/]{12})?)((?:\\n)?['"]?[ \t]*[.,;+]?[ \t]*)$/gmu;

/** `Server=db;User Id=sa;Password=s3cret;` */
const PAIRS_PASSWORD = /(;[^\S\n]{0,4}(?:password|pwd)=)([^\s;'"`$%{<]{4,100})(?=[;'"`\s]|$)/giu;

/** `Authorization: Bearer …`, also as two strings. */
const AUTHORIZATION =
  /(\bauthorization['"]?\]?[^\S\n]{0,4}(?:=>|[:=,])[^\S\n]{0,4}['"]?(?:bearer|basic|token)[^\S\n])([\w.~+/-]{20,2000}={0,2})/giu;

/** Few texts have the word, and to look for it in any case with the pattern takes ten times as long. */
function authorization(text: string): RegExp | undefined {
  return text.toLowerCase().includes('authorization') ? AUTHORIZATION : undefined;
}

/** A secret in a text. UTF-16 offsets of what is secret alone: names and quotes around it are not. */
export interface Secret {
  readonly kind: string;
  readonly start: number;
  readonly end: number;
  /** It looks like a key that opens something; else it may be a stand-in or a sum as well. What is masked in passing need not be sure. */
  readonly isSure: boolean;
}

interface Rule {
  /** Else: the name of the group that has matched. */
  readonly kind?: string;
  readonly pattern: RegExp | ((text: string) => RegExp | undefined);
  /** Each match has one of them: where a text has none, it need not be looked through. */
  readonly marks?: readonly string[];
  /** Which group is the secret, behind the ones before it. Default: the whole match. */
  readonly group?: number;
  readonly isSecret?: (value: string, match: RegExpExecArray) => boolean;
  /** Default: it always is. */
  readonly isSure?: (value: string, match: RegExpExecArray) => boolean;
}

/** Shorter ones are no keys, and what people make up for tests is. */
const LEAST_SURE = 10;
/** What people call a key that is none, also in other letters: `p%40ssword`, `S3cret`. */
const MADE_UP =
  /test|example|sample|dummy|fake|mock|your|change_?me|p(?:a|@|4|%40)[s5][s5]|s[e3]cr[e3]t|hunter|foo|bar|user|x{3}|1234|abcd|token|string/iu;
/** Hosts that nobody else reaches. */
const OWN_HOST = /^@(?:localhost|127\.|0\.0\.0\.0|\[::1\]|[\w.-]*(?:example|test|invalid|local)\b)/u;
/** A name before a value that says what it is. */
const KEY_NAME =
  /(?:key|token|secret|auth|cred|passw|private|signature)\w*['"\]]{0,3}[^\S\n]{0,4}(?:=>|:=|[=:,(])[^\S\n]{0,4}$/iu;
const LEAST_PEM = 40;
/** Bits for each character of a password that nobody made up. */
const SURE_BITS = 2.8;

function isLikely(value: string): boolean {
  return value.length >= LEAST_SURE && isKeyLike(value) && !MADE_UP.test(value) && bitsOf(value) >= SURE_BITS;
}

function isLikelyInAddress(value: string, { index, 0: whole, input }: RegExpExecArray): boolean {
  return isLikely(value) && !OWN_HOST.test(input.slice(index + whole.length, index + whole.length + LOOKED_BACK));
}

const PEM_MARKS = ['-----BEGIN '];
const QUOTES = ['"', "'", '`'];
const BARE_MARKS = ['PASS', 'SECRET', 'KEY', 'TOKEN'];

/** In this order: what a rule has masked is no longer there for the next ones. */
const RULES: readonly Rule[] = [
  { kind: 'private_key', pattern: PEM, marks: PEM_MARKS, isSure: (value) => /[A-Za-z0-9+/]{40}/u.test(value) },
  { kind: 'private_key', pattern: PEM_CUT, marks: PEM_MARKS, group: 2, isSure: (value) => value.length >= LEAST_PEM },
  {
    kind: 'private_key',
    pattern: PEM_LINE,
    group: 2,
    isSecret: (_, [whole]) => isMixed(whole.trim()),
    // A public key has such lines as well.
    isSure: () => false,
  },
  { pattern: TOKENS },
  {
    kind: 'url_password',
    pattern: URL_PASSWORD,
    marks: ['://'],
    group: 2,
    isSecret: (value) => !STANDS_FOR.test(value),
    isSure: isLikelyInAddress,
  },
  {
    kind: 'connection_string',
    pattern: PAIRS_PASSWORD,
    marks: [';'],
    group: 2,
    isSecret: (value) => !STANDS_FOR.test(value),
    isSure: isLikely,
  },
  { kind: 'authorization', pattern: authorization, group: 2, isSecret: isMixed, isSure: isLikely },
  { kind: 'named', pattern: NAMED, marks: QUOTES, group: 3, isSecret: isKeyLike, isSure: isLikely },
  { kind: 'named', pattern: NAMED_CALL, marks: QUOTES, group: 3, isSecret: isKeyLike, isSure: isLikely },
  { kind: 'named', pattern: NAMED_BARE, marks: BARE_MARKS, group: 2, isSecret: isKeyLike, isSure: isLikely },
  {
    kind: 'random',
    pattern: QUOTED,
    marks: QUOTES,
    group: 2,
    isSecret: (value, { index, 0: whole, input }) => isRandom(value) && !isHarmless(input, index, index + whole.length),
    isSure: (_, { index, input }) => KEY_NAME.test(input.slice(Math.max(0, index - LOOKED_BACK), index)),
  },
];

/** `text` with every secret replaced; the very same text where there is none. */
export function maskSecrets(text: string): string {
  return RULES.reduce((masked, rule) => {
    if (!isPossible(masked, rule)) return masked;
    let [out, from] = ['', 0];
    for (const { start, end } of found(masked, rule)) {
      out += masked.slice(from, start) + MASK;
      from = end;
    }
    return from === 0 ? masked : out + masked.slice(from);
  }, text);
}

/** Every secret of `text`, in its order; none of them overlap. */
export function findSecrets(text: string): readonly Secret[] {
  const possible = RULES.filter((rule) => isPossible(text, rule));
  const all = possible.flatMap((rule) => [...found(text, rule)]).sort((a, b) => a.start - b.start || b.end - a.end);
  let end = 0;
  return all.filter((secret) => {
    if (secret.start < end) return false;
    end = secret.end;
    return true;
  });
}

function isPossible(text: string, { marks }: Rule): boolean {
  return marks === undefined || marks.some((mark) => text.includes(mark));
}

function* found(text: string, { kind, pattern, group = 0, isSecret, isSure }: Rule): Generator<Secret> {
  const found = pattern instanceof RegExp ? pattern : pattern(text);
  for (const match of found === undefined ? [] : text.matchAll(found)) {
    const value = match[group] ?? '';
    if (value === '' || isSecret?.(value, match) === false) continue;
    const start = match.index + match.slice(1, group).reduce((sum, each) => sum + (each?.length ?? 0), 0);
    yield { kind: kind ?? groupOf(match), start, end: start + value.length, isSure: isSure?.(value, match) ?? true };
  }
}

function groupOf({ groups = {} }: RegExpExecArray): string {
  return Object.keys(groups).find((name) => groups[name] !== undefined) ?? '';
}

/** Only what has digits among its letters is a key, or no shape of a name; a word, a path or a template is the name of one. */
function isKeyLike(value: string): boolean {
  const hasShape = /\d/u.test(value) ? /[A-Za-z]/u.test(value) : value.length >= LEAST_SURE && isRestless(value);
  return hasShape && !/[\\{}$\s]|:\/\/|^[./~]|\/[a-z]+\//u.test(value);
}

/** Whether nobody wrote it by hand: the bits of all kinds of characters, evenly. */
function isRandom(value: string): boolean {
  if (HEX.test(value)) return /\d/u.test(value) && /[a-f]/iu.test(value) && bitsOf(value) >= LEAST_HEX_BITS;
  return isMixed(value) && bitsOf(value) >= LEAST_BITS && !ORDERED.test(value);
}

/** Whether it has capitals, small letters and digits, and changes among them as no name does. */
function isMixed(value: string): boolean {
  return isCapitalised(value) && /\d/u.test(value) && changesIn(value) * MOST_RUN >= value.length;
}

/** Whether capitals and small letters change more often than words begin. */
function isRestless(value: string): boolean {
  return isCapitalised(value) && changesIn(value) * MOST_RUN_OF_LETTERS >= value.length;
}

function isCapitalised(value: string): boolean {
  return /[a-z]/u.test(value) && /[A-Z]/u.test(value);
}

function changesIn(value: string): number {
  return value.match(/[a-z](?=[A-Z\d])|[A-Z](?=[\d]|[A-Z][a-z])|\d(?=[A-Za-z])/gu)?.length ?? 0;
}

/** Shannon's entropy of the characters, in bits for each. */
function bitsOf(value: string): number {
  const counts = new Map<string, number>();
  for (const character of value) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / value.length) * Math.log2(count / value.length);
  return bits;
}

/** Whether the line says around a value that it is a sum, an id, or a key of a list. @param from, to UTF-16 offsets of the value with its quotes */
function isHarmless(text: string, from: number, to: number): boolean {
  const line = text.slice(Math.max(text.lastIndexOf('\n', from - 1) + 1, from - LOOKED_BACK), from);
  return HARMLESS.test(line) || IS_KEY.test(text.slice(to, to + LOOKED_ON));
}
