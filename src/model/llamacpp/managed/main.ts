/** Entry of the bundle `dist/keeper.cjs`: the process that keeps a managed llama-server. Its one argument is a `KeeperTask` as JSON. It prints nothing. */
import { Keeper } from './keeper.ts';
import { keeperTask } from './settings.ts';

const keeper = new Keeper(keeperTask.parse(JSON.parse(process.argv[2] ?? '')), () => process.exit(0));
for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(name, () => void keeper.end());
process.on('uncaughtException', () => process.exit(1));
keeper.start().catch(() => process.exit(1));
