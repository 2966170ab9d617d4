/** Reads the text of a source file for a dataset, the same each time, or says why it has none. Keeps nothing. */
import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { findSecrets, type Secret } from '../text/secrets.ts';
import { type DropReason, decode, judgeText } from './judge.ts';
import type { ExportPlan } from './plan.ts';

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
  const bytes = await bytesOf(join(root, path), maxFileBytes);
  if (!(bytes instanceof Uint8Array)) return bytes;
  const decoded = decode(bytes);
  if ('reason' in decoded) return decoded;
  const reason = judgeText(decoded.text, tokens);
  if (reason !== undefined) return { reason };
  const found = secrets === 'off' ? [] : findSecrets(decoded.text);
  const kinds = [...new Set(found.filter(({ isSure }) => isSure).map(({ kind }) => kind))].sort();
  if (secrets === 'drop' && kinds.length > 0) return { reason: 'secret', kinds };
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return {
    text: secrets === 'redact' ? blanked(decoded.text, found) : decoded.text,
    bytes: bytes.length,
    sha256,
    masked: secrets === 'redact' ? kinds : [],
  };
}

async function bytesOf(path: string, most: number): Promise<Buffer | Refused> {
  try {
    if ((await stat(path)).size > most) return { reason: 'too_large' };
    return await readFile(path);
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
