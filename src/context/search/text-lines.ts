/** The lines of a text, cut out of it when somebody looks at them: a list of all of them takes four times the room of the text. */

/** As lists have them. */
export interface Lines {
  readonly length: number;
  /** @param row 0-based, not negative; `undefined` behind the end */
  at(row: number): string | undefined;
}

export class TextLines implements Lines {
  readonly #text: string;
  /** UTF-16 offsets; one more than there are lines, where the next one would begin. */
  readonly #starts: Uint32Array;

  /** @param text with `\n` */
  constructor(text: string) {
    const starts = [0];
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) starts.push(end + 1);
    starts.push(text.length + 1);
    this.#text = text;
    this.#starts = new Uint32Array(starts);
  }

  get length(): number {
    return this.#starts.length - 1;
  }

  at(row: number): string | undefined {
    const [start, next] = [this.#starts[row], this.#starts[row + 1]];
    return start === undefined || next === undefined ? undefined : this.#text.slice(start, next - 1);
  }
}
