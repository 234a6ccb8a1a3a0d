import { createHash } from 'node:crypto';
import { CoupaClient } from '../../../lib/coupa';
import type { ImportInput, ImportResult } from '../../../lib/coupa/import';
import { schemaProblems } from '../../../tools/sandbox/coupa';
import { CLOSED_PERIOD_ACCOUNT } from '../../../tools/sandbox/dataset';
import { sampleDelivery, scaledDelivery, type SampleInvoice } from '../../../tools/sandbox/scan-one';
import { inputsOf } from './support/delivered';
import { World } from './support/world';

/** As the node has it: near duplicates are looked for. */
const NEAR = { checks: { nearDuplicate: 'draft' as const } };

const byOutcome = (results: ImportResult[]) =>
	Object.fromEntries(
		['imported', 'alreadyImported', 'heldAsDraft', 'refused', 'needsBuyer', 'undecided'].map((name) => [
			name,
			results.filter(({ outcome }) => outcome === name).length,
		]),
	);

describe('the sample delivery', () => {
	let world: World;
	let inputs: ImportInput[];
	let expected: SampleInvoice[];
	beforeAll(async () => {
		const packages = await sampleDelivery();
		expected = packages.flatMap(({ invoices }) => invoices);
		inputs = (await Promise.all(packages.map(inputsOf))).flat();
		world = await World.start({ closedPeriodAccounts: [CLOSED_PERIOD_ACCOUNT] });
	});
	afterAll(async () => {
		await world.stop();
	});

	it('ends as it must, invoice by invoice', async () => {
		const results = await world.import(inputs, NEAR);
		expect(
			results.map(({ outcome, reason }, index) => [expected[index]?.number, outcome, outcome === expected[index]?.expected ? '' : reason]),
		).toEqual(expected.map(({ number, expected: outcome }) => [number, outcome, '']));
		expect(byOutcome(results)).toEqual({ imported: 20, alreadyImported: 0, heldAsDraft: 1, refused: 3, needsBuyer: 1, undecided: 0 });
		expect(results.map(({ submitted }) => submitted)).toEqual(expected.map(({ submitted }) => submitted));
	});

	it('has byte-identical images and its attachments in Coupa', () => {
		const inCoupa = expected.filter(({ expected: outcome }) => outcome === 'imported' || outcome === 'heldAsDraft');
		for (const { number, image, attachments } of inCoupa) {
			const id = Number(world.invoices().find((invoice) => invoice['invoice-number'] === number)?.id);
			const bytes = world.coupa.imageScan(id)?.bytes ?? '';
			expect([number, createHash('sha256').update(bytes).digest('hex')]).toEqual([number, image?.sha256]);
			expect(world.coupa.attachments(id).map(({ kind }) => kind.replace('url', 'link'))).toEqual(attachments.map(({ kind }) => kind));
		}
		expect(world.invoices()).toHaveLength(21);
	});

	it('costs at most 3.35 calls per submitted invoice, attachments apart, token included; a refused submit is read once more', () => {
		const submitted = new Set(
			world
				.apiCalls()
				.filter(({ operation, status }) => operation === 'submit' && status === 200)
				.map(({ invoiceId }) => invoiceId),
		);
		const calls = world.coupa
			.requests()
			.filter(({ operation, invoiceId }) => operation !== 'attachment' && (invoiceId === undefined || submitted.has(invoiceId)));
		expect(submitted.size).toBe(19);
		// The sample names tax codes, requesters and broken quantities: a few shared calls of single checks.
		const ofChecks = calls.filter(({ path }) => ['/api/uoms', '/api/tax_codes', '/api/contracts', '/api/users'].includes(path));
		expect(ofChecks.length).toBeLessThanOrEqual(4);
		const ofNear = calls.filter(({ method, query }) => method === 'GET' && query.some(([name]) => name.startsWith('invoice_date')));
		expect(ofNear.length).toBe(2);
		const counted = calls.length - ofChecks.length - ofNear.length;
		expect(counted / submitted.size).toBeLessThanOrEqual(3.35);
		const reads = world.apiCalls().filter(({ method }) => method === 'GET').length;
		expect(reads - ofChecks.length - ofNear.length).toBeLessThanOrEqual(6);
	});

	it("fits Coupa's own schema in every body it sent", () => {
		for (const { operation, json } of world.apiCalls()) {
			if (operation === 'post') expect(schemaProblems(json ?? null, 'InvoiceHeader')).toEqual([]);
		}
	});

	it('delivered again imports nothing and doubles nothing', async () => {
		world.coupa.clearRequests();
		const results = await world.import(inputs, NEAR);
		expect(byOutcome(results)).toEqual({ imported: 0, alreadyImported: 20, heldAsDraft: 1, refused: 3, needsBuyer: 1, undecided: 0 });
		expect(world.invoices()).toHaveLength(21);
		expect(world.writes()).toEqual(['PUT /api/invoices/:id/submit']);
	});
});

describe('two hundred invoices', () => {
	it('cost at most 3.1 calls each, token included, in order and each exactly once', async () => {
		const { coupa, packages } = await scaledDelivery(200, 100);
		const world = await World.start();
		try {
			for (const [resource, records] of Object.entries(coupa))
				for (const record of records) world.coupa.put(resource, record, { keepUpdatedAt: true });
			const inputs = (await Promise.all(packages.map(inputsOf))).flat();
			const results = await world.import(
				inputs,
				NEAR,
				{},
				new CoupaClient(world.transport, { requestsPerSecond: 10_000, youngTokenMs: 0 }),
			);
			expect(byOutcome(results)).toMatchObject({ imported: 200 });
			const numbers = new Map(world.invoices().map((invoice) => [invoice.id, invoice['invoice-number']]));
			expect(results.map(({ invoiceId }) => numbers.get(invoiceId))).toEqual(inputs.map(({ invoice }) => invoice?.['invoice-number']));
			expect(numbers.size).toBe(200);
			expect(world.coupa.requests().length / 200).toBeLessThanOrEqual(3.1);
			expect(world.calls().filter((call) => call.startsWith('GET')).length).toBeLessThanOrEqual(80);
		} finally {
			await world.stop();
		}
	}, 120_000);

	it('delivered again cost look-ups only', async () => {
		const { coupa, packages } = await scaledDelivery(120, 60);
		const world = await World.start();
		try {
			for (const [resource, records] of Object.entries(coupa))
				for (const record of records) world.coupa.put(resource, record, { keepUpdatedAt: true });
			const inputs = (await Promise.all(packages.map(inputsOf))).flat();
			await world.import(inputs, NEAR);
			world.coupa.clearRequests();
			expect(byOutcome(await world.import(inputs, NEAR))).toMatchObject({ alreadyImported: 120 });
			expect(world.writes()).toEqual([]);
			expect(world.calls().length).toBeLessThanOrEqual(15);
		} finally {
			await world.stop();
		}
	});
});
