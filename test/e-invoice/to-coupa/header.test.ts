import { recordsAt, valueAt, type Json } from '../../../lib/core';
import { toCoupa } from '../../../lib/e-invoice';
import { codesOf, balanced, mapped } from './mapped';
import { changed, eInvoice, INVOICE, LINE, type Written } from './document';

const record = (changes: Written) => mapped(changed(INVOICE, changes)).record;
const line = (changes: Written, header: Written = {}) =>
	recordsAt(record({ ...header, 'BG-25': changed(LINE, changes) }), 'invoice-lines')[0];

it.each([
	[{ 'BT-12': 'C-9' }, 'contract.number', 'C-9'],
	[{ 'BT-16': 'DN-4' }, 'delivery-number', 'DN-4'],
	[{ 'BG-13': { 'BT-72': '2026-04-20' } }, 'delivery-date', '2026-04-20'],
	[{ 'BT-7': '2026-04-21' }, 'delivery-date', '2026-04-21'],
	[{ 'BT-10': 'ann@buyer.example' }, 'requester-email', 'ann@buyer.example'],
	[{ 'BG-7': { 'BG-9': { 'BT-58': 'bob@buyer.example' } } }, 'requester-email', 'bob@buyer.example'],
	[{ 'BG-16': { 'BT-81': '30', 'BT-83': 'R-1/2026' } }, 'means-of-payment', '30'],
	[{ 'BG-16': { 'BT-81': '30', 'BT-83': 'R-1/2026' } }, 'payment-order-reference', 'R-1/2026'],
	[{ 'BG-4': { 'BT-34': { value: '123', scheme: '0088' } } }, 'supplier-electronic-address', '123'],
	[{ 'BG-4': { 'BT-29': ['A', 'B'], 'BT-30': 'HRB 1' } }, 'supplier-party-identifier', 'A'],
	[{ 'BG-4': { 'BT-30': 'HRB 1' } }, 'supplier-party-identifier', 'HRB 1'],
	[{ 'BG-7': { 'BT-49': { value: '456', scheme: '0088' } } }, 'buyer-electronic-address', '456'],
	[{ 'BG-7': { 'BT-46': ['K-77', { value: '789', scheme: '0088' }] } }, 'buyer-party-identifier', '789'],
	[{ 'BG-7': { 'BT-46': ['K-77', { value: '789', scheme: '0088' }] } }, 'customer_account_number', 'K-77'],
	[{ 'XT-exchange-rate': '4.2567' }, 'exchange-rate', '4.2567'],
	[{ 'XT-transaction-id': '1111111111-20260425-ABCDEF123456-01' }, 'transaction-uuid', '1111111111-20260425-ABCDEF123456-01'],
	[{ 'XT-split-payment': 'true' }, 'split-payment-mechanism', true],
	[{ 'XT-split-payment': 'false' }, 'split-payment-mechanism', false],
	[{ 'XT-cash-accounting': 'true' }, 'cash-accounting-scheme-reference', 'true'],
	[{ 'XT-margin-scheme': 'Second-hand goods' }, 'margin-scheme', 'Second-hand goods'],
	[{ 'XT-issuance-place': 'Gdynia' }, 'place-of-issuance', 'Gdynia'],
	[{ 'XT-prepayment-date': '2026-03-01' }, 'pre-payment-date', '2026-03-01'],
	[{ 'XT-document-type': 'KOR_ZAL' }, 'type-of-receipt', 'KOR_ZAL'],
	[{}, 'type-of-receipt', '380'],
	[{ 'XT-reverse-charge': 'true' }, 'reverse-charge-reference', 'Reverse charge'],
	[{ 'XT-self-billed': 'true' }, 'self-billing-reference', 'Self-billing'],
	[{ 'XT-correction-reason': ['Price', 'Quantity'] }, 'credit-reason', 'Price; Quantity'],
	[{ 'XT-discount-percent': '2', 'XT-discount-days': '10' }, 'early-payment-provisions', '2 % within 10 days'],
	[{ 'BG-1': [{ 'BT-21': 'REG', 'BT-22': 'HRB 1' }, { 'BT-22': 'Thank you' }] }, 'supplier-note', 'REG: HRB 1\nThank you'],
	[
		{
			'BG-13': {
				'BT-70': 'Gate 3',
				'BT-71': 'SITE-1',
				'BG-15': {
					'BT-75': 'Road 1',
					'BT-76': 'Hall B',
					'BT-165': 'Dock 4',
					'BT-77': 'Kiel',
					'BT-78': '24103',
					'BT-79': 'SH',
					'BT-80': 'DE',
				},
			},
		},
		'ship-to-address',
		{
			attention: 'Gate 3',
			'location-code': 'SITE-1',
			street1: 'Road 1',
			street2: 'Hall B',
			street3: 'Dock 4',
			city: 'Kiel',
			'postal-code': '24103',
			state: 'SH',
			country: { code: 'DE' },
		},
	],
] as Array<[Written, string, Json]>)('%j gives %s', (changes, path, value) => {
	expect(valueAt(record(changes), ...path.split('.'))).toEqual(value);
});

it('a delivery date counts before the tax point date, which is then listed', () => {
	const result = mapped(changed(INVOICE, { 'BT-7': '2026-04-21', 'BG-13': { 'BT-72': '2026-04-20' } }));
	expect(result.record['delivery-date']).toBe('2026-04-20');
	expect(result.left).toEqual([{ name: 'Value added tax point date (BT-7)', value: '2026-04-21' }]);
});

it('a buyer reference that is no e-mail address is listed', () => {
	const result = mapped(changed(INVOICE, { 'BT-10': '04011000-12345-34' }));
	expect(result.record['requester-email']).toBeUndefined();
	expect(result.left).toEqual([{ name: 'Buyer reference (BT-10)', value: '04011000-12345-34' }]);
});

describe('texts that are too long', () => {
	it('refuse the invoice where it is its number', () => {
		const long = 'N'.repeat(41);
		const { problems } = toCoupa(eInvoice(changed(INVOICE, { 'BT-1': long })));
		expect(problems).toEqual([
			{
				severity: 'error',
				code: 'tooLong',
				column: 'BT-1',
				path: '/BT-1',
				value: long.slice(0, 40),
				message: 'Invoice number (BT-1) has 41 characters; Coupa takes 40. Shorten it and send the invoice again.',
			},
		]);
	});

	it('are listed whole and told elsewhere, by characters', () => {
		const result = mapped(changed(INVOICE, { 'XT-issuance-place': '😀'.repeat(100), 'XT-transaction-id': 'x'.repeat(51) }));
		expect(result.record['place-of-issuance']).toBe('😀'.repeat(100));
		expect(result.record['transaction-uuid']).toBeUndefined();
		expect(result.left).toEqual([
			{ name: 'Number that the national platform gave the invoice (XT-transaction-id)', value: 'x'.repeat(51) },
		]);
		expect(result.problems).toMatchObject([
			{ severity: 'warning', code: 'tooLong', column: 'XT-transaction-id', path: '/XT-transaction-id' },
		]);
	});
});

describe('what Coupa has on lines only', () => {
	it('the order of the header, with the line of the order', () => {
		expect(line({ 'BT-132': '10' }, { 'BT-13': '70315' })).toMatchObject({ 'order-header-num': '70315', 'order-line-num': '10' });
	});

	it('the order of the line itself counts before it', () => {
		const result = mapped(changed(INVOICE, { 'BT-13': '70315', 'BG-25': changed(LINE, { 'XT-line-order': '70316', 'BT-132': '3' }) }));
		expect(recordsAt(result.record, 'invoice-lines')[0]).toMatchObject({ 'order-header-num': '70316', 'order-line-num': '3' });
		expect(result.left).toEqual([{ name: 'Purchase order reference (BT-13)', value: '70315' }]);
	});

	it('a line of an order that is not named is listed', () => {
		const result = mapped(changed(INVOICE, { 'BG-25': changed(LINE, { 'BT-132': '3' }) }));
		expect(recordsAt(result.record, 'invoice-lines')[0]?.['order-line-num']).toBeUndefined();
		expect(result.left).toEqual([{ name: 'Line 1: Referenced purchase order line reference (BT-132)', value: '3' }]);
	});

	it('the period of the header, where a line has none of its own', () => {
		const header = { 'BG-13': { 'BG-14': { 'BT-73': '2026-04-01', 'BT-74': '2026-04-30' } } };
		expect(line({}, header)).toMatchObject({ 'start-date': '2026-04-01', 'end-date': '2026-04-30' });
		const own = line({ 'BG-26': { 'BT-134': '2026-04-05' } }, header);
		expect([own?.['start-date'], own?.['end-date']]).toEqual(['2026-04-05', undefined]);
		const left = mapped(changed(INVOICE, { ...header, 'BG-25': changed(LINE, { 'BG-26': { 'BT-134': '2026-04-05' } }) })).left;
		expect(left.map(({ value }) => value)).toEqual(['2026-04-01', '2026-04-30']);
	});

	it('receipt, accounting reference, contract, delivery note, part numbers and UNSPSC', () => {
		expect(
			line(
				{
					'XT-line-contract': 'C-2',
					'XT-line-despatch': 'DN-2',
					'BG-31': {
						'BT-153': 'Bolt',
						'BT-155': 'S-1',
						'BT-157': { value: '4012345678901', scheme: '0160' },
						'BT-158': [
							{ value: '12345', scheme: 'STI' },
							{ value: '31161500', scheme: 'TST' },
						],
					},
				},
				{ 'BT-15': 'GR-7', 'BT-19': '4711' },
			),
		).toMatchObject({
			'match-reference': 'GR-7',
			'billing-note': '4711',
			contract: { number: 'C-2' },
			'delivery-note-number': 'DN-2',
			'source-part-num': 'S-1',
			'supp-aux-part-num': '4012345678901',
			unspsc: '31161500',
		});
	});

	it('the accounting reference as the code of the account, by setting', () => {
		const written = changed(INVOICE, {
			'BT-19': '10-6300',
			'BG-25': [
				changed(LINE, { 'BT-131': '50.00', 'BT-129': '5', 'BT-133': '10-6400' }),
				changed(LINE, { 'BT-126': '2', 'BT-131': '50.00', 'BT-129': '5' }),
			],
		});
		const lines = recordsAt(balanced(written, { accountingReference: 'accountCode' }).record, 'invoice-lines');
		expect(lines.map(({ account }) => account)).toEqual([{ code: '10-6400' }, { code: '10-6300' }]);
	});
});

it('the chart of accounts is that of the settings', () => {
	expect(record({})['account-type']).toBeUndefined();
	expect(mapped(INVOICE, { chartOfAccounts: 'DE Chart' }).record['account-type']).toEqual({ name: 'DE Chart' });
});

it.each(['49', '59', '48', '54', '55'])('payment means %s: the seller takes the money, told', (code) => {
	expect(codesOf(mapped(changed(INVOICE, { 'BG-16': { 'BT-81': code } })))).toEqual(['collectedBySeller']);
});
