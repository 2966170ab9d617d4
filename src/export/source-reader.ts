/** Reads the text of a source file for a dataset, the same each time, or says why it has none. Keeps nothing. */
import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as othersFirst } from 'node:timers/promises';
import type { Secret } from '../text/secrets.ts';
import { type DropReason, decode, judgeText } from './judge.ts';
import type { ExportPlan } from './plan.ts';
import { secretsIn } from './sure-secrets.ts';

export interface ReadSource {
  readonly text: string;
  readonly bytes: number;
  /** Of the bytes of the file, as it stands on disk. */
  readonly sha256: string;
  /** Kinds of the secrets that were masked, each once. */
  readonly masked: readonly string[];
}

export interface Refused {
  readonly reason: DropReason;
  readonly kinds?: readonly string[];
}

/** @param tokens of `tokensOf` */
export async function readSource(
  { root, maxFileBytes, secrets }: Pick<ExportPlan, 'root' | 'maxFileBytes' | 'secrets'>,
  path: string,
  tokens: RegExp,
): Promise<ReadSource | Refused> {
  // Whoever wants to stop it is heard between two files.
  await othersFirst();
  const bytes = bytesOf(join(root, path), maxFileBytes);
  if (!(bytes instanceof Uint8Array)) return bytes;
  const decoded = decode(bytes);
  if ('reason' in decoded) return decoded;
  const reason = judgeText(decoded.text, tokens);
  if (reason !== undefined) return { reason };
  const { all, sure } = secrets === 'off' ? { all: [], sure: [] } : secretsIn(path, decoded.text);
  if (secrets === 'drop' && sure.length > 0) return { reason: 'secret', kinds: sure };
  return {
    text: secrets === 'redact' ? blanked(decoded.text, all) : decoded.text,
    bytes: bytes.length,
    sha256: sha256Of(bytes),
    masked: secrets === 'redact' ? sure : [],
  };
}

/**
 * The text of a file that was kept: it need not be judged again.
 * @param sha256 of the bytes that were judged
 * @returns `undefined` where it has changed since
 */
export async function readAgain(
  { root, maxFileBytes, secrets }: Pick<ExportPlan, 'root' | 'maxFileBytes' | 'secrets'>,
  path: string,
  sha256: string,
): Promise<Pick<ReadSource, 'text' | 'bytes'> | undefined> {
  await othersFirst();
  const bytes = bytesOf(join(root, path), maxFileBytes);
  if (!(bytes instanceof Uint8Array) || sha256Of(bytes) !== sha256) return undefined;
  const decoded = decode(bytes);
  if ('reason' in decoded) return undefined;
  const { text } = decoded;
  return { text: secrets === 'redact' ? blanked(text, secretsIn(path, text).all) : text, bytes: bytes.length };
}

/** Not waited for: that takes longer than to read it, thousands of times. */
function bytesOf(path: string, most: number): Buffer | Refused {
  try {
    if (statSync(path).size > most) return { reason: 'too_large' };
    return readFileSync(path);
  } catch {
    return { reason: 'unreadable' };
  }
}

/** Every byte of a secret becomes a `*`, so that all offsets stay as they are. */
function blanked(text: string, secrets: readonly Secret[]): string {
  let [out, from] = ['', 0];
  for (const { start, end } of secrets) {
    // A line end in a key goes on being one: rows stay as they are, too.
    const masked = text.slice(start, end).replace(/[^\r\n]+/gu, (part) => '*'.repeat(Buffer.byteLength(part, 'utf8')));
    out += text.slice(from, start) + masked;
    from = end;
  }
  return out + text.slice(from);
}

function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
