/*
 * n8n's own scanner for packages that apply for verification, on the sources and on the tarball. What it finds is pinned in
 * scanner-findings.json and explained in docs/verified-status.md: a finding that comes or goes fails here.
 * Run it with tsx; `--update` writes the findings. It prints one line per check and at the end `N passed, N failed`.
 */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packPackage } from '../../tools/harness/host/community-package';
import { lastLines, runNpm, runToEnd } from '../../tools/harness/host/process';
import { PROJECT } from '../../tools/harness/project';
import { check, conclude, skip } from './checks';

/** Rule → what it says, each once: where in a bundle it is changes with every build. */
type Findings = Record<string, string[]>;

const SCANNER = join(PROJECT, 'tools', 'harness', 'scanner');
const INSTALLED = join(PROJECT, '.demo', 'scanner');
const MODULE = join(INSTALLED, 'node_modules', '@n8n', 'scan-community-package', 'scanner', 'scanner.mjs');
const PINNED = join(__dirname, 'scanner-findings.json');
const LINE = /^\s*\d+:\d+\s+(?:error|warning)\s+(.+?)\s{2,}(\S+)$/;

/** Why the scanner cannot be had; null once it is there. */
async function install(): Promise<string | null> {
	const wanted = await readFile(join(SCANNER, 'package.json'), 'utf8');
	const present = existsSync(MODULE) ? await readFile(join(INSTALLED, 'package.json'), 'utf8') : undefined;
	if (present === wanted) return null;
	await mkdir(INSTALLED, { recursive: true });
	for (const name of ['package.json', 'package-lock.json']) await copyFile(join(SCANNER, name), join(INSTALLED, name));
	const ended = await runNpm(['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: INSTALLED });
	return ended.code === 0 ? null : lastLines(ended.stderr, 3);
}

async function findings(folder: string, what: 'source' | 'package'): Promise<Findings> {
	const ended = await runToEnd(process.execPath, [join(SCANNER, 'scan.mjs'), MODULE, folder, what], { cwd: INSTALLED });
	assert.equal(ended.code, 0, lastLines(ended.stderr, 20));
	const { message, details } = JSON.parse(ended.stdout) as { message?: string; details: string };
	assert.match(message ?? '', /^$|^ESLint violations found$/);
	const found: Record<string, Set<string>> = {};
	for (const line of details.split('\n')) {
		const [, text, rule] = LINE.exec(line) ?? [];
		if (text && rule) (found[rule] ??= new Set()).add(text);
	}
	return Object.fromEntries(
		Object.keys(found)
			.sort()
			.map((rule) => [rule, [...(found[rule] ?? [])].sort()]),
	);
}

async function main(): Promise<void> {
	const folder = await mkdtemp(join(tmpdir(), 'scanner-e2e-'));
	try {
		const missing = await install();
		if (missing !== null) {
			skip('the findings of the scanner', `it cannot be installed: ${missing}`);
			return;
		}
		const { tarball } = await packPackage(PROJECT, folder);
		await runToEnd('tar', ['-xzf', tarball, '-C', folder, '--strip-components=1'], { cwd: folder });
		const found = { source: await findings(PROJECT, 'source'), package: await findings(folder, 'package') };
		if (process.argv.includes('--update')) await writeFile(PINNED, `${JSON.stringify(found, null, '\t')}\n`);
		const pinned = JSON.parse(await readFile(PINNED, 'utf8')) as typeof found;
		await check('the scanner finds in the sources what is pinned', () => {
			assert.deepEqual(found.source, pinned.source);
		});
		await check('the scanner finds in the tarball what is pinned', () => {
			assert.deepEqual(found.package, pinned.package);
		});
		await check('docs/verified-status.md names every rule of them', async () => {
			const document = await readFile(join(PROJECT, 'docs', 'verified-status.md'), 'utf8');
			const rules = [...Object.keys(found.source), ...Object.keys(found.package)];
			assert.deepEqual(
				rules.filter((rule) => !document.includes(`\`${rule.replace('@n8n/community-nodes/', '')}\``)),
				[],
			);
		});
	} finally {
		await rm(folder, { recursive: true, force: true });
		conclude();
	}
}

void main();
