/** Repairs without a model: what rules propose, looked at by the parser first and then by the verifier, until some hold or the time is up. */
import type { LookupResult } from '../../context/service.ts';
import { isSyntaxReport } from '../aliases.ts';
import { type Checked, type Control, check } from '../check.ts';
import { syntaxFaults } from '../faults.ts';
import { hunks } from '../fit.ts';
import type { Proposed } from '../proposal.ts';
import { isRefusal } from '../refusal.ts';
import type { Scene } from '../scene.ts';
import { applyEdits, readSource } from '../source-text.ts';
import type { Idea, NamesAt, Rule } from './rule.ts';
import { rulesFor } from './rules.ts';

/** More that hold are not offered: nobody looks at them. */
const MOST_OFFERED = 3;
/** More are not verified for one rule. */
const MOST_VERIFIED = 8;
/** Once one holds, so many more of its rank are looked at for another meaning: what comes later is less likely. */
const MOST_FURTHER = 1;
/** Of syntax the same: more of a rank are alike to the parser, and what each of them hides tells. */
const MOST_FURTHER_SYNTAX = 4;
/** More are not even parsed for one rule. */
const MOST_PARSED = 200;
/** For all rules together, in ms. The model's turn comes then. */
const LIMIT_MS = 1500;

export interface RuleRepair {
  readonly rule: string;
  readonly explanation: string;
  readonly proposed: Proposed;
  readonly checked: Checked;
}

/** Those that hold, the likeliest first; all of one rule. */
export async function ruleRepairs(
  scene: Scene,
  found: LookupResult,
  control: Control,
  signal: AbortSignal,
): Promise<readonly RuleRepair[]> {
  // Who can't see the target can't say that it is gone.
  if (control.target === undefined) return [];
  const deadline = performance.now() + LIMIT_MS;
  const trial = new Trial(scene, control, deadline, signal);
  const rules = rulesFor(scene, found);
  for (const rule of rules) {
    const held = await trial.of(rule, rule.ideas(scene, found, control.before));
    if (held.length > 0) return held;
  }
  // What the verifier knows is asked for last: it takes as long as several texts.
  const { verifier } = control;
  // Who can't tell names can still verify.
  const namesAt: NamesAt = async (content, row, col) =>
    (await verifier.namesAt?.(content, row, col, signal).catch(() => undefined)) ?? [];
  for (const rule of rules) {
    if (rule.further === undefined || performance.now() > deadline) continue;
    const more = await rule.further(scene, found, namesAt);
    signal.throwIfAborted();
    const held = await trial.of(rule, more);
    if (held.length > 0) return held;
  }
  return [];
}

interface Kept {
  readonly idea: Idea;
  readonly proposed: Proposed;
  readonly faults: number;
}

/** What was tried of all rules: no text is looked at twice. */
class Trial {
  readonly #scene: Scene;
  readonly #control: Control;
  readonly #deadline: number;
  readonly #signal: AbortSignal;
  readonly #known = new Set<string>();
  readonly #isSyntax: boolean;

  constructor(scene: Scene, control: Control, deadline: number, signal: AbortSignal) {
    this.#scene = scene;
    this.#control = control;
    this.#deadline = deadline;
    this.#signal = signal;
    this.#isSyntax = isSyntaxReport(control.target?.source ?? '', control.target?.code ?? '');
  }

  async of(rule: Rule, ideas: Iterable<Idea>): Promise<readonly RuleRepair[]> {
    const held: (RuleRepair & { rank: number })[] = [];
    let verified = 0;
    let further = 0;
    for (const { idea, proposed } of this.#parsed(ideas)) {
      const rank = idea.rank ?? 0;
      const [best] = held;
      if (best !== undefined && (rank > best.rank || further++ >= this.#mostFurther)) break;
      if (verified++ >= MOST_VERIFIED || performance.now() > this.#deadline) break;
      const checked = await check(this.#control, proposed, this.#signal);
      if (isRefusal(checked)) continue;
      held.push({ rule: rule.name, explanation: idea.explanation, proposed, checked, rank });
      // Nothing can be better than what hides nothing, as far as that is known.
      const isBest = this.#isSyntax && checked.hidden === 0 && checked.label === 'verified';
      if (held.length >= MOST_OFFERED || isBest) break;
    }
    // The rule's order decides among equals.
    return held.sort((a, b) => a.checked.hidden - b.checked.hidden).slice(0, MOST_OFFERED);
  }

  /** A repair of syntax is one that the parser sees. */
  get #mostFaults(): number {
    const { faults } = this.#scene;
    return this.#isSyntax && faults > 0 ? faults - 1 : faults;
  }

  get #mostFurther(): number {
    return this.#isSyntax ? MOST_FURTHER_SYNTAX : MOST_FURTHER;
  }

  /** In the order of the rule; those of which the parser is not quite sure at the end, and none that it likes less than the text as it is. */
  *#parsed(ideas: Iterable<Idea>): Iterable<Kept> {
    const unsure: Kept[] = [];
    let parsed = 0;
    for (const idea of ideas) {
      if (parsed >= MOST_PARSED || performance.now() > this.#deadline) break;
      const proposed = proposedBy(this.#scene, idea);
      // Blanks behind code make no other text.
      const key = proposed.after.text.replace(/(?<=\S)[^\S\n]+/gu, '');
      if (proposed.edits.length === 0 || this.#known.has(key)) continue;
      this.#known.add(key);
      parsed++;
      const tree = this.#scene.parse(proposed.after.text);
      const faults = tree === undefined ? 0 : syntaxFaults(tree.root, proposed.after.text).length;
      tree?.delete();
      if (faults > this.#mostFaults) continue;
      if (faults === 0) yield { idea, proposed, faults };
      else unsure.push({ idea, proposed, faults });
    }
    yield* unsure.sort((a, b) => a.faults - b.faults);
  }
}

function proposedBy({ source }: Scene, { changes }: Idea): Proposed {
  let { text } = source;
  for (const { start, end, text: made } of [...changes].sort((a, b) => b.start - a.start)) {
    text = text.slice(0, start) + made + text.slice(end);
  }
  const edits = hunks(source.lines, readSource(text).lines, 0);
  return { edits, after: applyEdits(source, edits) };
}
