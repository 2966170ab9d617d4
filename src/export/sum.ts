/** Sums of files, read piece by piece. */
import { createHash } from 'node:crypto';
import { chunksOf } from './chunks-of.ts';

/** sha256 in hex; '' where the file can't be read. */
export async function sumOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  try {
    for await (const chunk of chunksOf(file)) hash.update(chunk);
    return hash.digest('hex');
  } catch {
    return '';
  }
}
