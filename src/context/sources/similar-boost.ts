/** Which files are likelier to hold similar code, whatever their words: neighbours, relatives, the counterpart, what was looked at. */
import type { ProjectView } from '../project.ts';
import type { Moment } from '../source.ts';
import { baseName } from './similar-query.ts';

const SAME_FOLDER = 1.5;
const COUNTERPART = 1.25;
const SAME_PARENT = 1.25;
/** For the file that was looked at last; less for those before. */
const RECENT = 0.2;

/** More no file gets. */
export const MOST_BOOST = (1 + RECENT) * SAME_FOLDER * SAME_PARENT * COUNTERPART;

const TEST = /(?:^test[-_.]?|[-_.]?(?:test|spec)s?$)/iu;

/** Paths whose subjects are remembered: each query asks about the same ones. */
const MOST_PATHS = 20_000;
const subjects = new Map<string, string>();

/** What a file is to the one with the cursor; the last ones can be added up. */
const KIN = { itself: -1, none: 0, neighbour: 1, relative: 2, counterpart: 4 } as const;

/** Remembers who is kin to the file that was asked about last: the next question is about the same one, mostly. */
export class Boosts {
  #path = '';
  #relatives: readonly string[] = [];
  #kinOf = kinTo('', []);
  readonly #kin = new Map<string, number>();

  of(moment: Moment, project: ProjectView): (path: string) => number {
    const relatives = relativesOf(moment, project);
    if (moment.path !== this.#path || !isEqual(relatives, this.#relatives) || this.#kin.size > MOST_PATHS) {
      [this.#path, this.#relatives] = [moment.path, relatives];
      this.#kinOf = kinTo(moment.path, relatives);
      this.#kin.clear();
    }
    return (path) => {
      let kin = this.#kin.get(path);
      if (kin === undefined) {
        kin = this.#kinOf(path);
        this.#kin.set(path, kin);
      }
      const factor = 1 + RECENT * project.recency(path);
      return kin === KIN.none || kin === KIN.itself ? factor : boosted(factor, kin);
    };
  }
}

function boosted(factor: number, kin: number): number {
  let product = factor;
  if ((kin & KIN.neighbour) !== 0) product *= SAME_FOLDER;
  if ((kin & KIN.relative) !== 0) product *= SAME_PARENT;
  return (kin & KIN.counterpart) === 0 ? product : product * COUNTERPART;
}

function kinTo(own: string, relatives: readonly string[]): (path: string) => number {
  const folder = folderOf(own);
  const name = baseName(own);
  const subject = subjectOf(own);
  const related = new Set(relatives);
  return (path) => {
    if (path === own) return KIN.itself;
    const isCounterpart = subject !== '' && subjectOf(path) === subject && baseName(path) !== name;
    return (
      (folderOf(path) === folder ? KIN.neighbour : 0) +
      (related.has(path) ? KIN.relative : 0) +
      (isCounterpart ? KIN.counterpart : 0)
    );
  };
}

/** What a file is about, by its name: a test is about the same as what it tests. */
function subjectOf(path: string): string {
  let subject = subjects.get(path);
  if (subject === undefined) {
    subject = baseName(path).replace(TEST, '').toLowerCase();
    if (subjects.size >= MOST_PATHS) subjects.clear();
    subjects.set(path, subject);
  }
  return subject;
}

/** Files of types that share a parent or an interface with the one at the cursor. */
function relativesOf({ enclosingType }: Moment, project: ProjectView): readonly string[] {
  const { extends: parents = [], implements: interfaces = [] } = enclosingType?.declaration ?? {};
  const names = [...parents, ...interfaces].map((type) => type.replace(/<.*$/su, ''));
  return names.flatMap((name) => project.subtypes(name).map(({ file }) => file.path));
}

function isEqual(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((one, at) => one === b[at]);
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}
