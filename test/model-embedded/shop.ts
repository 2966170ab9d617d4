/** The sample project as a corpus, and the notation of these tests: `|` is the cursor. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Corpus } from '../../src/model/embedded/corpus.ts';
import { cursorOf } from '../../src/model/embedded/cursor.ts';
import { projectFiles } from '../../src/model/embedded/project-files.ts';
import { suggest } from '../../src/model/embedded/suggest.ts';
import type { Situation } from '../../src/text/situation.ts';

export const SHOP = fileURLToPath(new URL('../fixtures/shop', import.meta.url));

/** Text of each PHP file of the sample project, by absolute path. */
export async function shopTexts(): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  for await (const file of projectFiles({ secretFiles: [] })(SHOP, ['php'], new AbortController().signal)) {
    texts.set(file.path, (await file.read()) ?? '');
  }
  return texts;
}

/** A corpus of files that are not open. */
export function corpusOf(texts: Iterable<readonly [string, string]>): Corpus {
  const corpus = new Corpus();
  for (const [path, text] of texts) for (const _ of corpus.put(path, false, text.split('\n')));
  return corpus;
}

/** The situation in `doc` at its `|`. */
export function situationAt(
  doc: string,
  path = join(SHOP, 'src/Service/NewService.php'),
  indentUnit = '    ',
): Situation {
  const at = doc.indexOf('|');
  if (at < 0 || doc.includes('|', at + 1)) throw new Error('A document needs exactly one cursor.');
  return { path, filetype: 'php', prefix: doc.slice(0, at), suffix: doc.slice(at + 1), indentUnit };
}

/** All texts that would be offered unasked, the best first. */
export function confidentTexts(corpus: Corpus, situation: Situation, multiline = true): readonly string[] {
  const cursor = cursorOf(situation);
  const { texts, confident } = suggest(cursor, multiline, corpus, (source) => source.path === situation.path);
  return texts.slice(0, confident);
}

/** `doc` with the best suggestion in it as `⟦…⟧`, and `|` where there is none. */
export function complete(
  corpus: Corpus,
  doc: string,
  options: { multiline?: boolean; path?: string; indentUnit?: string } = {},
): string {
  const [text] = confidentTexts(corpus, situationAt(doc, options.path, options.indentUnit), options.multiline ?? true);
  return text === undefined ? doc : doc.replace('|', () => `⟦${text}⟧`);
}
