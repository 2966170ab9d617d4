import { afterEach, describe, expect, it } from 'vitest';
import { editorOf } from '../../src/host/editor.ts';
import { type Document, Mirror } from '../../src/host/mirror.ts';
import { nvimBinaries } from '../helpers/nvim-binaries.ts';
import { type NvimProcess, startProcess } from '../helpers/nvim-process.ts';
import { waitUntil } from '../helpers/wait.ts';

const running: NvimProcess[] = [];
afterEach(async () => {
  for (const nvim of running.splice(0)) await nvim.end();
});

describe.each(nvimBinaries().map((binary) => ({ binary, title: `the mirror of Neovim ${binary.version}` })))(
  '$title',
  ({ binary }) => {
    /** A mirror in this process, of buffer 1 with three lines. */
    async function mirrorOf(): Promise<{ nvim: NvimProcess; mirror: Mirror; document: () => Document }> {
      const nvim = await startProcess(binary.path, (home) => home, {});
      running.push(nvim);
      await nvim.request('nvim_buf_set_lines', [1, 0, -1, true, ['one', 'two', 'three']]);
      const mirror = new Mirror(editorOf(nvim.client, true));
      mirror.attach({ buf: 1, path: '/a.txt', filetype: '', indentUnit: '\t' });
      const document = (): Document => {
        const found = mirror.get(1);
        if (found === undefined) throw new Error('buffer 1 is not mirrored');
        return found;
      };
      await waitUntil(() => document().lines.length === 3);
      return { nvim, mirror, document };
    }

    it('reads a buffer anew whose copy went wrong, and follows it again', async () => {
      const { nvim, mirror, document } = await mirrorOf();
      const broken = document();
      broken.change({ tick: broken.tick, first: 7, last: 9, lines: ['bogus'] });
      expect(broken.isStale).toBe(true);
      await mirror.resync(broken);
      expect(document().lines).toEqual(['one', 'two', 'three']);
      await nvim.request('nvim_buf_set_lines', [1, 0, 1, true, ['ONE', 'and a half']]);
      await waitUntil(() => document().lines.length === 4);
      expect(document().lines).toEqual(['ONE', 'and a half', 'two', 'three']);
      expect(document().tick).toBe(await nvim.request('nvim_buf_get_changedtick', [1]));
    });

    it('lets go of a buffer that is unloaded, and of all at the end', async () => {
      const { nvim, mirror } = await mirrorOf();
      await nvim.request('nvim_command', ['new | bunload! 1']);
      await waitUntil(() => mirror.get(1) === undefined);
      mirror.attach({ buf: 2, path: '', filetype: '', indentUnit: '\t' });
      await waitUntil(() => (mirror.get(2)?.tick ?? -1) >= 0);
      mirror.clear();
      expect([...mirror.documents()]).toEqual([]);
    });

    it('does not read a buffer that is taken back before Neovim has answered', async () => {
      const { nvim, mirror } = await mirrorOf();
      await nvim.request('nvim_command', ['new']);
      mirror.attach({ buf: 2, path: '', filetype: '', indentUnit: '\t' });
      const document = mirror.get(2);
      mirror.detach(2);
      await nvim.request('nvim_buf_set_lines', [2, 0, -1, true, ['secret']]);
      await nvim.request('nvim_buf_set_lines', [1, 0, -1, true, ['barrier']]);
      await waitUntil(() => mirror.get(1)?.lines[0] === 'barrier');
      expect(mirror.get(2)).toBeUndefined();
      expect(document?.tick).toBe(-1);
    });

    it('does not read a buffer that the gate has shut meanwhile', async () => {
      const { nvim, mirror } = await mirrorOf();
      await nvim.request('nvim_exec_lua', [
        "package.loaded['fim.gate'] = { check = function(buf) return buf == 1, 'secret' end }",
        [],
      ]);
      await nvim.request('nvim_command', ['new']);
      mirror.attach({ buf: 2, path: '', filetype: '', indentUnit: '\t' });
      const document = mirror.get(2);
      await waitUntil(() => mirror.get(2) === undefined);
      expect(document?.tick).toBe(-1);
    });

    it('leaves it to the front-end whether a buffer that was read anew is followed again', async () => {
      const { nvim, mirror } = await mirrorOf();
      await nvim.request('nvim_exec_lua', [
        "_G.told = {}; package.loaded['fim.host'] = { on = function(...) table.insert(_G.told, { ... }) end }",
        [],
      ]);
      await nvim.request('nvim_command', ['file a.txt | write! | edit!']);
      await waitUntil(() => mirror.get(1) === undefined);
      await waitUntil(async () => (await nvim.request('nvim_exec_lua', ['return _G.told[1] ~= nil', []])) === true);
      expect(await nvim.request('nvim_exec_lua', ['return _G.told', []])).toEqual([['detached', { buf: 1 }]]);
    });

    it('is not there for a buffer that is not', async () => {
      const { mirror } = await mirrorOf();
      mirror.attach({ buf: 99, path: '', filetype: '', indentUnit: '\t' });
      await waitUntil(() => mirror.get(99) === undefined);
    });

    it('tells when a change that was announced does not come', async () => {
      const { document } = await mirrorOf();
      const { tick } = document();
      expect(await document().reached(tick, AbortSignal.abort())).toBe(true);
      expect(await document().reached(tick + 1, AbortSignal.abort())).toBe(false);
      const reached = document().reached(tick + 1, new AbortController().signal);
      document().moveTo(tick + 1);
      expect(await reached).toBe(true);
    });
  },
);
