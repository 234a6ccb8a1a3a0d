/**
 * Runs every test in a browser, one after the other, and prints what each came to. Exit code 1 when one fails. Chromium is installed
 * where it is missing and that is possible; else it says which tests are skipped and why.
 */
import { readdirSync } from 'node:fs';

import { chromiumHere } from '../../tools/harness/editor/chromium';
import { runScripts } from '../run-scripts';

const ENDING = '.ui.ts';

async function main(): Promise<boolean> {
	const chromium = await chromiumHere(console.log);
	if ('missing' in chromium) {
		for (const script of readdirSync(__dirname).filter((name) => name.endsWith(ENDING)))
			console.log(`skip  ${script}: ${chromium.missing}`);
		return true;
	}
	process.env.CHROMIUM = chromium.path;
	return await runScripts(__dirname, ENDING);
}

void main().then((passed) => {
	process.exitCode = passed ? 0 : 1;
});
