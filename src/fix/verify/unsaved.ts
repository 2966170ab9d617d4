/** Of the documents that an editor has open, those whose text is not the one on disk. */
import { readFile } from 'node:fs/promises';
import type { OpenDocument } from '../../context/service.ts';
import type { Unsaved } from './verifier.ts';

export async function unsavedOf(documents: Iterable<OpenDocument>): Promise<readonly Unsaved[]> {
  const looked = [...documents]
    .filter(({ path }) => path !== '')
    .map(async ({ path, filetype, lines }) => {
      const content = `${lines.join('\n')}\n`;
      const onDisk = await readFile(path, 'utf8').catch(() => undefined);
      return bare(onDisk) === bare(content) ? undefined : { path, filetype, content };
    });
  return (await Promise.all(looked)).filter((each) => each !== undefined);
}

/** An editor does not tell line ends, nor whether there is one at the end. */
function bare(text: string | undefined): string | undefined {
  return text?.replaceAll('\r\n', '\n').replace(/\n$/u, '');
}
