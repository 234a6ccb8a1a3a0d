// What is looked at inside a page; put into each page before its own scripts.
globalThis.checks = {
	/** Elements that reach beyond the right edge of the screen and are not in a part that scrolls by itself. */
	tooWide() {
		const edge = document.documentElement.clientWidth;
		if (document.documentElement.scrollWidth <= edge) return [];
		return [...document.querySelectorAll('body *')]
			.filter((element) => element.getBoundingClientRect().right > edge + 1 && element.closest('.scrolls, .unseen') === null)
			.map((element) => `${element.tagName} ${element.className}: ${element.textContent.trim().slice(0, 40)}`);
	},

	/** Texts whose contrast with what lies behind them is below 4.5 : 1, or 3 : 1 where they are large (WCAG 2.2, 1.4.3). */
	contrastFaults() {
		const parts = (colour) => (colour.match(/[\d.]+/g) ?? []).map(Number);
		const luminance = (colour) => {
			const [red, green, blue] = parts(colour).map((part) => {
				const share = part / 255;
				return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
			});
			return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
		};
		const behind = (element) => {
			for (let at = element; at !== null; at = at.parentElement) {
				const { backgroundColor } = getComputedStyle(at);
				if (parts(backgroundColor)[3] !== 0) return backgroundColor;
			}
			return 'rgb(255, 255, 255)';
		};
		return [...document.querySelectorAll('body *')]
			.filter((element) => [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent.trim() !== ''))
			.filter((element) => element.closest('.unseen, .skip, script, option') === null)
			.flatMap((element) => {
				const { color, fontSize, fontWeight } = getComputedStyle(element);
				const [light, dark] = [luminance(color), luminance(behind(element))].sort((left, right) => right - left);
				const isLarge = parseFloat(fontSize) >= 24 || (parseFloat(fontSize) >= 18.66 && Number(fontWeight) >= 700);
				const contrast = (light + 0.05) / (dark + 0.05);
				return contrast >= (isLarge ? 3 : 4.5) ? [] : [`${element.textContent.trim().slice(0, 30)}: ${contrast.toFixed(2)}`];
			});
	},

	/** Whether a picture has come, and is one of a page. */
	async isPageShown() {
		const image = document.querySelector('img.sheet');
		await image?.decode();
		return (image?.naturalWidth ?? 0) > 500;
	},

	/** Where the focus is, and whether that is to be seen; null for nowhere. */
	focusPlace() {
		const element = document.activeElement;
		if (element === null || element === document.body) return null;
		const { outlineStyle, outlineWidth } = getComputedStyle(element);
		const { width, height } = element.getBoundingClientRect();
		const isMarked = outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2 && width > 1 && height > 1;
		return {
			place: [...document.querySelectorAll('*')].indexOf(element),
			what: element.outerHTML.slice(0, 80),
			isFine: element.tagName === 'IFRAME' || isMarked,
		};
	},
};
