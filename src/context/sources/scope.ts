/** The source `scope`: what the code around the cursor can use without naming a new class. Knows nothing of arrows: it is there before one is typed. */
import type { Snippet } from '../../text/snippet.ts';
import type { ProjectView } from '../project.ts';
import type { Moment, Source } from '../source.ts';
import { type NameList, namesSnippet } from './names.ts';
import { classScope } from './scope-class.ts';
import { CandidatesOfTypes, typesInScope } from './scope-types.ts';
import { type Candidate, fitSignatures } from './signatures-fit.ts';

/** RETRIEVAL.md §7. */
const SHARE = 0.12;
/** Of the room, for what is still to implement: it is typed next, but there may be much of it. */
const MISSING_SHARE = 0.6;
/** Of the room, for names: they cost a third of what signatures do, but help less. */
const NAMES_SHARE = 0.65;
/** Of the whole budget, at most for names: a prompt of bare names teaches nothing. */
const MOST_NAMES_SHARE = 0.08;
/** And at most so many tokens: names further down were not ranked well. */
const MOST_NAMES_TOKENS = 160;
/** Types that are shown with signatures; the others with names. */
const TYPES_WITH_SIGNATURES = 5;

export const scope: Source = {
  name: 'scope',
  share: () => SHARE,
  collect: collectScope,
};

function collectScope(moment: Moment, project: ProjectView, room: number): readonly Snippet[] {
  const own = classScope(moment, project);
  const missing = fitSignatures('scope', own?.missing ?? [], moment, room * MISSING_SHARE);
  const used = typesInScope(moment, project);
  const types = new CandidatesOfTypes(used, moment, project, 'block');
  const members = (own?.members ?? []).flatMap((candidate) => without(candidate, missing.printed));
  const left = room - (room * MISSING_SHARE - missing.left);
  const namesRoom = Math.min(left * NAMES_SHARE, namesCap(moment));
  // The class's own names say most of what they are; of other types the parameters have to be told.
  const shown = inTurn(types.first(TYPES_WITH_SIGNATURES), members);
  const signatures = fitSignatures('scope', shown, moment, left - namesRoom);
  const printed = new Set([...missing.printed, ...signatures.printed]);
  const names = namesSnippet(moment, {
    source: 'scope',
    id: 'scope:names',
    reason: 'names in reach here that the window does not show',
    stability: 'block',
    lists: namesOf(inTurn(members, types.first())),
    printed,
    room: Math.min(namesRoom + signatures.left, namesCap(moment)),
  });
  return [...missing.snippets, ...signatures.snippets, ...(names === undefined ? [] : [names])];
}

function without(candidate: Candidate, printed: ReadonlySet<string>): readonly Candidate[] {
  const members = candidate.members.without(printed);
  if (members.count === 0) return [];
  return [members === candidate.members ? candidate : { ...candidate, members }];
}

/** Tokens that names may cost. */
function namesCap({ budget }: Moment): number {
  return Math.min(budget * MOST_NAMES_SHARE, MOST_NAMES_TOKENS);
}

/** What is not asked for is not made. */
function* inTurn(first: Iterable<Candidate>, second: Iterable<Candidate>): Iterable<Candidate> {
  yield* first;
  yield* second;
}

export function* namesOf(candidates: Iterable<Candidate>): Iterable<NameList> {
  for (const { found, members } of candidates) yield { owner: found.declaration.name, names: members };
}
