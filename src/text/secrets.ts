/** Masks what looks like a key, a token or a password in code, before it goes into a prompt. Works line by line but for PEM blocks; knows no files. */

/** What stands in place of a secret. */
const MASK = '***';

/** Keys that are told by their looks alone. Sources: the services' own documentation of their formats. */
const TOKENS = new RegExp(
  [
    String.raw`\b(?:AKIA|ASIA)[A-Z0-9]{16}\b`, // AWS
    String.raw`\bgh[pousr]_[A-Za-z0-9]{36,}\b`, // GitHub
    String.raw`\bgithub_pat_\w{22,}\b`,
    String.raw`\bgl(?:pat|dt|rt|ptt|cbt)-[\w-]{20,}`, // GitLab
    String.raw`\bxox[abeposr]-[\w-]{10,}`, // Slack
    String.raw`\bhooks\.slack\.com\/services\/[\w/]{20,}`,
    String.raw`\bAIza[\w-]{35}`, // Google
    String.raw`\bya29\.[\w-]{20,}`,
    String.raw`\b[sr]k_(?:live|test)_[A-Za-z0-9]{16,}\b`, // Stripe
    String.raw`\bwhsec_[A-Za-z0-9+/]{24,}`,
    String.raw`\bsk-(?=[\w-]{0,40}\d)[\w-]{32,}`, // OpenAI, Anthropic
    String.raw`\bhf_[A-Za-z0-9]{30,}\b`, // Hugging Face
    String.raw`\bnpm_[A-Za-z0-9]{36}\b`,
    String.raw`\bpypi-[\w-]{50,}`,
    String.raw`\bdop_v1_[a-f0-9]{64}\b`, // DigitalOcean
    String.raw`\bSG\.[\w-]{16,}\.[\w-]{16,}`, // SendGrid
    String.raw`\bkey-[a-f0-9]{32}\b`, // Mailgun
    String.raw`\bEAACEdEose0cBA\w+`, // Facebook
    String.raw`\bbase64:[A-Za-z0-9+/]{40,}={0,2}`, // Laravel's APP_KEY
    String.raw`\beyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]{5,}`, // JWT
  ].join('|'),
  'gu',
);

/** `https://user:password@host`. */
const URL_PASSWORD = /(:\/\/[^\s:/@'"`<>]{1,100}:)([^\s@/'"`<>]{3,200})(?=@)/gu;
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
/** Characters before and after a value that may say what it is. */
const LOOKED_BACK = 40;
const LOOKED_ON = 8;

const PEM_HEAD = '-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----';
const PEM_FOOT = '-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----';
const PEM = new RegExp(String.raw`${PEM_HEAD}[\w+/=\s\\'"${'`'}.,:;()-]{0,12000}?${PEM_FOOT}`, 'gu');
/** One whose end the text does not show. Code that only looks for such a head goes on with something else. */
const PEM_CUT = new RegExp(
  String.raw`(${PEM_HEAD})(?:(?:\n|\\n)[ \t'"]{0,20}[A-Za-z0-9+/=]{20,76}[ \t'".,+]{0,8}(?=\n|\\n|$))+`,
  'gu',
);
/** A line in the middle of such a block, whose head the text does not show: 64 or 76 characters and nothing else. */
const PEM_LINE = /^([ \t]*['"]?)[A-Za-z0-9+/]{64}(?:[A-Za-z0-9+/]{12})?((?:\\n)?['"]?[ \t]*[.,;+]?[ \t]*)$/gmu;

/** `text` with every secret replaced; the very same text where there is none. */
export function maskSecrets(text: string): string {
  return text
    .replace(PEM, MASK)
    .replace(PEM_CUT, `$1${MASK}`)
    .replace(PEM_LINE, (whole, front: string, rest: string) => (isMixed(whole.trim()) ? front + MASK + rest : whole))
    .replace(TOKENS, MASK)
    .replace(URL_PASSWORD, (whole, front: string, password: string) =>
      STANDS_FOR.test(password) ? whole : front + MASK,
    )
    .replace(NAMED, (whole, front: string, quote: string, value: string) =>
      isKeyLike(value) ? front + quote + MASK + quote : whole,
    )
    .replace(NAMED_CALL, (whole, front: string, quote: string, value: string) =>
      isKeyLike(value) ? front + quote + MASK + quote : whole,
    )
    .replace(NAMED_BARE, (whole, front: string, value: string) => (isKeyLike(value) ? front + MASK : whole))
    .replace(QUOTED, (whole, quote: string, value: string, offset: number, all: string) =>
      isRandom(value) && !isHarmless(all, offset, offset + whole.length) ? quote + MASK + quote : whole,
    );
}

/** Only what has digits among its letters is a key; a word, a path or a template is the name of one. */
function isKeyLike(value: string): boolean {
  return /\d/u.test(value) && /[A-Za-z]/u.test(value) && !/[\\{}$\s]|:\/\/|^[./~]|\/[a-z]+\//u.test(value);
}

/** Whether nobody wrote it by hand: the bits of all kinds of characters, evenly. */
function isRandom(value: string): boolean {
  if (HEX.test(value)) return /\d/u.test(value) && /[a-f]/iu.test(value) && bitsOf(value) >= LEAST_HEX_BITS;
  return isMixed(value) && bitsOf(value) >= LEAST_BITS && !ORDERED.test(value);
}

/** Whether it has capitals, small letters and digits, and changes among them as no name does. */
function isMixed(value: string): boolean {
  const changes = value.match(/[a-z](?=[A-Z\d])|[A-Z](?=[\d]|[A-Z][a-z])|\d(?=[A-Za-z])/gu)?.length ?? 0;
  return /[a-z]/u.test(value) && /[A-Z]/u.test(value) && /\d/u.test(value) && changes * MOST_RUN >= value.length;
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
