/** The source `members`: what can be written behind the arrow at the cursor. Nothing where the type before it is not known. */
import type { Snippet } from '../../text/snippet.ts';
import type { ProjectView } from '../project.ts';
import { membersOf } from '../resolve/members.ts';
import { receiverAt } from '../resolve/receiver.ts';
import type { Moment, Source } from '../source.ts';
import { rankedMembers } from './member-rank.ts';
import { memberLines } from './member-text.ts';

/** Most of the budget, and most of a small one: less loses the member that is wanted (RETRIEVAL.md §7). */
const SHARE = 0.35;
const SHARE_OF_SMALL = 0.45;
/** Tokens. */
const SMALL = 600;

export const membersSource: Source = {
  name: 'members',
  share: ({ member, budget }) => (member === undefined ? 0 : budget <= SMALL ? SHARE_OF_SMALL : SHARE),
  collect(moment, project, room) {
    const snippet = membersSnippet(moment, project, room);
    return snippet === undefined ? [] : [snippet];
  },
};

function membersSnippet(moment: Moment, project: ProjectView, room: number): Snippet | undefined {
  const receiver = receiverAt(moment, project);
  const [instance] = receiver?.instances ?? [];
  if (receiver === undefined || instance === undefined) return undefined;
  const { enclosingType } = moment;
  const file = project.file(moment.path);
  const from = enclosingType && file && { file: { ...file, symbols: moment.symbols }, ...enclosingType };
  const members = rankedMembers(membersOf(receiver, from), moment, project);
  const printed = memberLines(receiver, members, moment, room);
  if (printed === undefined) return undefined;
  return {
    source: 'members',
    id: `members:${receiver.type}`,
    path: instance.found.file.relative,
    text: printed.text,
    kind: 'signatures',
    score: 1,
    reason: `type of ${moment.member?.receiver.replace(/\s+/gu, ' ') ?? ''}: ${receiver.type}`,
    stability: 'cursor',
    tokens: printed.tokens,
  };
}
