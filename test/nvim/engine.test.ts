import { expect, it } from 'vitest';
import { describeOnEachNvim, type Nvim } from '../helpers/nvim.ts';
import { knows } from './play.ts';
import { type FimOptions, type Stage, type StageOptions, stage } from './stage.ts';

const BODY = '<?php\n\nfunction f()\n{\n';

describeOnEachNvim('answers that are known', (start) => {
  const open = (options: StageOptions = {}): Promise<Stage> => stage(start, { height: 14, ...options });

  async function at(nvim: Nvim, text: string): Promise<void> {
    const lines = text.split('\n');
    await nvim.request('nvim_buf_set_lines', [0, 0, -1, false, lines]);
    await nvim.request('nvim_win_set_cursor', [0, [lines.length, 0]]);
  }

  it('come back at once where text was typed and taken back', async () => {
    const { nvim, server } = await open({ says: knows({ 'return ': '$total;' }) });
    await nvim.input('ireturn ');
    await nvim.waitForScreen('return {ghost:$total;}');
    await nvim.type('xyz(');
    await nvim.input('<BS><BS><BS><BS>');
    const asked = server.requests.filter(({ prompt }) => prompt.includes('return <|fim_suffix|>'));
    await nvim.waitForScreen('return {ghost:$total;}');
    expect(asked).toHaveLength(1);
  });

  it.each<[string, FimOptions, number]>([
    ['are asked for again without useCache', { useCache: false }, 2],
    ['are not asked for again with it', { useCache: true }, 1],
  ])('%s', async (_, fim, count) => {
    const { nvim, server } = await open({ says: knows({ 'return ': '$total;' }), fim });
    await nvim.input('ireturn ');
    await nvim.waitForScreen('return {ghost:$total;}');
    await nvim.type('x');
    await nvim.input('<BS>');
    await nvim.waitForScreen('return {ghost:$total;}');
    const asked = server.requests.filter(({ prompt }) => prompt.includes('return <|fim_suffix|>'));
    expect(asked).toHaveLength(count);
  });

  it('are there on the next line after a one-line suggestion was accepted', async () => {
    const set = await open({ before: ['set expandtab shiftwidth=4 autoindent'], fim: { hotStreakLines: 5 } });
    const { nvim, server } = set;
    server.reply = ({ prompt }) =>
      prompt.includes('$a = <|fim_suffix|>')
        ? {
            chunks: ['1;', '\n    ', 'f($a);', '\n    return', ' $a;', '\n}', '\n\n', 'function', ' g()'],
            perTokenMs: 30,
          }
        : { chunks: [] };
    await at(nvim, `${BODY}    `);
    await nvim.input('A$a = ');
    await nvim.waitForScreen('$a = {ghost:1;}');
    const index = server.requests.findIndex(({ prompt }) => prompt.includes('$a = <|fim_suffix|>'));
    // It goes on to the end of the block, and no further.
    const { sentChunks } = await server.waitForDisconnect(index);
    expect(sentChunks).toBeLessThan(9);
    const asked = server.requests.length;
    await nvim.input('<Tab>');
    await nvim.input('<CR>');
    await nvim.waitForScreen('{ghost:f($a);}\n{ghost:    return $a;}');
    expect(server.requests).toHaveLength(asked);
  });

  it('are not said ahead with hotStreakLines = 0', async () => {
    const { nvim, server } = await open({ fim: { hotStreakLines: 0 } });
    server.reply = () => ({ chunks: ['1;', '\n', 'f();', '\n', 'g();'], perTokenMs: 100 });
    await nvim.input('i$a = ');
    await nvim.waitForScreen('$a = {ghost:1;}');
    const last = server.requests.length - 1;
    const { sentChunks } = await server.waitForDisconnect(last);
    expect(sentChunks).toBeLessThan(4);
  });
});

describeOnEachNvim('a block', (start) => {
  it('ends where its syntax says, whatever the indentation, and the request with it', async () => {
    const { nvim, server } = await stage(start, {
      height: 16,
      before: ['set expandtab shiftwidth=4'],
      file: { path: 'a.php', content: BODY },
      fim: { debounceMs: 150 },
    });
    const body = ['    $sql = <<<SQL', 'SELECT a', 'FROM b', '}', 'SQL;', '    return $sql;', '}'];
    const said = `${body.join('\n')}\n\nfunction g()\n{\n    return 1;\n}\n`;
    // Slow enough for the machine to be busy with something else for a while.
    server.reply = () => ({ chunks: said.match(/[\s\S]{1,4}/gu) ?? [], perTokenMs: 60 });
    await nvim.input('Go');
    await nvim.waitForScreen('{ghost:    return $sql;}\n{ghost:}}');
    const { sentChunks } = await server.waitForDisconnect(server.requests.length - 1);
    expect(sentChunks * 4 - body.join('\n').length).toBeLessThan(8 * 4);
    expect(nvim.screen()).not.toContain('function g');
  });

  it('comes whole from a model that is slow to begin and slow to go on', async () => {
    const { nvim, server } = await stage(start, { height: 18, file: { path: 'a.php', content: `${BODY}}\n` } });
    const lines = Array.from({ length: 10 }, (_, i) => `    $x${i} = step($x${i});`);
    server.reply = () => ({ chunks: lines.map((line) => `${line}\n`), firstTokenMs: 1500, perTokenMs: 40 });
    await nvim.ex('4');
    await nvim.input('o');
    await nvim.waitForScreen('$x0 = step($x0);');
    await nvim.waitForScreen('$x9 = step($x9);');
  });
});
