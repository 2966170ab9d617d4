/** What tests of the plugin import: real Neovims, one `describe` for each version, closed after each test. Draws and waits nothing itself. */
import { afterEach, describe } from 'vitest';
import { type NvimBinary, nvimBinaries } from './nvim-binaries.ts';
import { type Nvim, type StartOptions, startNvim } from './nvim-session.ts';

export { Nvim, type StartOptions, startNvim } from './nvim-session.ts';

/** Starts a Neovim that is closed after the test. */
export type Start = (options?: Omit<StartOptions, 'binary'>) => Promise<Nvim>;

/**
 * `describe` once for each Neovim of `nvimBinaries()`: `<name> · Neovim 0.12.4`. What `define` starts with the given function is
 * closed after each test, also when the test failed.
 */
export function describeOnEachNvim(name: string, define: (start: Start, binary: NvimBinary) => void): void {
  describe.each(nvimBinaries().map((binary) => ({ binary, title: `${name} · Neovim ${binary.version}` })))(
    '$title',
    ({ binary }) => {
      const running: Nvim[] = [];
      afterEach(async () => {
        await Promise.all(running.splice(0).map((nvim) => nvim.close()));
      });
      define(async (options = {}) => {
        const nvim = await startNvim({ ...options, binary });
        running.push(nvim);
        return nvim;
      }, binary);
    },
  );
}
