/*
 * The tests that try a sample of their cases in `npm test` (test/sample.ts), here with all of them: seeds of random changes, points at
 * which a run dies. And those that are too slow for `npm test` (`.slow.test.ts`): faults at many points, large amounts. Prints
 * `N passed, N failed` at the end.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { PROJECT } from '../../tools/harness/project';

const FOLDER = join(PROJECT, 'test');
const isForHere = (path: string) =>
	path.endsWith('.slow.test.ts') || /^import \{ sample \} from/m.test(readFileSync(join(FOLDER, path), 'utf8'));

function main(): void {
	const files = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.test.ts') && isForHere(path));
	const folder = mkdtempSync(join(tmpdir(), 'sweeps-e2e-'));
	try {
		const report = join(folder, 'report.json');
		const { status } = spawnSync(
			process.execPath,
			[
				require.resolve('jest/bin/jest'),
				...['--json', '--outputFile', report, '--testTimeout', '600000', '--runTestsByPath'],
				...files.map((path) => join(FOLDER, path)),
			],
			{ cwd: PROJECT, env: { ...process.env, SWEEP: 'full' }, stdio: ['ignore', 'ignore', 'inherit'] },
		);
		const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, 'utf8')) as Record<string, number>;
		console.log(`${numPassedTests} passed, ${numFailedTests} failed`);
		process.exitCode = status ?? 1;
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

main();
