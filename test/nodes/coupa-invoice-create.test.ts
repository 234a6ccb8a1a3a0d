import type { IDataObject } from 'n8n-workflow';

import { DEFAULT_SCOPES } from '../../lib/coupa';
import { CHART } from '../../tools/sandbox/dataset';
import { coupaCredential } from '../../tools/harness/engine/coupa';
import { FIELDS, invoice, is, lines, operations, picked } from './support/coupa-invoice';
import { flow, flowPerFile } from './support/current-flow';
import { hintsOf, itemsOf } from './support/flow';

flowPerFile();

const sent = () =>
	flow.coupa
		.requests()
		.filter(({ operation }) => operation === 'post')
		.map(({ json }) => json);

describe('Create', () => {
	test('from fields: what is filled in is sent, what is empty is not', async () => {
		const parameters = invoice('create', {
			...FIELDS,
			...lines(
				{
					description: 'Hex bolts',
					price: '19.99',
					quantity: '25',
					unitOfMeasure: picked('key', 'EA'),
					orderLine: picked('list', '881001'),
				},
				{ description: 'Delivery by hand', price: '12.5', account: picked('key', '10-6300-HQ') },
			),
			additionalFields: { controlTotal: '512.25', paymentTerm: picked('key', 'NET30'), supplierNote: 'Grüße 製', internalNote: 'by hand' },
		});
		const [item] = itemsOf(await flow.engine.execute('coupa', parameters));
		expect(item?.json).toMatchObject({
			status: 'draft',
			'invoice-number': 'C-1',
			'supplier-total': '512.25',
			supplier: { number: 'V-20011' },
		});
		expect(item?.pairedItem).toEqual({ item: 0 });
		expect(sent()).toEqual([
			{
				'invoice-number': 'C-1',
				'invoice-date': '2026-05-04',
				'line-level-taxation': false,
				'supplier-total': '512.25',
				supplier: { number: 'V-20011' },
				currency: { code: 'USD' },
				'account-type': { name: CHART },
				'payment-term': { code: 'NET30' },
				'internal-note': 'by hand',
				'supplier-note': 'Grüße 製',
				'invoice-lines': [
					{
						type: 'InvoiceQuantityLine',
						'line-num': 1,
						description: 'Hex bolts',
						price: '19.99',
						quantity: '25',
						uom: { code: 'EA' },
						'order-line-id': 881001,
					},
					{
						type: 'InvoiceAmountLine',
						'line-num': 2,
						description: 'Delivery by hand',
						price: '12.5',
						account: { code: '10-6300-HQ', 'account-type': { name: CHART } },
					},
				],
			},
		]);
		expect(flow.bodiesOutsideSchema()).toEqual([]);
	});

	test('decimals go through as they are written', async () => {
		const price = '12345678901234567.89';
		itemsOf(
			await flow.engine.execute(
				'coupa',
				invoice('create', {
					...FIELDS,
					invoiceNumber: 'C-2',
					...lines({ description: 'Screws', price, account: picked('key', '10-6200-HS') }),
					additionalFields: { controlTotal: price },
				}),
			),
		);
		expect(sent()).toEqual([expect.objectContaining({ 'supplier-total': price, 'invoice-lines': [expect.objectContaining({ price })] })]);
		const [stored] = flow.coupa.rows('invoices').filter((row) => row['invoice-number'] === 'C-2');
		expect(stored).toMatchObject({ 'supplier-total': price, 'invoice-lines': [{ price }] });
	});

	test.each([
		['1,249.50', '"Price of line 1" is not a decimal: 1,249.50 [item 0]'],
		['$12', '"Price of line 1" is not a decimal: $12 [item 0]'],
		['1e5', '"Price of line 1" is not a decimal: 1e5 [item 0]'],
	])('the price %s is refused before anything is sent', async (price, message) => {
		const { error } = await flow.engine.execute('coupa', invoice('create', { ...FIELDS, ...lines({ description: 'Screws', price }) }));
		expect(error).toMatchObject({ message, description: expect.stringMatching(/with a point and without thousands separators/) });
		expect(sent()).toEqual([]);
	});

	test.each([
		[{ additionalFields: { controlTotal: 'a lot' } }, /"Control Total" is not a decimal: a lot/],
		[{ additionalFields: { taxAmount: '7%' } }, /"Tax Amount" is not a decimal: 7%/],
		[{ invoiceDate: '04/05/2026' }, /"Invoice Date" is not a date: 04\/05\/2026/],
		[{ invoiceDate: '2026-02-30' }, /"Invoice Date" is not a date: 2026-02-30/],
		[
			lines({ description: 'Screws', price: '1', orderLine: picked('id', 'PO 70315') }),
			/"Purchase Order Line of line 1" is not a Coupa ID: PO 70315/,
		],
		[{ supplier: picked('id', 'V-20011') }, /"Supplier" is not a Coupa ID: V-20011/],
		[{ supplier: picked('url', 'https://other.coupahost.com/suppliers/show/5502') }, /"Supplier": The link leads to other\.coupahost\.com/],
	])('%j is refused before anything is sent', async (changes, message) => {
		const { error } = await flow.engine.execute(
			'coupa',
			invoice('create', { ...FIELDS, ...lines({ description: 'Screws', price: '1' }), ...changes }),
		);
		expect(error?.message).toMatch(message);
		expect(sent()).toEqual([]);
	});

	test('without lines it is refused before anything is sent, from fields and from JSON', async () => {
		const given = [FIELDS, { specify: 'json', json: '{"invoice-number":"C-NONE"}' }, { specify: 'json', json: { 'invoice-lines': [] } }];
		for (const parameters of given) {
			const { error } = await flow.engine.execute('coupa', invoice('create', parameters));
			expect(error).toMatchObject({
				message: 'The invoice has no lines [item 0]',
				description: 'Add at least one line. Nothing was sent.',
			});
		}
		expect(sent()).toEqual([]);
	});

	test('a date with time counts as its day', async () => {
		itemsOf(
			await flow.engine.execute(
				'coupa',
				invoice('create', {
					...FIELDS,
					invoiceNumber: 'C-3',
					invoiceDate: '2026-05-04T00:00:00.000+02:00',
					...lines({ description: 'Screws', price: '1' }),
				}),
			),
		);
		expect(sent()).toEqual([expect.objectContaining({ 'invoice-date': '2026-05-04' })]);
	});

	test.each([
		['text', (json: object) => JSON.stringify(json)],
		['an object', (json: object) => json as IDataObject],
	])('from JSON as %s', async (kind, form) => {
		const json = {
			'invoice-number': `C-JSON ${kind}`,
			'invoice-date': '2026-05-04',
			'line-level-taxation': false,
			supplier: { number: 'V-20011' },
			'account-type': { name: CHART },
			'invoice-lines': [{ type: 'InvoiceAmountLine', description: 'Screws', price: '50.00' }],
		};
		const [item] = itemsOf(await flow.engine.execute('coupa', invoice('create', { specify: 'json', json: form(json) })));
		expect(item?.json).toMatchObject({ status: 'draft', 'invoice-number': json['invoice-number'] });
		expect(sent()).toEqual([json]);
	});

	test('numbers in JSON keep their digits', async () => {
		const json = `{"invoice-number":"C-DIGITS","invoice-date":"2026-05-04","line-level-taxation":false,"account-type":{"name":"${CHART}"},"supplier":{"id":5502},"invoice-lines":[{"type":"InvoiceAmountLine","line-num":1,"description":"Screws","price":12345678901234567.89}]}`;
		itemsOf(await flow.engine.execute('coupa', invoice('create', { specify: 'json', json })));
		expect(sent()).toEqual([
			expect.objectContaining({
				supplier: { id: 5502 },
				'invoice-lines': [expect.objectContaining({ 'line-num': 1, price: '12345678901234567.89' })],
			}),
		]);
	});

	test.each(['[]', '"text"', '{ "invoice-number": ', '', 'null'])('%j is no invoice', async (json) => {
		const { error } = await flow.engine.execute('coupa', invoice('create', { specify: 'json', json }));
		expect(error).toMatchObject({
			message: '"Invoice (JSON)" is not a JSON object [item 0]',
			description: expect.stringMatching(/in braces/),
		});
	});

	test('what Coupa refuses is told with the field it names, for that item only', async () => {
		const parameters = invoice('create', {
			...FIELDS,
			invoiceNumber: '={{ $json.number }}',
			...lines({ description: '={{ $json.description }}', price: '50.00', account: picked('key', '10-6200-HS') }),
		});
		const { items } = await flow.engine.execute(
			'coupa',
			parameters,
			[
				{ json: { number: 'C-8', description: 'Screws' } },
				{ json: { number: 'C-9', description: '' } },
				{ json: { number: 'C-8', description: 'Screws' } },
			],
			{ continueOnFail: true },
		);
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }, { item: 2 }]);
		expect(items[0]?.json).toMatchObject({ 'invoice-number': 'C-8' });
		expect(items[1]?.json).toMatchObject({
			error: expect.stringMatching(/invoice_lines.*description can't be blank/),
			details: {
				request: 'POST /api/invoices',
				messages: [{ field: 'invoice-header.invoice_lines', text: expect.stringMatching(/description can't be blank/) }],
			},
		});
		expect(items[2]?.json.error).toMatch(/already been used/);
	});

	const screws = (invoiceNumber: string) =>
		invoice('create', {
			...FIELDS,
			invoiceNumber,
			...lines({ description: 'Screws', price: '50.00', account: picked('key', '10-6200-HS') }),
		});

	test('what Coupa surely did not do (429) is sent again', async () => {
		flow.coupa.settings.failNext.push({ match: is('post'), status: 429, headers: { 'retry-after': '0' } });
		const [item] = itemsOf(await flow.engine.execute('coupa', screws('C-429')));
		expect(item?.json).toMatchObject({ 'invoice-number': 'C-429', status: 'draft' });
		expect(operations()).toEqual(['post', 'post']);
	});

	test('a lost answer to an invoice that was created: it is found, given out, and a hint says so', async () => {
		flow.coupa.settings.dropAnswers.push({ match: is('post') });
		const run = await flow.engine.execute('coupa', screws('C-LOST'));
		const [item] = itemsOf(run);
		expect(item).toEqual({ json: expect.objectContaining({ 'invoice-number': 'C-LOST', status: 'draft' }), pairedItem: { item: 0 } });
		expect(hintsOf(run)).toEqual([
			expect.stringMatching(new RegExp(`response for invoice C-LOST was lost\\. Invoice ${String(item?.json.id)}, created at that moment`)),
		]);
		expect(operations()).toEqual(['post', 'list', 'get']);
	});

	test('where nobody can tell, the error says what to look for, and nothing is sent a second time', async () => {
		flow.coupa.settings.failNext.push({ match: is('post'), status: 503 }, ...[1, 2].map(() => ({ match: is('list'), status: 403 })));
		const { error } = await flow.engine.execute('coupa', screws('C-UNKNOWN'));
		expect(error).toMatchObject({
			message: expect.stringMatching(
				/^It is not known whether Coupa carried this out\. Coupa could not handle the invoice \(503.*could not be checked/,
			),
			description: expect.stringMatching(/not sent a second time\. Look for invoice C-UNKNOWN of supplier V-20011 in Coupa/),
		});
		expect(operations()).toEqual(['post', 'list', 'list']);
	});

	test('a missing scope is named', async () => {
		flow.engine.credentials.byType.coupaOAuth2Api = coupaCredential(flow.coupa, {
			scopes: DEFAULT_SCOPES.filter((scope) => !/invoice\.(create|write)/.test(scope)).join(' '),
		});
		const { error } = await flow.engine.execute('coupa', screws('C-SCOPE'));
		expect(error).toMatchObject({
			httpCode: '403',
			message: expect.stringMatching(/needs the scope core\.invoice\.(create|write), which the credential does not ask for/),
			description: expect.stringMatching(/Add core\.invoice\./),
		});
	});

	test('a wrong secret is told with what to check', async () => {
		flow.engine.credentials.byType.coupaOAuth2Api = coupaCredential(flow.coupa, { clientSecret: 'typo' });
		const { error } = await flow.engine.execute('coupa', screws('C-SECRET'));
		expect(error).toMatchObject({
			message: expect.stringMatching(/did not issue an access token: client ID or client secret of the Coupa credential is wrong/),
			description: expect.stringMatching(/^Copy both again from the client in Coupa/),
		});
		expect(JSON.stringify(error)).not.toMatch(/typo/);
	});
});
