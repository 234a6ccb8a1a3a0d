import { createHash } from 'node:crypto';
import { CoupaClient, type CoupaRequest, type CoupaResponse, type CoupaTransport } from '../../../lib/coupa';
import type { ImportInput, ImportSettings } from '../../../lib/coupa/import';
import { recordsAt, type CoupaRecord, type Json } from '../../../lib/core';
import { sample } from '../../sample';
import { input, pdf, World } from './support/world';

const RULES = ['post', 'submit', 'never'] as const;

/** A process that dies at its n-th request (from 1), before it is sent or before its answer is read. */
class DyingTransport implements CoupaTransport {
	readonly instance: string;
	sent = 0;

	constructor(
		private readonly living: CoupaTransport,
		private readonly diesAt: number,
		private readonly when: 'before' | 'after',
	) {
		this.instance = living.instance;
	}

	async send(request: CoupaRequest): Promise<CoupaResponse> {
		this.sent += 1;
		if (this.sent > this.diesAt || (this.sent === this.diesAt && this.when === 'before')) throw new Error('killed');
		const response = await this.living.send(request);
		if (this.sent >= this.diesAt) throw new Error('killed');
		return response;
	}

	async tokenMintedAt(): Promise<number | null> {
		return await this.living.tokenMintedAt();
	}

	async renewToken(): Promise<void> {
		await this.living.renewToken();
	}

	scopes(): string[] {
		return this.living.scopes();
	}
}

interface Scenario {
	name: string;
	/** What is in Coupa before. */
	before?: (world: World) => Promise<void>;
	inputs: () => ImportInput[];
	settings?: Partial<ImportSettings>;
	/** What the run without a death gives; default imported. */
	outcome?: 'heldAsDraft';
}

const LINE: CoupaRecord = {
	'line-num': 1,
	description: 'Bolts',
	quantity: '10',
	price: '10.00',
	uom: { code: 'EA' },
	account: { code: '10-6200-HS' },
};
const attachments: ImportInput['attachments'] = [
	{ kind: 'file', fileName: 'a.txt', mimeType: 'text/plain', read: async () => await Promise.resolve(Buffer.from('a')) },
	{ kind: 'text', text: 'note' },
];
const earlier = input(
	{ invoice: { 'supplier-total': null, 'invoice-number': 'R-1' }, lines: [{ ...LINE, price: '9.00' }] },
	{ submit: false },
);
const earlierLonger = input(
	{ invoice: { 'supplier-total': null, 'invoice-number': 'R-1' }, lines: [LINE, { ...LINE, 'line-num': 2 }] },
	{ submit: false },
);
const corrected = input({ invoice: { 'invoice-number': 'R-1' }, image: pdf('corrected') }, { attachments });

const SCENARIOS: Scenario[] = [
	{
		name: 'new invoices, a draft and a credit note',
		inputs: () => [
			input({
				invoice: {
					'invoice-number': 'C-1',
					'is-credit-note': true,
					'original-invoice-number': 'N-1',
					'original-invoice-date': '2026-04-20',
					'supplier-total': '-100.00',
				},
				lines: [{ ...LINE, price: '-10.00' }],
			}),
			input({ invoice: { 'invoice-number': 'N-1' } }, { attachments }),
			input({ invoice: { 'invoice-number': 'N-2' } }, { submit: false }),
		],
	},
	{
		name: 'a corrected resend',
		before: async (world) => {
			await world.importOne(earlier);
		},
		inputs: () => [corrected],
		outcome: 'heldAsDraft',
	},
	{
		name: 'a corrected resend with fewer lines',
		before: async (world) => {
			await world.importOne(earlierLonger);
		},
		inputs: () => [corrected],
		outcome: 'heldAsDraft',
	},
	{
		name: 'a corrected resend that is submitted',
		before: async (world) => {
			await world.importOne(earlier);
		},
		inputs: () => [corrected],
		settings: { moneyCorrections: 'submit' },
	},
	{
		name: 'two drafts of one delivery',
		before: async (world) => {
			const { invoiceId } = await world.importOne(corrected, { submit: 'never' });
			world.coupa.put('invoices', { ...world.invoice(invoiceId), id: (invoiceId ?? 0) + 100 });
		},
		inputs: () => [corrected],
	},
];

/** Everything that may not depend on where the process died; the ids may. */
function endState(world: World): Json {
	return world
		.invoices()
		.filter(({ status }) => status !== 'voided')
		.map((invoice) => ({
			number: invoice['invoice-number'] ?? null,
			status: invoice.status ?? null,
			note: invoice['internal-note'] ?? null,
			lines: recordsAt(invoice, 'invoice-lines').map(({ price }) => price ?? null),
			image: createHash('sha256')
				.update(world.coupa.imageScan(Number(invoice.id))?.bytes ?? '')
				.digest('hex'),
			attachments: world.coupa.attachments(Number(invoice.id)).map(({ kind }) => kind),
		}))
		.sort((left, right) => String(left.number).localeCompare(String(right.number)));
}

async function cleanRun(
	{ before, settings = {} }: Scenario,
	inputs: ImportInput[],
): Promise<{ requests: number; state: Json; outcomes: string[] }> {
	const world = await World.start();
	try {
		await before?.(world);
		const transport = new DyingTransport(world.transport, Infinity, 'before');
		const results = await world.import(
			inputs,
			{ ...settings, parallelInvoices: 1 },
			{},
			new CoupaClient(transport, { requestsPerSecond: 1000 }),
		);
		return { requests: transport.sent, state: endState(world), outcomes: results.map(({ outcome }) => outcome) };
	} finally {
		await world.stop();
	}
}

describe.each(SCENARIOS)('$name', (scenario) => {
	it.each(RULES)('come out the same wherever the process dies (duplicate rule: %s)', async (duplicateRule) => {
		const inputs = scenario.inputs();
		const clean = await cleanRun(scenario, inputs);
		expect(new Set(clean.outcomes)).toEqual(new Set([scenario.outcome ?? 'imported']));
		const points = Array.from({ length: clean.requests }, (_, index) => index + 1).flatMap((place) =>
			(['before', 'after'] as const).map((when) => ({ place, when })),
		);
		// Each rule takes points of its own.
		for (const { place, when } of sample(points, 3 * RULES.length, RULES.indexOf(duplicateRule))) {
			const world = await World.start({ duplicateRule });
			try {
				await scenario.before?.(world);
				const dying = new CoupaClient(new DyingTransport(world.transport, place, when), { requestsPerSecond: 1000 });
				const died = world.import(inputs, { ...scenario.settings, parallelInvoices: 1 }, {}, dying);
				await died.catch((error: unknown) => {
					expect(error).toMatchObject({ message: 'killed' });
				});
				const results = await world.import(inputs, scenario.settings);
				expect({
					place,
					when,
					outcomes: results.map(({ outcome }) => outcome.replace('alreadyImported', 'imported')),
					state: endState(world),
				}).toEqual({ place, when, outcomes: clean.outcomes, state: clean.state });
			} finally {
				await world.stop();
			}
		}
	});
});
