/**
 * How our programs are bundled. The host is CommonJS, because a remote plugin is `require`d, and one file, because that starts in 70 ms and not in 104;
 * the command line likewise. The library is a module.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { at } from './paths.mjs';

/** Oldest Node that must run the bundle, as `engines.node`. */
const TARGET = 'node20.19';

/** Modules that must not run inside the host, and what stands in for them. */
const replacements = [
  // Loads winston and replaces console.*: see the stub.
  { filter: /neovim[\\/]lib[\\/]utils[\\/]logger\.js$/, stub: at('scripts', 'stubs', 'logger.cjs') },
  // Garbles strings that hold invalid UTF-8: see the stub.
  { filter: /@msgpack[\\/]msgpack[\\/].*[\\/]utils[\\/]utf8\.[cm]?js$/, stub: at('scripts', 'stubs', 'utf8.cjs') },
  { filter: /[\\/]whatwg-fetch[\\/]/, stub: at('scripts', 'stubs', 'empty.cjs') },
  // Messages in 48 languages, a quarter of the bundle; English is imported by its own name.
  { filter: /zod[\\/]v4[\\/]locales[\\/]index\.js$/, stub: at('scripts', 'stubs', 'empty.cjs') },
];

/** Found in the package's own node_modules when they are first used: loading the grammars' runtime costs more than the rest of the host. */
const LOADED_LATER = ['web-tree-sitter'];

/** Packages that the bundle must not contain: winston writes to stdout, which is the RPC channel. */
const BANNED = /node_modules[\\/](winston|logform|web-tree-sitter)[\\/]/;

const replaceModules = {
  name: 'replace-modules',
  setup(build) {
    build.onResolve({ filter: /.*/ }, async ({ path, pluginData, ...rest }) => {
      if (pluginData === replaceModules) return undefined; // our own question below
      const { importer, namespace, resolveDir, kind } = rest;
      const found = await build.resolve(path, { importer, namespace, resolveDir, kind, pluginData: replaceModules });
      const swap = replacements.find(({ filter }) => filter.test(found.path));
      return swap ? { path: swap.stub } : undefined;
    });
  },
};

/** What a CommonJS file needs in place of `import.meta`. */
const COMMONJS = {
  format: 'cjs',
  banner: { js: "const __importMetaUrl = require('node:url').pathToFileURL(__filename).href;" },
  define: {
    'import.meta.url': '__importMetaUrl',
    'import.meta.dirname': '__dirname',
    'import.meta.filename': '__filename',
  },
};

/** Bundles a program as CommonJS. @see bundle */
export const bundleHost = (esbuild, entry, outfile) => bundle(esbuild, entry, outfile, COMMONJS);

/** Bundles a library as a module. @see bundle */
export const bundleLibrary = (esbuild, entry, outfile) => bundle(esbuild, entry, outfile, { format: 'esm' });

/**
 * Bundles `entry` to `outfile`, with a source map beside it.
 * @param {typeof import('esbuild')} esbuild
 * @param {import('esbuild').BuildOptions} kind
 * @throws when esbuild finds errors (it has printed them), or when a banned package got in
 */
async function bundle(esbuild, entry, outfile, kind) {
  const { metafile, outputFiles } = await esbuild.build({
    entryPoints: [entry],
    outfile,
    absWorkingDir: at(),
    bundle: true,
    platform: 'node',
    external: LOADED_LATER,
    target: TARGET,
    sourcemap: 'linked',
    sourcesContent: false,
    legalComments: 'eof',
    metafile: true,
    write: false,
    logLevel: 'warning',
    logOverride: { 'require-resolve-not-external': 'silent' },
    plugins: [replaceModules],
    ...kind,
  });
  const banned = Object.keys(metafile.inputs).filter((path) => BANNED.test(path));
  if (banned.length > 0) throw new Error(`${basename(outfile)} must not contain ${banned[0]}`);
  mkdirSync(dirname(outfile), { recursive: true });
  for (const { path, contents } of outputFiles) replaceFile(path, contents);
}

/** Renames a complete file into place: a Neovim may be starting the host right now. */
function replaceFile(path, contents) {
  if (existsSync(path) && readFileSync(path).equals(contents)) return;
  // What says how it is run can be run.
  const isProgram = Buffer.from(contents).subarray(0, 2).equals(Buffer.from('#!'));
  writeFileSync(`${path}.${process.pid}`, contents, { mode: isProgram ? 0o755 : 0o644 });
  renameSync(`${path}.${process.pid}`, path);
}
