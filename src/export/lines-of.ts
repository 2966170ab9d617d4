/** Lines of a file, one after the other, whatever they hold: only `\n` ends one, as in JSON Lines. */
import { chunksOf } from './chunks-of.ts';

export function linesOf(file: string): AsyncGenerator<string> {
  return linesIn(chunksOf(file));
}

export async function* linesIn(chunks: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    const bytes: Buffer = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let start = 0;
    for (let end = bytes.indexOf(0x0a); end >= 0; end = bytes.indexOf(0x0a, start)) {
      yield bytes.toString('utf8', start, end);
      start = end + 1;
    }
    rest = bytes.subarray(start);
  }
  if (rest.length > 0) yield rest.toString('utf8');
}
