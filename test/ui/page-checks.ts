import type { Page } from 'playwright-core';

/** Elements that reach beyond the right edge of the screen and are not in a part that scrolls by itself. */
export async function tooWide(page: Page): Promise<string[]> {
	return await page.evaluate(() => {
		const edge = document.documentElement.clientWidth;
		if (document.documentElement.scrollWidth <= edge) return [];
		return [...document.querySelectorAll('body *')]
			.filter((element) => element.getBoundingClientRect().right > edge + 1 && element.closest('.scrolls, .unseen') === null)
			.map((element) => `${element.tagName} ${element.className}: ${(element.textContent ?? '').trim().slice(0, 40)}`);
	});
}

/** Texts whose contrast with what lies behind them is below 4.5 : 1, or 3 : 1 where they are large (WCAG 2.2, 1.4.3). */
export async function contrastFaults(page: Page): Promise<string[]> {
	return await page.evaluate(() => {
		const colour = (text: string): number[] => (text.match(/[\d.]+/g) ?? []).map(Number);
		const luminance = (text: string): number => {
			const [red = 0, green = 0, blue = 0] = colour(text).map((part) => {
				const share = part / 255;
				return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
			});
			return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
		};
		const behind = (element: Element | null): string => {
			for (let at = element; at !== null; at = at.parentElement) {
				const { backgroundColor } = getComputedStyle(at);
				if (colour(backgroundColor)[3] !== 0) return backgroundColor;
			}
			return 'rgb(255, 255, 255)';
		};
		return [...document.querySelectorAll('body *')]
			.filter((element) =>
				[...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && (node.textContent ?? '').trim() !== ''),
			)
			.filter((element) => element.closest('.unseen, .skip, script, option') === null)
			.flatMap((element) => {
				const { color, fontSize, fontWeight } = getComputedStyle(element);
				const [light = 0, dark = 0] = [luminance(color), luminance(behind(element))].sort((left, right) => right - left);
				const isLarge = parseFloat(fontSize) >= 24 || (parseFloat(fontSize) >= 18.66 && Number(fontWeight) >= 700);
				const contrast = (light + 0.05) / (dark + 0.05);
				return contrast >= (isLarge ? 3 : 4.5) ? [] : [`${(element.textContent ?? '').trim().slice(0, 30)}: ${contrast.toFixed(2)}`];
			});
	});
}

/** Goes through the page by Tab: each place has to be in sight and to show that the focus is there. */
export async function focusFaults(page: Page): Promise<string[]> {
	const faults: string[] = [];
	const seen = new Set<string>();
	for (let stop = 0; stop < 80; stop++) {
		await page.keyboard.press('Tab');
		const at = await page.evaluate(() => {
			const element = document.activeElement;
			if (element === null || element === document.body) return null;
			const { outlineStyle, outlineWidth } = getComputedStyle(element);
			const { width, height } = element.getBoundingClientRect();
			const marked = outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2;
			const all = [...document.querySelectorAll('*')];
			return {
				place: String(all.indexOf(element)),
				what: element.outerHTML.slice(0, 80),
				isFine: element.tagName === 'IFRAME' || (marked && width > 1 && height > 1),
			};
		});
		if (at === null || seen.has(at.place)) break;
		seen.add(at.place);
		if (!at.isFine) faults.push(at.what);
	}
	return seen.size < 4 ? ['Tab reaches next to nothing', ...faults] : faults;
}
