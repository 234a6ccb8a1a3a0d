/** Runs every slow end-to-end script, one after the other, and prints what each came to. Exit code 1 when one fails. */
import { runScripts } from '../run-scripts';

void runScripts(__dirname, '.e2e.ts').then((passed) => {
	process.exitCode = passed ? 0 : 1;
});
