import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { readInvoiceFile } from '../../lib/flat-file';
import { openPackage } from '../../lib/package';
import { originalName } from '../../lib/lock-box';
import { textAt } from '../../lib/core';

/** What is in the folders of a sandbox lock-box, read from its disk. */
export class LockBoxFolders {
	constructor(private readonly root: string) {}

	/** Delivered names of the packages in the archive, once for each time they were archived. */
	archived(): string[] {
		return this.files('Archive').map(originalName);
	}

	/** The original bytes of every archived package. */
	archivedPackages(): Array<{ name: string; bytes: Buffer }> {
		return this.files('Archive').map((name) => ({ name: originalName(name), bytes: readFileSync(this.path('Archive', name)) }));
	}

	/** Numbers of the invoices in packages that went back to Scan One, as our own reader reads them. */
	async rejectedNumbers(): Promise<string[]> {
		return await this.numbersIn('Rejected');
	}

	/** Numbers of the invoices that wait for the buyer. */
	async waitingNumbers(): Promise<string[]> {
		return await this.numbersIn('Waiting');
	}

	/** Reports beside the rejected packages, as text. */
	reports(): string[] {
		return this.files('Rejected')
			.filter((name) => name.endsWith('.csv'))
			.map((name) => readFileSync(this.path('Rejected', name), 'utf8'));
	}

	/** True when nothing is delivered or claimed any more. */
	isSettled(): boolean {
		return this.files('').length === 0 && this.files('Processing').filter((name) => !name.startsWith('.')).length === 0;
	}

	private async numbersIn(folder: 'Rejected' | 'Waiting'): Promise<string[]> {
		const numbers: string[] = [];
		for (const name of this.files(folder).filter((file) => file.endsWith('.zip'))) {
			const { csv } = await openPackage(readFileSync(this.path(folder, name)), name);
			if (csv) numbers.push(...(await readInvoiceFile(csv.bytes)).invoices.map(({ record }) => textAt(record, 'invoice-number') ?? ''));
		}
		return numbers;
	}

	private path(folder: string, name: string): string {
		return join(this.root, 'Incoming', folder, 'Invoices', name);
	}

	private files(folder: string): string[] {
		const path = join(this.root, 'Incoming', folder, 'Invoices');
		return existsSync(path) ? readdirSync(path).sort() : [];
	}
}
