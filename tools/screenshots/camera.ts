/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { Locator, Page } from 'playwright-core';

import { withPalette } from './palette';

/** What a picture has to show, and the part of the page that it is of. */
export interface Motive {
	page: Page;
	/** Default: all that the window shows. */
	of?: Locator;
	/** Another part of the page, for where no element is just that part; default: all of `of`. */
	clip?: { x: number; y: number; width: number; height: number };
	/** Texts, and values of fields, that are to be seen in it. */
	shows: string[];
	/** More rules for what is not to be seen, in CSS. */
	style?: string;
}

const LONGEST_WAIT_MS = 20_000;
/** Nothing that moves, and no notices that come and go. */
const STYLE = `*,*::before,*::after{animation:none!important;transition:none!important;caret-color:transparent!important}
.el-notification,[data-test-id=toast],[data-sonner-toaster]{display:none!important}`;

/**
 * Takes a picture once all of its texts are to be seen.
 *
 * @returns a PNG with a palette
 * @throws Error naming the texts that were not to be seen
 */
export async function take({ page, of, clip, shows, style = '' }: Motive): Promise<Buffer> {
	const target = of ?? page.locator('body');
	await target.waitFor();
	// tsx keeps the names of functions by this helper, those of functions that are sent into the page too.
	await page.evaluate('globalThis.__name = (named) => named');
	const end = Date.now() + LONGEST_WAIT_MS;
	for (;;) {
		const missing = await target.evaluate(notSeen, shows);
		if (missing.length === 0) break;
		if (Date.now() > end) throw new Error(`Not to be seen: ${missing.map((text) => `“${text}”`).join(', ')}`);
		await page.waitForTimeout(200);
	}
	const part = clip ?? (await of?.boundingBox());
	return withPalette(await page.screenshot({ animations: 'disabled', style: STYLE + style, ...(part && { clip: part }) }));
}

/** Runs in the page: the texts that no element shows within the target, in the window, uncut by what scrolls. */
function notSeen(target: Element, texts: string[]): string[] {
	const window = { left: 0, top: 0, right: innerWidth, bottom: innerHeight };
	const said = (element: Element): string =>
		element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement
			? element.value
			: element.textContent.replace(/\s+/g, ' ');
	const isSeen = (element: Element): boolean => {
		if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return false;
		const box = element.getBoundingClientRect();
		let { left, top, right, bottom } = window;
		for (let parent = element.parentElement; parent; parent = parent.parentElement) {
			if (getComputedStyle(parent).overflow === 'visible') continue;
			const outer = parent.getBoundingClientRect();
			[left, top] = [Math.max(left, outer.left), Math.max(top, outer.top)];
			[right, bottom] = [Math.min(right, outer.right), Math.min(bottom, outer.bottom)];
		}
		const seen =
			Math.max(0, Math.min(right, box.right) - Math.max(left, box.left)) *
			Math.max(0, Math.min(bottom, box.bottom) - Math.max(top, box.top));
		return seen > 0 && seen >= 0.5 * box.width * box.height;
	};
	const all = [...target.querySelectorAll('*')].map((element) => ({ element, words: said(element) }));
	return texts.filter((text) => {
		const having = all.filter(({ words }) => words.includes(text)).map(({ element }) => element);
		const innermost = having.filter((element) => !having.some((other) => other !== element && element.contains(other)));
		return !innermost.some(isSeen);
	});
}
