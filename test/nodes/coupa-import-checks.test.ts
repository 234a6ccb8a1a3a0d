import { CHART } from '../../tools/sandbox/dataset';
import { plainInvoice } from '../../tools/sandbox/scan-one';
import { Engine } from '../../tools/harness/engine/engine';
import { imported, level, unbacked, writes } from './support/coupa-import';
import { flow, flowPerFile } from './support/current-flow';
import { detailsOf, inCoupa, problems } from './support/flow';

flowPerFile();

describe('Checks', () => {
	const off = plainInvoice('CH', { wrongControlTotal: '50.01' });

	test.each([
		['error', 'refused', ['error controlTotal']],
		['draft', 'heldAsDraft', ['warning controlTotal']],
		['warning', 'imported', ['warning controlTotal']],
		['off', 'imported', []],
	])('control total set to %s', async (set, outcome, found) => {
		// Coupa itself would refuse to submit such an invoice.
		const item = await imported({ ...off, number: `CH-${set}`, submit: 'No' }, level('controlTotal', set));
		expect([item.json.outcome, problems(item)]).toEqual([outcome, found]);
	});

	test('a finding names row, column, value and reason', async () => {
		const item = await imported(off);
		expect(detailsOf(item).problems).toEqual([
			expect.objectContaining({
				row: 3,
				column: 'Invoice Control Total',
				value: '50.01',
				message: expect.stringMatching(/control total is 50\.01.*50/),
			}),
		]);
	});

	test('a level that a check does not have is not offered by the node, and the usual one stays in force for the others', async () => {
		const item = await imported({ ...off, number: 'CH-OTHER' }, level('supplierName', 'off'));
		expect(item.json.outcome).toBe('refused');
	});

	test('an unknown supplier needs the buyer, or is refused by setting', async () => {
		const unknown = plainInvoice('CH-SUP', { supplierNumber: 'V-99999' });
		expect(await imported(unknown)).toMatchObject({ json: { outcome: 'needsBuyer' } });
		expect(await imported(unknown, level('supplierExists', 'error'))).toMatchObject({ json: { outcome: 'refused' } });
	});
});

describe('Control Total Tolerance', () => {
	const band = {
		controlTotalBand: {
			band: [
				{ currency: ' usd ', amount: ' 0.05 ' },
				{ currency: 'EUR', amount: '1' },
			],
		},
	};

	test.each([
		['50.05', 'imported'],
		['49.95', 'imported'],
		['50.06', 'refused'],
	])('of 0.05: %s is %s', async (wrongControlTotal, outcome) => {
		expect(await imported(plainInvoice(`BAND-${wrongControlTotal}`, { wrongControlTotal, submit: 'No' }), band)).toMatchObject({
			json: { outcome },
		});
	});

	test('what is no amount is told instead of being taken for zero', async () => {
		const { error } = await flow.import(await flow.captured([plainInvoice('BAND-X')]), {
			controlTotalBand: { band: [{ currency: 'USD', amount: '5 cents' }] },
		});
		expect(error).toMatchObject({ message: expect.stringMatching(/"Control Total Tolerance" of USD is not a decimal: 5 cents/) });
		expect(writes()).toEqual([]);
	});
});

describe('Default Accounts', () => {
	test('code lines without account, per chart', async () => {
		const options = { defaultAccounts: { chart: [{ name: ` ${CHART} `, code: ' 10-6200-LS ' }] } };
		expect(await imported(plainInvoice('ACC-1', unbacked()), options)).toMatchObject({ json: { outcome: 'imported' } });
		expect(inCoupa(flow, 'ACC-1')).toMatchObject({ 'invoice-lines': [{ account: { code: '10-6200-LS' } }] });
		expect(
			await imported(plainInvoice('ACC-2', unbacked()), { defaultAccounts: { chart: [{ name: 'Other Chart', code: '10-6200-LS' }] } }),
		).toMatchObject({ json: { outcome: 'heldAsDraft' } });
		expect(flow.bodiesOutsideSchema()).toEqual([]);
	});
});

describe('Existing Invoices', () => {
	const CHOICES = ['abandoned', 'voided', 'rejected', 'disputed'] as const;

	/** An invoice of that number that people made in Coupa, in a state. */
	function madeByHand(number: string, status: string, date = '2026-05-04'): void {
		const supplier = flow.coupa.rows('suppliers').find((row) => row.number === 'V-20011');
		const id = 500_000 + flow.coupa.rows('invoices').length;
		const by = { id: 12, login: 'ana.lyst' };
		flow.coupa.put('invoices', {
			id,
			'invoice-number': number,
			status,
			'invoice-date': `${date}T00:00:00-07:00`,
			supplier: { id: Number(supplier?.id), number: 'V-20011' },
			currency: { code: 'USD' },
			'supplier-total': '50.00',
			'document-type': 'Invoice',
			'created-by': by,
			'updated-by': by,
			'internal-note': null,
		});
	}

	beforeEach(() => {
		flow.coupa.settings.duplicateRule = 'never';
	});

	test.each(CHOICES)('%s: the choice decides', async (status) => {
		for (const choice of ['import', 'refuse']) {
			const number = `EX-${status}-${choice}`;
			madeByHand(number, status);
			const item = await imported(plainInvoice(number), { existing: { choices: { [status]: choice } } });
			expect(item.json.outcome).toBe(choice === 'import' ? 'imported' : 'refused');
			expect(problems(item)).toEqual(choice === 'import' ? [] : ['error duplicate']);
		}
	});

	test.each([
		['abandoned', 'imported'],
		['voided', 'imported'],
		['rejected', 'refused'],
		['disputed', 'refused'],
		['pending_approval', 'refused'],
	])('%s without a choice', async (status, outcome) => {
		madeByHand(`EX-usual-${status}`, status);
		expect(await imported(plainInvoice(`EX-usual-${status}`))).toMatchObject({ json: { outcome } });
	});

	test('a number used again for another invoice', async () => {
		madeByHand('EX-reused', 'approved', '2025-05-04');
		expect(await imported(plainInvoice('EX-reused'))).toMatchObject({
			json: {
				outcome: 'refused',
				details: { problems: [{ code: 'numberReused', message: expect.stringMatching(/another date.*invoice 500/) }] },
			},
		});
		expect(await imported(plainInvoice('EX-reused'), { existing: { choices: { numberReused: 'import' } } })).toMatchObject({
			json: { outcome: 'imported' },
		});
	});

	test('choices that are set leave the others as they are', async () => {
		madeByHand('EX-partial', 'voided');
		expect(await imported(plainInvoice('EX-partial'), { existing: { choices: { disputed: 'import' } } })).toMatchObject({
			json: { outcome: 'imported' },
		});
	});
});

test('every check and choice of the code has its place in the node', async () => {
	const engine = await Engine.load();
	const description = JSON.stringify(engine.nodeType('coupa').description.properties);
	for (const name of ['controlTotal', 'imagePresent', 'freightOnPo', 'accountExists']) expect(description).toContain(`"value":"${name}"`);
});
