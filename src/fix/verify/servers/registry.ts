/** All language servers that verify. */
import type { ServerSpec } from '../server-spec.ts';
import { intelephense } from './intelephense.ts';
import { pyright } from './pyright.ts';
import { typescript } from './typescript.ts';

export const SERVERS: readonly ServerSpec[] = [intelephense, typescript, pyright];

/** Those that read a language. @param languageId as in `src/syntax` */
export function serversFor(languageId: string): readonly ServerSpec[] {
  return SERVERS.filter(({ languages }) => Object.hasOwn(languages, languageId));
}
