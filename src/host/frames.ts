/** Draws at most once a frame: the first change at once, what comes within the same frame together at its end. */

/** 60 a second: more is not seen. */
const FRAME_MS = 16;

export class Frames {
  readonly #now: () => number;
  #last = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Calls `draw` now, or at the end of the frame. Only the newest `draw` of a frame is called. */
  request(draw: () => void): void {
    clearTimeout(this.#timer);
    const wait = this.#last + FRAME_MS - this.#now();
    if (wait <= 0) this.#draw(draw);
    else this.#timer = setTimeout(() => this.#draw(draw), wait);
  }

  /** Calls `draw` at once, in place of what waits for the end of the frame. */
  now(draw: () => void): void {
    clearTimeout(this.#timer);
    this.#draw(draw);
  }

  /** What comes next is drawn at once: a model has begun to speak, and a draft that was drawn a moment ago is no reason to wait. */
  hurry(): void {
    this.#last = Number.NEGATIVE_INFINITY;
  }

  /** Another suggestion begins: what was not drawn yet is stale, and the first text of a new one never waits for a frame. */
  restart(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#last = Number.NEGATIVE_INFINITY;
  }

  #draw(draw: () => void): void {
    this.#timer = undefined;
    this.#last = this.#now();
    draw();
  }
}
