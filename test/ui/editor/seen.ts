import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';

import { PROJECT } from '../../../tools/harness/project';
import { check } from '../../e2e/checks';

const PICTURES = join(PROJECT, '.demo', 'failed-checks');

/** Makes a check of what a page shows. When it fails, a picture of the page is kept, and named. */
export async function seen(page: Page, name: string, body: () => Promise<void>): Promise<void> {
	await check(name, async () => {
		try {
			await body();
		} catch (error) {
			mkdirSync(PICTURES, { recursive: true });
			const path = join(PICTURES, `${name.replaceAll(/\W+/g, '-').slice(0, 80)}.png`);
			const isKept = await page.screenshot({ path }).then(
				() => true,
				() => false,
			);
			console.log(`      ${isKept ? path : 'no picture: the page is gone'}`);
			throw error;
		}
	});
}
