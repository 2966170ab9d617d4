/** One prompt for one place, as the editor would send it there first. Asks no model. */
import { contextBudget, type MadePrompt, nextPrompt, type PromptSettings, shownLines } from '../prompt/keeper.ts';
import type { Situation } from '../text/situation.ts';
import type { WantedContext } from './context-gate.ts';
import type { EngineWorld } from './engine.ts';

/** The context that a first prompt has room for. */
export function wantedContext(settings: PromptSettings, situation: Situation): WantedContext {
  const place = { ...situation, startsFile: situation.startsFile === true };
  return {
    situation,
    budget: contextBudget(settings),
    charsPerToken: settings.family.charsPerToken,
    shown: shownLines(place, settings),
    isMembersOnly: false,
  };
}

export async function promptOnce(
  settings: PromptSettings,
  situation: Situation,
  context: NonNullable<EngineWorld<never>['context']>,
  signal: AbortSignal,
): Promise<MadePrompt> {
  const parts = contextBudget(settings) > 0 ? await context(wantedContext(settings, situation), signal) : undefined;
  return nextPrompt(undefined, { ...situation, startsFile: situation.startsFile === true }, settings, parts);
}
