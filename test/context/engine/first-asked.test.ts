import { expect, it } from 'vitest';
import { ContextDocument } from '../../../src/context/documents.ts';
import { chunksOf } from '../../../src/context/search/chunks.ts';
import { php } from '../../../src/syntax/languages/php.ts';
import { memoryProject, ROOT, reader } from '../helpers/memory.ts';

const method = (name: string): string => {
  const rows = Array.from(
    { length: 14 },
    (_, row) => `        $sum${row} = $this->rate${row} * $order->price${row};\n`,
  );
  return `    public function ${name}(Order $order): int\n    {\n${rows.join('')}        return 1;\n    }\n\n`;
};
/** The head of a function is half typed: whoever does not know where, takes what follows for something else. */
const TYPED = `<?php\nclass Till\n{\n${method('one')}    public function ¦\n\n${method('two')}${method('three')}}\n`;

it('cuts a document into pieces as it is known at the place that is asked about first', async () => {
  await reader.load(php);
  const project = await memoryProject({ 'src/Till.php': '<?php\n' });
  const path = `${ROOT}/src/Till.php`;
  const [before = '', after = ''] = TYPED.split('¦');
  const lines = (before + after).split('\n');
  const [row, col] = [before.split('\n').length - 1, '    public function '.length];
  project.engine.open({ path, filetype: 'php', lines });
  await project.engine.settled();
  const asked = { path, row, col, window: [row, row] as const, budget: 500, limitMs: 60_000 };
  await project.engine.query(asked, new AbortController().signal);
  const document = new ContextDocument({ path, filetype: 'php', lines }, reader);
  const [unknown, known] = [chunksOf(lines, document.symbols()), chunksOf(lines, document.symbolsAt(row, col))];
  document.delete();
  expect(known).not.toEqual(unknown);
  expect(project.engine.project?.search.words(path)?.chunks).toEqual(known);
});
