import { createHash } from 'node:crypto';
import { CoupaClient } from '../../../../lib/coupa';
import {
	importInvoices,
	type ImportClient,
	type ImportControl,
	type ImportInput,
	type ImportResult,
	type ImportSettings,
} from '../../../../lib/coupa/import';
import type { CoupaRecord, Delivery } from '../../../../lib/core';
import {
	ALL_SCOPES,
	DEFAULT_CLIENT,
	startCoupaSandbox,
	type CoupaSandbox,
	type CoupaSettings,
	type RecordedRequest,
} from '../../../../tools/sandbox/coupa';
import { CHART, coupaSeed } from '../../../../tools/sandbox/dataset';
import { DirectTransport } from '../../../../tools/harness/engine/direct-transport';

/** A one-page PDF with a text, small enough to read at a glance. */
export function pdf(text: string): Buffer {
	return Buffer.from(`%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n% ${text}\ntrailer<</Root 1 0 R>>\n%%EOF\n`);
}

/** A sandbox Coupa with the sample data, and a client over real HTTP. */
export class World {
	private constructor(
		readonly coupa: CoupaSandbox,
		readonly client: CoupaClient,
		readonly transport: DirectTransport,
	) {}

	static async start(settings: Partial<CoupaSettings> = {}, scopes = ALL_SCOPES): Promise<World> {
		const coupa = await startCoupaSandbox({ seed: coupaSeed(), settings: { requestsPerSecond: Infinity, ...settings } });
		const transport = new DirectTransport({
			baseUrl: coupa.url,
			clientId: DEFAULT_CLIENT.clientId,
			clientSecret: DEFAULT_CLIENT.clientSecret,
			scopes,
		});
		return new World(coupa, new CoupaClient(transport, FAST_CLIENT), transport);
	}

	async stop(): Promise<void> {
		await this.coupa.stop();
	}

	/**
	 * Runs the import. The invoices of most tests are alike, so near duplicates are looked for only where a test asks for it. Waits are kept in `waited` instead of being
	 * waited for, unless `settings.sleep` says otherwise.
	 */
	async import(
		inputs: ImportInput[],
		settings: Partial<ImportSettings> = {},
		control: Partial<ImportControl> = {},
		client: ImportClient = this.client,
	): Promise<ImportResult[]> {
		const sleep = async (milliseconds: number) => {
			this.waited.push(milliseconds);
			await Promise.resolve();
		};
		const checks: ImportSettings['checks'] = { nearDuplicate: 'off', ...settings.checks };
		return await importInvoices(
			client,
			inputs,
			{ sleep, now: () => DAY_OF_THE_DATA, ...settings, checks },
			{ mayWrite: () => true, ...control },
		);
	}

	readonly waited: number[] = [];

	async importOne(
		input: ImportInput,
		settings: Partial<ImportSettings> = {},
		control: Partial<ImportControl> = {},
		client?: ImportClient,
	): Promise<ImportResult> {
		const [result] = await this.import([input], settings, control, client ?? this.client);
		if (result === undefined) throw new Error('The import gave no result');
		return result;
	}

	/** Invoices in the sandbox, lowest id first. */
	invoices(): CoupaRecord[] {
		return this.coupa.rows('invoices');
	}

	invoice(id: number | null): CoupaRecord {
		const found = this.invoices().find((invoice) => invoice.id === id);
		if (found === undefined) throw new Error(`The sandbox has no invoice ${id}`);
		return found;
	}

	/** What was asked of Coupa, token requests apart, e.g. `POST /api/invoices`. */
	calls(): string[] {
		return this.apiCalls().map(({ method, path }) => `${method} ${path.replace(/\/\d+/, '/:id')}`);
	}

	apiCalls(): RecordedRequest[] {
		return this.coupa.requests().filter(({ operation }) => operation !== 'token');
	}

	writes(): string[] {
		return this.calls().filter((call) => !call.startsWith('GET'));
	}

	/** Changes an invoice as a person in Coupa would. */
	changeByHand(id: number | null, change: CoupaRecord): void {
		this.coupa.put('invoices', { ...this.invoice(id), 'updated-by': { id: 12, login: 'ana.lyst' }, ...change });
	}
}

/** The data set has fixed dates: the age of its invoices must not grow. */
const DAY_OF_THE_DATA = Date.parse('2026-05-05');

const FAST_CLIENT = { requestsPerSecond: 1000, baseDelayMs: 1, maxDelayMs: 20, youngTokenMs: 0, maxAttempts: 3 };

let serial = 0;

export interface InputOptions {
	invoice?: CoupaRecord;
	lines?: CoupaRecord[];
	delivery?: Partial<Delivery>;
	image?: Buffer;
}

/** A clean, unbacked invoice of one line that Coupa takes and submits. */
export function input({ invoice = {}, lines, delivery = {}, image }: InputOptions = {}, more: Partial<ImportInput> = {}): ImportInput {
	const record: CoupaRecord = {
		'invoice-number': 'T-1',
		'invoice-date': '2026-04-20',
		'line-level-taxation': false,
		'supplier-total': '100.00',
		supplier: { number: 'V-20011' },
		currency: { code: 'USD' },
		'account-type': { name: CHART },
		'payment-term': { code: 'NET30' },
		'invoice-lines': lines ?? [
			{
				type: 'InvoiceQuantityLine',
				'line-num': 1,
				description: 'Bolts',
				quantity: '10',
				price: '10.00',
				uom: { code: 'EA' },
				account: { code: '10-6200-HS' },
			},
		],
		...invoice,
	};
	const content = image ?? pdf(`image of ${String(record['invoice-number'])}`);
	const key = createHash('sha256').update(JSON.stringify(record)).update(content).digest('hex');
	serial += 1;
	return {
		invoice: record,
		delivery: {
			package: `batch-${serial}.zip`,
			claim: `batch-${serial}~claim.zip`,
			entry: 'invoices.csv',
			position: 1,
			rows: [3, 4],
			sha256: createHash('sha256').update(String(serial)).digest('hex'),
			receivedAt: '2026-04-21T08:00:00Z',
			invoices: 1,
			items: 1,
			key,
			boundTo: null,
			encoding: 'auto',
			claimedUntil: null,
			...delivery,
		},
		problems: [],
		submit: true,
		imageScan: {
			fileName: `${String(record['invoice-number'])}.pdf`,
			mimeType: 'application/pdf',
			size: content.length,
			read: async () => await Promise.resolve(content),
		},
		attachments: [],
		...more,
	};
}

/** The same captured invoice delivered again, in another package. */
export const again = (first: ImportInput): ImportInput => ({
	...first,
	delivery: { ...first.delivery, package: 'again.zip', claim: 'again~claim.zip' },
});

export function codes(result: ImportResult): string[] {
	return result.problems.map(({ code }) => code);
}
