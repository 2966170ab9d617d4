/** What no repair may do, whatever a verifier says of it. Each gate gives its own verdict. Pure. */
import type { FixLanguage } from './languages/language.ts';
import { isLazy } from './lazy.ts';
import type { Nudge } from './nudges/schema.ts';
import type { Refusal } from './refusal.ts';
import type { LineEdit } from './source-text.ts';
import { newUnseen } from './unseen.ts';

/** Most lines that a repair may change. */
const MOST_CHANGED = 20;
/** Largest share of the region's lines that may go, and how many always may. */
const DELETED_SHARE = 0.3;
const DELETED_ALWAYS = 1;
/** A body whose code shrinks to less than this share is gone; shorter ones have nothing to lose, in tokens. */
const BODY_SHARE = 0.5;
const BODY_TOKENS = 12;

/** A comment that asks somebody else to write the code. Languages have their own ways beside. */
const PLACEHOLDERS: readonly RegExp[] = [
  /(?:\/\/|#|\/\*)[^\n]*\b(?:code|logic|implementation|body)\s+(?:goes\s+)?here\b/giu,
  /(?:\/\/|#|\/\*|\*)\s*(?:this is (?:a|just a) |just a )?(?:placeholder|stub|dummy)\b/giu,
  /(?:\/\/|#|\/\*)\s*(?:to be implemented|(?:todo|fixme|xxx)\b)/giu,
];

/** Code without comments. */
export interface Code {
  readonly tokens: readonly string[];
  /** The tokens in their nodes: where indentation means something, it is another shape. */
  readonly shape: string;
}

/** A repair before it is verified. */
export interface Proposal {
  /** The region's lines before and after. */
  readonly old: readonly string[];
  readonly lines: readonly string[];
  /** From `old` to `lines`. */
  readonly edits: readonly LineEdit[];
  readonly imports: readonly string[];
  /** The region's tokens without comments; `undefined` without a grammar. */
  readonly code?: { readonly old: Code; readonly new: Code };
  /** Types of the nodes that the region stands in, before and after. */
  readonly around?: { readonly before: readonly string[]; readonly after: readonly string[] };
  /** The report is about a comment: changing comments is a repair. */
  readonly isAboutComment: boolean;
  /** Faults of the whole text to the parser. */
  readonly faults: { readonly before: number; readonly after: number };
}

/** The first gate that is shut; `undefined` where all are open. */
export function shutGate(proposal: Proposal, nudge: Nudge, language: FixLanguage | undefined): Refusal | undefined {
  for (const gate of GATES) {
    const detail = gate.shut(proposal, nudge, language);
    if (detail !== undefined) return { verdict: gate.verdict, detail };
  }
  return undefined;
}

interface Gate {
  readonly verdict: Refusal['verdict'];
  readonly shut: (proposal: Proposal, nudge: Nudge, language: FixLanguage | undefined) => string | undefined;
}

const GATES: readonly Gate[] = [
  { verdict: 'characters', shut: newCharacters },
  { verdict: 'suppression', shut: suppression },
  { verdict: 'lazy', shut: ({ edits }) => laziness(addedLines(edits)) },
  { verdict: 'stub', shut: stub },
  { verdict: 'forbidden', shut: forbidden },
  // Behind those that are about comments: a comment alone that silences is no mere comment.
  { verdict: 'no-op', shut: noChange },
  { verdict: 'deleted-body', shut: deletedBody },
  { verdict: 'deleted-lines', shut: deletedLines },
  { verdict: 'too-many-lines', shut: manyLines },
  {
    verdict: 'syntax',
    shut: ({ faults: { before, after } }) =>
      after > before ? 'The text has more syntax errors than before.' : undefined,
  },
  { verdict: 'outside', shut: leaving },
];

function addedLines(edits: readonly LineEdit[]): readonly string[] {
  return edits.flatMap(({ lines }) => lines);
}

function newCharacters({ old, lines, imports }: Proposal): string | undefined {
  const found = newUnseen(old.join('\n'), [...lines, ...imports].join('\n'));
  return found === undefined ? undefined : `It holds a character that can not be seen (${found}).`;
}

function noChange({ edits, imports, code, isAboutComment }: Proposal): string | undefined {
  if (imports.length > 0) return undefined;
  if (edits.length === 0) return 'It changes nothing.';
  if (code === undefined || isAboutComment) return undefined;
  return code.old.shape === code.new.shape ? 'It changes nothing but blanks or comments.' : undefined;
}

function laziness(added: readonly string[]): string | undefined {
  const lazy = added.find(isLazy);
  return lazy === undefined ? undefined : `It leaves out code: "${lazy.trim()}".`;
}

/** The first use of a pattern that there are more of than before. */
function moreOf(patterns: readonly RegExp[], { old, lines, imports }: Proposal): string | undefined {
  const before = old.join('\n');
  const after = [...imports, ...lines].join('\n');
  for (const pattern of patterns) {
    const now = after.match(pattern) ?? [];
    if (now.length > (before.match(pattern) ?? []).length) return now.at(-1)?.trim() ?? '';
  }
  return undefined;
}

function suppression(proposal: Proposal, _: Nudge, language: FixLanguage | undefined): string | undefined {
  const found = moreOf(language?.suppressions ?? [], proposal);
  return found === undefined ? undefined : `It silences the message instead of repairing its cause: "${found}".`;
}

function stub(proposal: Proposal, _: Nudge, language: FixLanguage | undefined): string | undefined {
  const found = moreOf([...PLACEHOLDERS, ...(language?.stubs ?? [])], proposal);
  return found === undefined ? undefined : `It puts a placeholder in place of code: "${found}".`;
}

const HIDDEN = /\b(?:private|protected)\b/gu;

/** What the entry of the code forbids, beside what is always forbidden. */
function forbidden(proposal: Proposal, { forbid }: Nudge, language: FixLanguage | undefined): string | undefined {
  const { old, lines } = proposal;
  const cast = forbid.includes('cast') ? moreOf(language?.casts ?? [], proposal) : undefined;
  if (cast !== undefined) return `It asserts a type that nothing checks: "${cast}".`;
  const hidden = (all: readonly string[]): number => (all.join('\n').match(HIDDEN) ?? []).length;
  if (forbid.includes('visibility') && hidden(lines) < hidden(old)) return 'It widens the visibility of a member.';
  return undefined;
}

function deletedBody({ code }: Proposal, { allow }: Nudge): string | undefined {
  if (code === undefined || allow.includes('deletion')) return undefined;
  const [was, is] = [code.old.tokens.length, code.new.tokens.length];
  const isGone = was >= BODY_TOKENS && is < was * BODY_SHARE;
  return isGone ? `Of ${was} tokens of code ${is} are left.` : undefined;
}

function deletedLines({ old, lines }: Proposal, { allow, forbid }: Nudge): string | undefined {
  if (allow.includes('deletion')) return undefined;
  const told = (all: readonly string[]): number => all.filter((line) => line.trim() !== '').length;
  const total = told(old);
  const gone = total - told(lines);
  const most = forbid.includes('delete') ? DELETED_ALWAYS : Math.max(DELETED_ALWAYS, Math.floor(total * DELETED_SHARE));
  return gone > most ? `It deletes ${gone} of ${total} lines.` : undefined;
}

/** An answer that closes what stands around the region changes all that follows, though not a letter of it. */
function leaving({ around, faults }: Proposal): string | undefined {
  if (around === undefined || faults.before > 0) return undefined;
  const { before, after } = around;
  return before.join() === after.join() ? undefined : 'It closes or opens what stands around the region.';
}

function manyLines({ edits, imports }: Proposal, { allow }: Nudge): string | undefined {
  if (allow.includes('many-lines')) return undefined;
  let changed = imports.length;
  for (const { first, last, lines } of edits) changed += Math.max(last - first, lines.length);
  return changed > MOST_CHANGED ? `It changes ${changed} lines, ${MOST_CHANGED} at most were expected.` : undefined;
}
