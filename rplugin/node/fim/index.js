// The entry that Neovim knows, for both ways of starting the host: as a job of our own, and `:UpdateRemotePlugins`.
'use strict';
const host = require('../../../dist/host.cjs');

if (require.main === module) host.main();
else module.exports = host.plugin;
