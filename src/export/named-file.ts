/** A file as far as tests and what they test are told by it. Plain data. */
export interface NamedFile {
  readonly path: string;
  /** Qualified names of the types that it declares; none in languages whose files are the units. */
  readonly types: readonly string[];
  /** What it imports, by its alias: qualified names. */
  readonly imports: ReadonlyMap<string, string>;
  readonly namespace: string;
  /** Qualified names of what it says it covers. */
  readonly covers: readonly string[];
  /** All types in it are interfaces: nothing of it runs, so that a test of its name is a test of something else. */
  readonly isContract: boolean;
  /** It calls what declares cases of tests; asked only of files whose folder, and not their name, says that they are tests. */
  readonly hasCases: boolean;
  /** Titles of its cases that are one word. */
  readonly titles: readonly string[];
}
