/** A piece of another place that a prompt may show: what every context source gives, and what prompts are assembled from. Plain data. */

/** Where a snippet comes from, in the order in which the sources are asked. */
export type SourceName = 'members' | 'edits' | 'scope' | 'dependencies' | 'similar' | 'clipboard' | 'map';

/**
 * How long a snippet is likely to stay the same while somebody types, longest first. It decides the order in a prompt: servers reuse the leading
 * tokens that two prompts share.
 */
export type Stability = 'project' | 'file' | 'session' | 'block' | 'cursor';

export interface Snippet {
  readonly source: SourceName;
  /** The same place of the same source has the same id, whatever its text is by now. */
  readonly id: string;
  /** Path from the project's root with `/`; '' where there is no file (clipboard, map). */
  readonly path: string;
  /** Without a header and without a line end at its end; lines end with `\n`. */
  readonly text: string;
  /** `code`: an excerpt. `signatures`: declarations without bodies. `names`: names without signatures. */
  readonly kind: 'code' | 'signatures' | 'names';
  /** How much it is expected to help, 0–1; comparable within one source. */
  readonly score: number;
  /** Why it is here, for people: `type of $order`, `3 words in common with lines 12–20`. */
  readonly reason: string;
  readonly stability: Stability;
  /** Estimated tokens of `text` and its header. */
  readonly tokens: number;
  /** The line that declares the namespace of its file (`namespace App;`), where it has one. */
  readonly namespace?: string;
  /** 0-based rows of the excerpt in its file, end inclusive, where it is one. */
  readonly rows?: readonly [first: number, last: number];
}
