import type { Page } from 'playwright-core';

/** How the editor's test of a credential ended, with all that the dialog says about it. */
export interface ShownTest {
	passed: boolean;
	text: string;
}

const PASSED = 'Connection tested successfully';
const FAILED = 'Couldn’t connect with these settings';

/** The editor's dialog for one credential. */
export class CredentialDialog {
	private constructor(private readonly page: Page) {}

	/**
	 * Opens the dialog for a new credential, by its menu.
	 *
	 * @param type as people read it, e.g. “Coupa OAuth2 API”
	 */
	static async create(page: Page, type: string, name: string): Promise<CredentialDialog> {
		await page.goto('/home/credentials', { waitUntil: 'commit' });
		await page.getByTestId('add-resource-credential').click();
		await page.getByTestId('new-credential-type-select').waitFor();
		await page.keyboard.type(type);
		await page.getByTestId('new-credential-type-select-option').filter({ hasText: type }).first().click();
		await page.getByTestId('new-credential-type-button').click();
		const dialog = new CredentialDialog(page);
		await dialog.shown.waitFor();
		await dialog.rename(name);
		return dialog;
	}

	get shown() {
		return this.page.getByTestId('editCredential-modal');
	}

	/** Types a value into a field, by the field's internal name. */
	async fill(values: Record<string, string>): Promise<void> {
		for (const [field, value] of Object.entries(values))
			await this.shown.getByTestId(`parameter-input-${field}`).locator('input, textarea').first().fill(value);
	}

	/** Saves, which makes n8n test the credential, and gives what is to be read then. */
	async saveAndTest(): Promise<ShownTest> {
		const tested = this.page.waitForResponse((response) => response.url().endsWith('/rest/credentials/test'));
		await this.shown
			.getByTestId('credential-save-button')
			.locator('button')
			.or(this.shown.getByRole('button', { name: 'Save' }))
			.first()
			.click();
		await tested;
		await this.shown.getByText(PASSED).or(this.shown.getByText(FAILED)).first().waitFor();
		const passed = await this.shown.getByText(PASSED).isVisible();
		const details = this.shown.getByText('More details');
		if (await details.isVisible()) await details.click();
		return { passed, text: await this.shown.innerText() };
	}

	async close(): Promise<void> {
		await this.page.keyboard.press('Escape');
		await this.shown.waitFor({ state: 'hidden' });
	}

	private async rename(name: string): Promise<void> {
		await this.shown.getByTestId('credential-name').getByTestId('inline-edit-preview').click();
		await this.page.keyboard.press('ControlOrMeta+a');
		await this.page.keyboard.type(name);
		await this.page.keyboard.press('Enter');
	}
}
