/** `npm run build`: builds dist/ and prints its figures. With `--unless-fresh` nothing happens when dist/ fits the sources. */
import { isFresh } from './built';
import { bundle } from './bundle';
import { line } from '../harness/print';
import { buildFigures, printed } from './figures';

async function main(): Promise<void> {
	if (process.argv.includes('--unless-fresh') && isFresh()) return;
	await bundle();
	for (const text of printed(buildFigures())) line(text);
}

void main();
