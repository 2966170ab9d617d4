/** A file that a dataset is made of, as far as it is known before examples are made of it. Plain data. */
import type { Rows } from './added-lines.ts';
import type { Split } from './clusters.ts';
import type { TestedBy } from './tested-by.ts';

export interface SurveyedFile {
  /** Relative, with `/`. */
  readonly path: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly license: string;
  readonly cluster: string;
  readonly split: Split;
  /** Nobody looks where all files are wanted. */
  readonly testedBy: readonly TestedBy[];
  /** With `--since`: the rows that examples are made of. */
  readonly added: readonly Rows[];
}
