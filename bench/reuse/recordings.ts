/**
 * Typing as somebody does it: text key by key, slips that are taken back, suggestions that are accepted, jumps, brackets that the editor pairs. Written
 * down by hand, about 400 keys each; the data stand in the JSON files beside this one.
 */
import { readFileSync } from 'node:fs';
import { z } from 'zod';

const recordingSchema = z.object({
  /** From the project's root. */
  path: z.string(),
  /** Lines above and below the empty one where it begins. */
  above: z.array(z.string()),
  below: z.array(z.string()),
  steps: z.array(
    z.union([
      z.strictObject({ type: z.string() }),
      /** Backspaces. */
      z.strictObject({ erase: z.number() }),
      /** A suggestion that is accepted at once; closers at the cursor that it ends with are replaced. */
      z.strictObject({ accept: z.string() }),
      /** Put behind the cursor by the editor, and typed over later. */
      z.strictObject({ pair: z.string() }),
      /** The end of a line; 0-based row. */
      z.strictObject({ goto: z.tuple([z.number()]) }),
    ]),
  ),
});

export type Recording = z.infer<typeof recordingSchema> & { readonly name: string };

export const RECORDINGS: readonly Recording[] = ['php', 'typescript', 'python'].map((name) => ({
  name,
  ...recordingSchema.parse(JSON.parse(readFileSync(new URL(`./${name}.json`, import.meta.url), 'utf8'))),
}));

/** `newLine`: a line break with the indentation that editors add to it. */
export type KeyKind = 'within' | 'newLine' | 'erase' | 'accept' | 'jump';

/** What stands around the cursor after a key. */
export interface Key {
  readonly kind: KeyKind;
  readonly prefix: string;
  readonly suffix: string;
}

/** The document after each key; the first one is the jump to where typing begins. */
export function* keysOf({ above, below, steps }: Recording): Generator<Key> {
  const document = new Document(`${above.join('\n')}\n`, `\n${below.join('\n')}\n`);
  yield document.after('jump');
  for (const step of steps) {
    if ('type' in step) yield* document.type(step.type);
    else if ('erase' in step) yield* document.erase(step.erase);
    else if ('accept' in step) yield document.accept(step.accept);
    else if ('pair' in step) document.pair(step.pair);
    else yield document.goTo(...step.goto);
  }
}

class Document {
  #prefix: string;
  #suffix: string;

  constructor(prefix: string, suffix: string) {
    this.#prefix = prefix;
    this.#suffix = suffix;
  }

  after(kind: KeyKind): Key {
    return { kind, prefix: this.#prefix, suffix: this.#suffix };
  }

  *type(text: string): Generator<Key> {
    for (const [piece] of text.matchAll(/\n[ \t]*|[^\n]/gu)) {
      this.#prefix += piece;
      if (/^[)\]}'"]/u.test(piece) && this.#suffix.startsWith(piece)) this.#suffix = this.#suffix.slice(1);
      yield this.after(piece.startsWith('\n') ? 'newLine' : 'within');
    }
  }

  *erase(count: number): Generator<Key> {
    for (let left = count; left > 0; left--) {
      this.#prefix = this.#prefix.slice(0, -1);
      yield this.after('erase');
    }
  }

  accept(text: string): Key {
    const closers = /^[)\]}'"`;,]*/u.exec(this.#suffix)?.[0] ?? '';
    this.#prefix += text;
    if (text.endsWith(closers)) this.#suffix = this.#suffix.slice(closers.length);
    return this.after('accept');
  }

  pair(closer: string): void {
    this.#suffix = closer + this.#suffix;
  }

  goTo(row: number): Key {
    const lines = (this.#prefix + this.#suffix).split('\n');
    this.#prefix = lines.slice(0, row + 1).join('\n');
    this.#suffix = ['', ...lines.slice(row + 1)].join('\n');
    return this.after('jump');
  }
}
