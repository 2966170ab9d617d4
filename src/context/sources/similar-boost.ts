/** Which files are likelier to hold similar code, whatever their words: neighbours, relatives, the counterpart, what was looked at. Pure. */
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

export function boostOf(moment: Moment, project: ProjectView): (path: string) => number {
  const folder = folderOf(moment.path);
  const own = baseName(moment.path);
  const subject = subjectOf(moment.path);
  const relatives = relativesOf(moment, project);
  return (path) => {
    let factor = 1 + RECENT * project.recency(path);
    if (path === moment.path) return factor;
    if (folderOf(path) === folder) factor *= SAME_FOLDER;
    if (relatives.has(path)) factor *= SAME_PARENT;
    const isCounterpart = subject !== '' && subjectOf(path) === subject && baseName(path) !== own;
    return isCounterpart ? factor * COUNTERPART : factor;
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
function relativesOf({ enclosingType }: Moment, project: ProjectView): ReadonlySet<string> {
  const { extends: parents = [], implements: interfaces = [] } = enclosingType?.declaration ?? {};
  const names = [...parents, ...interfaces].map((type) => type.replace(/<.*$/su, ''));
  return new Set(names.flatMap((name) => project.subtypes(name).map(({ file }) => file.path)));
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}
