import type { Page } from 'playwright-core';

/** The nodes panel of an empty workflow. */
export class NodesPanel {
	private constructor(private readonly page: Page) {}

	static async open(page: Page): Promise<NodesPanel> {
		await page.goto('/workflow/new', { waitUntil: 'commit' });
		await page.getByTestId('canvas-add-button').first().click();
		await page.getByTestId('node-creator-search-bar').waitFor();
		return new NodesPanel(page);
	}

	/** Names of the nodes that are shown for these words, best first, once all wanted ones are among them or five seconds have passed. */
	async search(words: string, wanted: string[]): Promise<string[]> {
		const bar = this.page.getByTestId('node-creator-search-bar');
		await bar.locator('input').or(this.page.locator('input[data-test-id=node-creator-search-bar]')).first().fill(words);
		const end = Date.now() + 5_000;
		for (;;) {
			// The list follows what is typed with a delay.
			await this.page.waitForTimeout(300);
			const names = (await this.page.getByTestId('node-creator-item-name').allInnerTexts()).map((name) => name.trim());
			if (wanted.every((name) => names.includes(name)) || Date.now() > end) return names;
		}
	}
}
