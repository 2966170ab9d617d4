/** Cuts a stream of bytes into lines of text: the framing of the protocol, one JSON value a line. Understands no JSON. */
import { StringDecoder } from 'node:string_decoder';

/** A line, or the news that one was longer than allowed and was dropped; `bytes` is its length. */
export type Line = { readonly text: string } | { readonly tooLong: true; readonly bytes: number };

const LINE_FEED = 0x0a;

/**
 * The lines of `chunks` without their ends (`\n` or `\r\n`); the last one may have none. A line of more than `mostBytes` is never held whole:
 * its bytes are dropped as they come.
 */
export async function* linesOf(chunks: AsyncIterable<Uint8Array>, mostBytes: number): AsyncGenerator<Line> {
  let parts: Buffer[] = [];
  let bytes = 0;
  const end = (): Line => {
    const line = bytes > mostBytes ? ({ tooLong: true, bytes } as const) : { text: textOf(parts) };
    parts = [];
    bytes = 0;
    return line;
  };
  const add = (part: Buffer): void => {
    bytes += part.length;
    if (bytes > mostBytes) parts = [];
    else parts.push(part);
  };
  for await (const chunk of chunks) {
    let rest = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    for (let at = rest.indexOf(LINE_FEED); at >= 0; at = rest.indexOf(LINE_FEED)) {
      add(rest.subarray(0, at));
      yield end();
      rest = rest.subarray(at + 1);
    }
    // Whoever gave the chunk may use its memory again.
    if (rest.length > 0) add(Buffer.from(rest));
  }
  if (bytes > 0) yield end();
}

function textOf(parts: readonly Buffer[]): string {
  const decoder = new StringDecoder('utf8');
  const text = parts.map((part) => decoder.write(part)).join('') + decoder.end();
  return text.endsWith('\r') ? text.slice(0, -1) : text;
}
