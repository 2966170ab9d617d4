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
import type { Idea } from './rule.ts';
import { rulesOf } from './rules.ts';

/** More that hold are not offered: nobody looks at them. */
const MOST_OFFERED = 3;
/** More are not verified for one rule. */
const MOST_VERIFIED = 8;
/** Once one holds, so many more are looked at for another meaning: what comes later is less likely. */
const MOST_FURTHER = 1;
/** More are not even parsed for one rule. */
const MOST_PARSED = 80;
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
  // Of repairs of syntax, the best is known when all have been seen.
  const enough = isSyntaxReport(control.target.source, control.target.code) ? MOST_VERIFIED : MOST_OFFERED;
  for (const rule of rulesOf(scene.nudge.tier0)) {
    const held: RuleRepair[] = [];
    let verified = 0;
    let most = MOST_VERIFIED;
    for (const { idea, proposed } of parsed(scene, rule.ideas(scene, found), deadline)) {
      if (verified++ >= most || held.length >= enough || performance.now() > deadline) break;
      const checked = await check(control, proposed, signal);
      if (isRefusal(checked)) continue;
      held.push({ rule: rule.name, explanation: idea.explanation, proposed, checked });
      if (enough === MOST_OFFERED) most = Math.min(most, verified + MOST_FURTHER);
    }
    // The rule's order decides among equals.
    if (held.length > 0) return held.sort((a, b) => a.checked.hidden - b.checked.hidden).slice(0, MOST_OFFERED);
  }
  return [];
}

/** Those that the parser likes best first; none that it likes less than the text as it is. The order of the rule decides among equals. */
function parsed(
  scene: Scene,
  ideas: Iterable<Idea>,
  deadline: number,
): readonly { readonly idea: Idea; readonly proposed: Proposed }[] {
  const known = new Set<string>();
  const kept: { idea: Idea; proposed: Proposed; faults: number }[] = [];
  for (const idea of ideas) {
    if (kept.length >= MOST_PARSED || performance.now() > deadline) break;
    const proposed = proposedBy(scene, idea);
    if (proposed.edits.length === 0 || known.has(proposed.after.text)) continue;
    known.add(proposed.after.text);
    const tree = scene.parse(proposed.after.text);
    const faults = tree === undefined ? 0 : syntaxFaults(tree.root, proposed.after.text).length;
    tree?.delete();
    if (faults > scene.faults) continue;
    kept.push({ idea, proposed, faults });
    // A text without a fault is as good as the parser can say; some more may be as good.
    if (kept.filter((each) => each.faults === 0).length >= MOST_VERIFIED) break;
  }
  return kept.sort((a, b) => a.faults - b.faults);
}

function proposedBy({ source }: Scene, { changes }: Idea): Proposed {
  let { text } = source;
  for (const { start, end, text: made } of [...changes].sort((a, b) => b.start - a.start)) {
    text = text.slice(0, start) + made + text.slice(end);
  }
  const edits = hunks(source.lines, readSource(text).lines, 0);
  return { edits, after: applyEdits(source, edits) };
}
