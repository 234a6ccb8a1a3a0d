import type { Locator, Page } from 'playwright-core';

import { answered } from './calls';

/** One open node: its parameters, what went in and what came out. */
export class NodeView {
	private constructor(private readonly page: Page) {}

	static async shown(page: Page, name: string): Promise<NodeView> {
		const view = new NodeView(page);
		await view.ndv.getByTestId('node-title-container').filter({ hasText: name }).waitFor();
		await view.ndv.getByTestId('node-parameters').waitFor();
		await answered(page);
		return view;
	}

	get output(): Locator {
		return this.ndv.getByTestId('output-panel');
	}

	/** What is marked red: parameters and credentials, by the text beside the mark. */
	async issues(): Promise<string[]> {
		const marks = this.ndv.locator('[data-test-id=parameter-issues], [data-test-id=node-credentials-empty-state], .has-issues');
		const found = await marks.evaluateAll((elements) =>
			elements.map((mark) => {
				const item = mark.closest<HTMLElement>('[data-test-id=parameter-item], [data-test-id=node-credentials-slot]');
				return (item?.innerText ?? mark.textContent).trim().split('\n')[0] ?? '';
			}),
		);
		return [...new Set(found)];
	}

	/** The credential that is chosen; null where none is. */
	async credential(): Promise<string | null> {
		const chosen = this.ndv.getByTestId('node-credentials-select').locator('input').first();
		return (await chosen.count()) === 0 ? null : await chosen.inputValue();
	}

	/** Picks a record in a list by typing a part of its name; gives what was offered. */
	async pick(parameter: string, part: string): Promise<string[]> {
		await this.ndv.getByTestId(`resource-locator-${parameter}`).getByTestId('rlc-input').click();
		const items = this.page.getByTestId('rlc-item');
		await items.first().waitFor();
		await this.page.keyboard.type(part);
		const areThose = async () => {
			const texts = await items.allInnerTexts();
			return texts.length > 0 && texts.every((text) => text.toLowerCase().includes(part.toLowerCase()));
		};
		await waitUntil(areThose, `the list to hold only what has “${part}” in it`);
		const offered = await items.allInnerTexts();
		await items.first().click();
		return offered.map((text) => text.trim());
	}

	async picked(parameter: string): Promise<string> {
		return await this.ndv.getByTestId(`resource-locator-${parameter}`).getByTestId('rlc-input').inputValue();
	}

	/** Adds a field to a resource mapper by its label, and gives it a value. */
	async map(field: string, value: string): Promise<void> {
		await this.ndv.getByRole('button', { name: 'Add field to send' }).click();
		await this.page.getByRole('menuitem', { name: field, exact: true }).click();
		await this.mapped(field).fill(value);
	}

	/** The value of a field of a resource mapper: what is to be typed into nearest to its label. */
	mapped(field: string): Locator {
		const typedInto = 'input[not(@type="radio")] | .//textarea';
		const label = this.ndv.getByText(field, { exact: true }).first();
		return label.locator(`xpath=ancestor::*[.//${typedInto}][1]`).locator('input:not([type=radio]), textarea').first();
	}

	/** Runs this step, and waits for what comes out. */
	async execute(): Promise<void> {
		const ran = this.page.waitForResponse((response) => /\/rest\/workflows\/[^/]+\/run/.test(response.url()));
		await this.ndv.getByTestId('node-execute-button').click();
		await ran;
		await this.output.getByTestId('run-data-item-count').or(this.output.getByTestId('node-error-message')).first().waitFor();
	}

	/** How many items came out, as the output panel says it: above the table, or in the tab of a branch. */
	async itemCount(): Promise<string> {
		const branch = this.output.getByText(/Success Branch \(\d+ items?\)/);
		const said = await this.output.getByTestId('run-data-item-count').or(branch).first().innerText();
		return /\((\d+ items?)\)/.exec(said)?.[1] ?? said.trim();
	}

	/** The rows of the table of what came out: height in CSS pixels, and the cells. */
	async table(): Promise<Array<{ height: number; cells: string[] }>> {
		await this.showAs('table');
		await this.output.locator('tbody tr').first().waitFor();
		return await this.output.locator('tbody tr').evaluateAll((rows) =>
			rows.map((row) => ({
				height: Math.round(row.getBoundingClientRect().height),
				cells: [...row.querySelectorAll('td')].map((cell) => cell.textContent.trim()),
			})),
		);
	}

	/** Shows what came out in this way. */
	async showAs(view: 'json' | 'schema' | 'table'): Promise<void> {
		await this.output.getByTestId(`radio-button-${view}`).click();
	}

	/** The headers of that table. */
	async columns(): Promise<string[]> {
		return (await this.output.locator('thead th').allInnerTexts()).map((text) => text.trim());
	}

	async close(): Promise<void> {
		await this.ndv.getByTestId('ndv-close-button').click();
		await this.ndv.waitFor({ state: 'hidden' });
	}

	/** All of it. */
	get shown(): Locator {
		return this.ndv;
	}

	private get ndv(): Locator {
		return this.page.getByTestId('ndv');
	}
}

async function waitUntil(isSo: () => Promise<boolean>, what: string): Promise<void> {
	const end = Date.now() + 30_000;
	while (!(await isSo())) {
		if (Date.now() > end) throw new Error(`Waited 30 s for ${what}`);
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
}
