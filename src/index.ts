/**
 * The engine of fim.nvim for other programs: no editor is needed. Everything here is plain data and functions over it;
 * who answers, the clock and the context are passed in.
 *
 * - `filterCompletion`: what a model says at a place becomes what a person wants to see there.
 * - `Engine`: requests as they come from a cursor, answered the cheapest way first. `completeOnce`: one request from beginning to end.
 * - `CompletionCache`, `StreamReuse`: two of its parts.
 * - `assemblePrompt`: the prompt of a model family, byte for byte.
 */
export {
  answererOf,
  type Chosen,
  modelFreeAnswerer,
  type PromptOptions,
  pickModel,
  promptSettings,
} from './complete/answerer.ts';
export type { Said } from './complete/attempt.ts';
export { type CacheHit, type CachePlace, CompletionCache } from './complete/cache.ts';
export type { Answerer, Clock, Offer } from './complete/completion.ts';
export { contextParts } from './complete/context-parts.ts';
export type { DebounceMode } from './complete/debounce.ts';
export {
  Engine,
  type EngineEvents,
  type EngineSettings,
  type EngineWorld,
  engineSettings,
  type Request,
} from './complete/engine.ts';
export type { MultilineMode } from './complete/extent.ts';
export {
  type FilteredCompletion,
  type FilterOptions,
  type FilterSituation,
  filterCompletion,
} from './complete/filter-completion.ts';
export { completeOnce, type OnceResult, type OnceWorld } from './complete/once.ts';
export { serverOf } from './complete/servers.ts';
export { StreamReuse } from './complete/stream-reuse.ts';
export { systemClock } from './complete/system-clock.ts';
export { type ParsedOptions, parseOptions } from './config/parse.ts';
export type { Options } from './config/schema.ts';
export { ContextEngine, type ContextWorld, createContextEngine } from './context/engine.ts';
export type {
  ContextRequest,
  ContextResult,
  ContextService,
  MapRequest,
  MapResult,
  ProjectOptions,
  ProjectStatus,
} from './context/service.ts';
export { filterStream } from './filter/pipeline.ts';
export type { Ask, Backend, InstalledModel } from './model/backend.ts';
export { createLlamaCpp, type LlamaCppSettings } from './model/llamacpp/llamacpp.ts';
export { createOllama, type OllamaSettings } from './model/ollama.ts';
export { createOpenAi, type OpenAiSettings } from './model/openai/openai.ts';
export { assemblePrompt, type Prompt, type PromptParts } from './prompt/assemble.ts';
export { families, familyById, familyOf } from './prompt/families.ts';
export type { Family, Order } from './prompt/family.ts';
export {
  type MadePrompt,
  nextPrompt,
  type PromptPart,
  type PromptPlace,
  type PromptSettings,
  type PromptState,
} from './prompt/keeper.ts';
export type { ContextParts } from './prompt/layout.ts';
export { cutWindow, type Window, type WindowRequest } from './prompt/window.ts';
export { type BlockReader, createSyntax, grammarsFolder, type Syntax } from './syntax/block-reader.ts';
export { LANGUAGES, languageOf } from './syntax/registry.ts';
export { FimError, type FimErrorCode } from './text/error.ts';
export type { Situation } from './text/situation.ts';
export type { Snippet, SourceName, Stability } from './text/snippet.ts';
export { estimateTokens } from './text/tokens.ts';
