// Runs a script of Node on the oldest Node that package.json's `engines` allows: `node tools/scripts/on-node-22.mjs
// node_modules/jest/bin/jest.js test/coupa`. That Node comes from npm once and stays in .demo/. Plain JavaScript, for any
// Node from 20.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { npm, root } from './npm.mjs';

const { engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const [, oldest] = /^>=(22\.\d+)$/.exec(engines.node);
const folder = join(root, '.demo', `node-${oldest}`);
const bin = join(folder, 'node_modules', '.bin');
const node = join(folder, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');

if (!existsSync(node)) {
	mkdirSync(folder, { recursive: true });
	writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies: { node: `${oldest}.0` } }));
	npm(folder, 'install', '--ignore-scripts=false', '--no-audit', '--no-fund', '--loglevel=error');
}
console.log(`Node ${execFileSync(node, ['--version'], { encoding: 'utf8' }).trim().slice(1)}`);
// What it still calls experimental (globSync, SQLite) works as we use it.
const NODE_OPTIONS = '--disable-warning=ExperimentalWarning';
const env = { ...process.env, NODE_OPTIONS, PATH: `${bin}${delimiter}${process.env.PATH}` };
process.exitCode = spawnSync(node, process.argv.slice(2), { cwd: root, env, stdio: 'inherit' }).status ?? 1;
