import { join } from 'node:path';
import type { Page } from 'playwright-core';

/** Has `checks` in every page that is opened from now on. */
export async function withChecks(page: Page): Promise<void> {
	await page.addInitScript({ path: join(__dirname, 'in-page.js') });
}

/** What makes a page hard to use; one line each, none for a sound page. */
export async function pageFaults(page: Page): Promise<string[]> {
	const tooWide = await page.evaluate<string[]>('checks.tooWide()');
	const contrast = await page.evaluate<string[]>('checks.contrastFaults()');
	return [...tooWide.map((what) => `wider than the screen: ${what}`), ...contrast.map((what) => `too little contrast: ${what}`)];
}

/** Whether the picture of an invoice's page is to be seen. */
export async function isPageShown(page: Page): Promise<boolean> {
	return await page.evaluate<boolean>('checks.isPageShown()');
}

interface FocusPlace {
	place: number;
	what: string;
	isFine: boolean;
}

/** Goes through the page by Tab: each place has to be in sight and to show that the focus is there. */
export async function focusFaults(page: Page): Promise<string[]> {
	const faults: string[] = [];
	const seen = new Set<number>();
	for (let stop = 0; stop < 80; stop++) {
		await page.keyboard.press('Tab');
		const at = await page.evaluate<FocusPlace | null>('checks.focusPlace()');
		if (at === null || seen.has(at.place)) break;
		seen.add(at.place);
		if (!at.isFine) faults.push(`the focus is not to be seen: ${at.what}`);
	}
	return seen.size < 4 ? ['Tab reaches next to nothing', ...faults] : faults;
}
