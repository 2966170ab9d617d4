/** Puts one token between lines, whether or not blank lines stand there, which makes it another token. Pure. */
import { LINE_END, PARAGRAPH_END } from './vocabulary.ts';

export class LineJoiner {
  readonly #push: (id: number) => void;
  /** The token that is due before the next one; 0 where none is. */
  #due = 0;
  #isEmpty = true;

  constructor(push: (id: number) => void) {
    this.#push = push;
  }

  token(id: number): void {
    this.flush();
    this.#isEmpty = false;
    this.#push(id);
  }

  lineEnd(isBlank: boolean): void {
    if (this.#isEmpty) return;
    if (this.#due !== 0 && isBlank) this.#due = PARAGRAPH_END;
    else if (this.#due === 0) this.#due = LINE_END;
  }

  /** Puts what is due, at the start of a line. */
  flush(): void {
    if (this.#due !== 0) this.#push(this.#due);
    this.#due = 0;
  }
}
