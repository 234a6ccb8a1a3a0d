import { readFile } from 'node:fs/promises';

import type { InvoiceFacts } from '../dataset';
import { deliver, packageOf, PLAIN_LAYOUT, sampleDelivery, type DeliveryFile } from '../scan-one';
import type { Way } from './capture-form';
import { packageFiles } from './lock-box-files';
import type { PageWorld } from './types';

const INITIALS: Record<Way, string> = { scan: 'S', fax: 'F', entry: 'E' };

/** Puts packages into the lock-box as Scan One does. */
export class SentPackages {
	private count = 0;

	constructor(
		private readonly world: () => PageWorld,
		private readonly tell: () => void,
	) {}

	/** An invoice number that nobody has used: `S-0504-143015-1`, the moment and a counter. */
	newNumber(way: Way): string {
		return `${INITIALS[way]}-${this.stamp()}`;
	}

	/** Packs one invoice with its page and delivers it; gives the package's name. */
	async send(way: Way, invoice: InvoiceFacts): Promise<string> {
		const { fileName, content } = await packageOf(this.newName(way), [invoice], PLAIN_LAYOUT);
		return await this.delivered({ fileName, content });
	}

	/** Delivers the three packages of the sample. */
	async sendSample(): Promise<void> {
		for (const file of await sampleDelivery()) await this.delivered(file);
	}

	/** Delivers what lies in the lock-box once more, to the byte and under a name of its own; null when it is nowhere to be found. */
	async sendAgain(name: string): Promise<string | null> {
		const found = (await packageFiles(this.world().root)).find((file) => file.name === name);
		const content = found && (await readFile(found.path).catch(() => undefined));
		if (content === undefined) return null;
		return await this.delivered({ fileName: this.newName('again'), content });
	}

	private async delivered(file: DeliveryFile): Promise<string> {
		await deliver(this.world().root, file);
		this.tell();
		return file.fileName;
	}

	private newName(what: string): string {
		return `${what}-${this.stamp()}.zip`;
	}

	private stamp(): string {
		const [, month = '', day = '', time = ''] = /^\d+-(\d+)-(\d+)T([\d:]+)/.exec(new Date().toISOString()) ?? [];
		return `${month}${day}-${time.replaceAll(':', '')}-${++this.count}`;
	}
}
