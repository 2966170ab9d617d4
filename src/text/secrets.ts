/** Masks what looks like a key, a token or a password in code, before it goes into a prompt. Works line by line; knows no files. */

/** What stands in place of a secret. */
const MASK = '***';

/** Keys that are told by their looks alone. Sources: the services' own documentation of their formats. */
const TOKENS =
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b|\bgh[pousr]_[A-Za-z0-9]{36,}\b|\bgithub_pat_\w{22,}\b|\bglpat-[\w-]{20,}|\bxox[abposr]-[\w-]{10,}|\bAIza[\w-]{35}\b|\b[sr]k_live_[A-Za-z0-9]{16,}\b|\bsk-[A-Za-z0-9_-]{32,}|\bnpm_[A-Za-z0-9]{36}\b|\bSG\.[\w-]{16,}\.[\w-]{16,}|\beyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]{5,}/gu;
/** `https://user:password@host`. */
const URL_PASSWORD = /(\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@'"]+:)([^\s@/'"]{3,})(?=@)/giu;
/** `'password' => 's3cret…'`, `API_KEY="…"`: a name that says so, and a value that is written out. */
const NAMED =
  /((?:password|passwd|secret|api_?key|access_?key|auth_?token|private_?key|client_?secret)\w*['"]?\s*(?:=>|[:=])\s*)(['"])([^'"\s]{8,})\2/giu;
/** Only what has digits among its letters is a key; a word or a path is a name of one. */
const KEY_LIKE = /^(?=[^\d]*\d)(?=.*[A-Za-z])[^\s/\\:{}$]+$/u;
const PEM = /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/gu;

/** `text` with every secret replaced; the very same text where there is none. */
export function maskSecrets(text: string): string {
  return text
    .replace(PEM, MASK)
    .replace(TOKENS, MASK)
    .replace(URL_PASSWORD, `$1${MASK}`)
    .replace(NAMED, (whole, front: string, quote: string, value: string) =>
      KEY_LIKE.test(value) ? `${front}${quote}${MASK}${quote}` : whole,
    );
}
