import type { Locator, Page } from 'playwright-core';

import { NodeView } from './node-view';

/** A workflow open in the editor. */
export class Canvas {
	constructor(private readonly page: Page) {}

	/** Opens a new workflow and imports a file into it: the menu beside its name, Import, From file. */
	static async fromFile(page: Page, path: string): Promise<Canvas> {
		await page.goto('/workflow/new', { waitUntil: 'commit' });
		await page.getByTestId('workflow-menu').click();
		await page.getByTestId('workflow-menu-item-import').hover();
		const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.getByRole('menuitem', { name: 'From file' }).click()]);
		await chooser.setFiles(path);
		return await new Canvas(page).ready();
	}

	/** Opens a workflow that n8n holds. */
	static async ofWorkflow(page: Page, id: string): Promise<Canvas> {
		await page.goto(`/workflow/${id}`, { waitUntil: 'commit' });
		return await new Canvas(page).ready();
	}

	/** Names of the nodes, notes aside. */
	async nodes(): Promise<string[]> {
		return await this.page
			.getByTestId('canvas-node')
			.evaluateAll((nodes) => nodes.map((node) => node.getAttribute('data-node-name') ?? ''));
	}

	/** Nodes with the red mark of an issue. */
	async nodesWithIssues(): Promise<string[]> {
		return await this.page
			.getByTestId('canvas-node')
			.filter({ has: this.page.getByTestId('node-issues') })
			.evaluateAll((nodes) => nodes.map((node) => node.getAttribute('data-node-name') ?? ''));
	}

	node(name: string): Locator {
		return this.page.locator(`[data-test-id=canvas-node][data-node-name=${JSON.stringify(name)}]`);
	}

	/** Opens a node as a person does: by a double click. */
	async open(name: string): Promise<NodeView> {
		await this.node(name).locator('[data-test-id=canvas-default-node], [data-test-id=canvas-trigger-node]').first().dblclick();
		return await NodeView.shown(this.page, name);
	}

	/** Runs the workflow by its button, and waits for the end of that run. */
	async execute(): Promise<void> {
		await this.page.getByTestId('execute-workflow-button').click();
		await this.page.getByTestId('stop-execution-button').or(this.page.getByText('Executing workflow')).first().waitFor();
		await this.page.getByTestId('execute-workflow-button').filter({ hasText: 'Execute workflow' }).waitFor({ timeout: 120_000 });
	}

	async fit(): Promise<void> {
		await this.page.getByTestId('zoom-to-fit').click();
	}

	private async ready(): Promise<Canvas> {
		await this.page.getByTestId('canvas-node').first().waitFor();
		return this;
	}
}
