/**
 * The options of Continue's autocomplete, by whose names people know these things: what each is here, or why it is refused.
 * One table for the parser, the Lua validator and the help. It converts nothing itself.
 */

/** An option of the seed. */
interface SeedEntry {
  readonly name: string;
  /** What it is there when nobody sets it, as Lua writes it. */
  readonly seedDefault: string;
}

/** One that does something here. */
export interface AcceptedSeed extends SeedEntry {
  /** Path of our option; the seed's name is accepted for it. */
  readonly option: string;
  /** Ours is true where the seed's is false. */
  readonly isInverted?: true;
  /** Why our default is another one. */
  readonly reason?: string;
}

/** One that has nothing to act on here. */
export interface RefusedSeed extends SeedEntry {
  /** One sentence, to go on with after the name and a colon. */
  readonly refusal: string;
}

/** All of them, in the seed's order. */
export const seedOptions: readonly (AcceptedSeed | RefusedSeed)[] = [
  { name: 'disable', seedDefault: 'false', option: 'enabled', isInverted: true },
  { name: 'useCopyBuffer', seedDefault: 'false', option: 'useCopyBuffer' },
  { name: 'useFileSuffix', seedDefault: 'true', option: 'useFileSuffix' },
  { name: 'maxPromptTokens', seedDefault: '1024', option: 'maxPromptTokens' },
  { name: 'prefixPercentage', seedDefault: '0.85', option: 'prefixPercentage' },
  { name: 'maxSuffixPercentage', seedDefault: '0.25', option: 'maxSuffixPercentage' },
  {
    name: 'debounceDelay',
    seedDefault: '350',
    option: 'debounceMs',
    reason:
      'A fixed pause is too long for some and too short for others. 350 ms is felt after each key, and what a fast typist needs so that a burst of keys asks only once is less than half of that. The pause here follows the rhythm of your keys, is shorter after characters such as `(` or `=`, and shorter still where the model answers fast. A number fixes it.',
  },
  { name: 'multilineCompletions', seedDefault: "'auto'", option: 'multilineCompletions' },
  {
    name: 'slidingWindowPrefixPercentage',
    seedDefault: '0.75',
    option: 'slidingWindowPrefixPercentage',
    reason: 'What stands below the cursor was often written about something else.',
  },
  {
    name: 'slidingWindowSize',
    seedDefault: '500',
    option: 'slidingWindowSize',
    reason:
      'A long window was the worst query measured: near lines tell what is typed. They count more here, whatever the size.',
  },
  {
    name: 'maxSnippetPercentage',
    seedDefault: '0.6',
    option: 'maxSnippetPercentage',
    reason:
      'The text around the cursor says more for each token than what is far away: half of the prompt is left to it at least.',
  },
  {
    name: 'recentlyEditedSimilarityThreshold',
    seedDefault: '0.3',
    option: 'recentlyEditedSimilarityThreshold',
    reason: 'Recent edits are worth their tokens also where they are not alike; the most similar ones come first.',
  },
  { name: 'useCache', seedDefault: 'true', option: 'useCache' },
  { name: 'onlyMyCode', seedDefault: 'true', option: 'onlyMyCode' },
  { name: 'useOtherFiles', seedDefault: 'true', option: 'useOtherFiles' },
  { name: 'useRecentlyEdited', seedDefault: 'true', option: 'useRecentlyEdited' },
  {
    name: 'recentLinePrefixMatchMinLength',
    seedDefault: '7',
    refusal:
      'it finds recent edits by the start of one line; they are found by all their words here, so it would do nothing.',
  },
  { name: 'disableInFiles', seedDefault: '{}', option: 'disableInFiles' },
  { name: 'useImports', seedDefault: 'true', option: 'useImports' },
];
