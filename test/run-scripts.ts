import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const SUMMARY = /^(\d+) passed, (\d+) failed/;

interface Outcome {
	script: string;
	summary: string;
	passed: boolean;
	seconds: number;
}

/**
 * Runs the scripts of a folder one after the other, then prints what each came to.
 *
 * @param ending how the names of scripts end, e.g. `.e2e.ts`
 * @returns false when one fails, or ends without saying how many checks passed and failed
 */
export async function runScripts(folder: string, ending: string): Promise<boolean> {
	const outcomes: Outcome[] = [];
	for (const script of readdirSync(folder)
		.filter((name) => name.endsWith(ending))
		.sort())
		outcomes.push(await outcomeOf(folder, script));
	console.log('');
	for (const { script, summary, passed, seconds } of outcomes)
		console.log(`${passed ? 'ok    ' : 'FAILED'} ${script}: ${summary} (${seconds} s)`);
	return outcomes.every(({ passed }) => passed);
}

/** Runs one script with its output passed through; its last `N passed, N failed` line is its summary. */
async function outcomeOf(folder: string, script: string): Promise<Outcome> {
	const started = Date.now();
	console.log(`\n--- ${script}`);
	const child = spawn(process.execPath, [require.resolve('tsx/cli'), join(folder, script)], { stdio: ['ignore', 'pipe', 'inherit'] });
	let summary = 'printed no summary';
	let rest = '';
	child.stdout.setEncoding('utf8').on('data', (text: string) => {
		process.stdout.write(text);
		const lines = (rest + text).split('\n');
		rest = lines.pop() ?? '';
		summary = lines.findLast((line) => SUMMARY.test(line)) ?? summary;
	});
	const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
	return { script, summary, passed: code === 0 && SUMMARY.test(summary), seconds: Math.round((Date.now() - started) / 1000) };
}
