/** Orders members by how likely they are typed next: the start that is typed, how often the project uses the name, the words around the cursor. Pure. */
import type { ProjectView } from '../project.ts';
import type { Member } from '../resolve/members.ts';
import type { Moment } from '../source.ts';
import { wordsOf } from './signatures-rank.ts';

/** Rows around the cursor whose words count. */
const NEAR_ROWS = 10;
const WORD_GAIN = 0.6;
const MOST_WORDS = 3;
/** The same name is often written again on the same object. */
const USED_ON_RECEIVER = 1.6;
const MAGIC = /^__/u;
const MAGIC_FACTOR = 0.05;
/** For each step up to the class that it comes from. */
const INHERITED = 0.9;
const STATIC_BY_ARROW = 0.5;

export function rankedMembers(members: readonly Member[], moment: Moment, project: ProjectView): readonly Member[] {
  const typed = moment.member?.typed.replace(/^\$/u, '') ?? '';
  const near = wordsNear(moment);
  const used = usedOnReceiver(moment);
  const isStatic = moment.member?.operator === '::';
  const scoreOf = ({ found: { declaration }, distance }: Member): number => {
    const { name } = declaration;
    const common = wordsOf(name).filter((word) => near.has(word)).length;
    let score =
      Math.log2(2 + project.usage(name)) * (1 + WORD_GAIN * Math.min(common, MOST_WORDS)) * INHERITED ** distance;
    if (used.has(name)) score *= USED_ON_RECEIVER;
    if (MAGIC.test(name)) score *= MAGIC_FACTOR;
    if (!isStatic && declaration.isStatic === true) score *= STATIC_BY_ARROW;
    return score;
  };
  return members
    .map((member) => ({ member, start: startOf(member.found.declaration.name, typed), score: scoreOf(member) }))
    .sort((a, b) => b.start - a.start || b.score - a.score)
    .map(({ member }) => member);
}

/** 2: begins with what is typed; 1: but for its case; 0: does not. */
function startOf(name: string, typed: string): number {
  if (typed === '' || name.startsWith(typed)) return 2;
  return name.toLowerCase().startsWith(typed.toLowerCase()) ? 1 : 0;
}

function wordsNear({ lines, row }: Moment): ReadonlySet<string> {
  return new Set(wordsOf(lines.slice(Math.max(0, row - NEAR_ROWS), row + NEAR_ROWS + 1).join('\n')));
}

/** Names behind the same receiver elsewhere in the file. */
function usedOnReceiver({ text, member }: Moment): ReadonlySet<string> {
  const used = new Set<string>();
  if (member === undefined || member.receiver.includes('\n')) return used;
  const needle = member.receiver + member.operator;
  for (let at = text.indexOf(needle); at >= 0; at = text.indexOf(needle, at + needle.length)) {
    const name = /^\$?[\p{L}_][\p{L}\p{N}_]*/u.exec(text.slice(at + needle.length, at + needle.length + 80))?.[0];
    if (name !== undefined && name !== member.typed) used.add(name);
  }
  return used;
}
