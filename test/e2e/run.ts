/** Runs every slow end-to-end script, one after the other, and prints what each came to. Exit code 1 when one fails. */
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

/** Runs one script with its output passed through; its last `N passed, N failed` line is its summary. */
async function outcomeOf(script: string): Promise<Outcome> {
	const started = Date.now();
	console.log(`\n--- ${script}`);
	const child = spawn(process.execPath, [require.resolve('tsx/cli'), join(__dirname, script)], { stdio: ['ignore', 'pipe', 'inherit'] });
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

async function main(): Promise<boolean> {
	const outcomes: Outcome[] = [];
	for (const script of readdirSync(__dirname)
		.filter((name) => name.endsWith('.e2e.ts'))
		.sort())
		outcomes.push(await outcomeOf(script));
	console.log('');
	for (const { script, summary, passed, seconds } of outcomes)
		console.log(`${passed ? 'ok    ' : 'FAILED'} ${script}: ${summary} (${seconds} s)`);
	return outcomes.every(({ passed }) => passed);
}

void main().then((passed) => {
	process.exitCode = passed ? 0 : 1;
});
