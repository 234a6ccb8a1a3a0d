import { globSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';

import { CAPTIONS } from '../../tools/screenshots/captions';
import { PAGE_FILE, picturesPage } from '../../tools/screenshots/pictures-page';
import { root } from './documents';

const FOLDER = join(root, 'docs', 'pictures');
/** A clone of the repository fetches every version of them. */
const MOST_BYTES = 2_000_000;

const names = CAPTIONS.map(({ name }) => name);
const namesOf = (pattern: string, ending: string): string[] => globSync(pattern, { cwd: root }).map((path) => basename(path, ending));

test('each caption has its picture, and each picture its caption', () => {
	expect(namesOf('docs/pictures/*.png', '.png').sort()).toEqual([...names].sort());
});

test('each template has a picture', () => {
	expect(names).toEqual(expect.arrayContaining(namesOf('workflows/*.json', '.json')));
});

test('the page of the pictures is made from their captions', () => {
	expect(readFileSync(join(root, PAGE_FILE), 'utf8')).toBe(picturesPage());
});

test('pictures have a palette, and all together are small', () => {
	const files = names.map((name) => join(FOLDER, `${name}.png`));
	// The byte that says how colours are kept: 3 is a palette (PNG §11.2.1).
	expect(files.filter((file) => readFileSync(file)[25] !== 3)).toEqual([]);
	expect(files.reduce((sum, file) => sum + statSync(file).size, 0)).toBeLessThan(MOST_BYTES);
});
