import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '..', '..');

/** Every line of the product's code and of what templates say, with quotes as they are shown. */
const lines = globSync(['{lib,nodes,credentials}/**/*.ts', 'workflows/*.json'], { cwd: root }).flatMap((path) =>
	readFileSync(join(root, path), 'utf8').replaceAll("\\'", "'").split('\n'),
);

/** First cells in code quotes, such as `The host "…" is not known.` */
const quoted = Array.from(
	readFileSync(join(root, 'docs', 'troubleshooting.md'), 'utf8').matchAll(/^\| `([^`]+)` \|/gm),
	([, message = '']) => message,
);

function isInOrder(line: string, parts: string[]): boolean {
	let at = 0;
	for (const part of parts) {
		const found = line.indexOf(part, at);
		if (found < 0) return false;
		at = found + part.length;
	}
	return true;
}

test('every message that docs/troubleshooting.md quotes is one of the product: its parts stand in one line of the code, in order', () => {
	expect(quoted.length).toBeGreaterThan(60);
	const unknown = quoted.filter((message) => {
		const parts = message.split('…').filter((part) => part.trim() !== '');
		return !lines.some((line) => isInOrder(line, parts));
	});
	expect(unknown).toEqual([]);
});

test('no message is quoted twice', () => {
	expect(quoted.filter((message, index) => quoted.indexOf(message) !== index)).toEqual([]);
});
