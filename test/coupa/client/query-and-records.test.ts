import { CoupaError } from '../../../lib/coupa/errors';
import { fieldsParameter, fitsInList, OPERATORS, queryName, queryPairs } from '../../../lib/coupa/query';
import { requiredScope } from '../../../lib/coupa/scopes';
import { withoutSecrets } from '../../../lib/coupa/secrets';
import { withDefaults } from '../../../lib/coupa/settings';
import { simplify } from '../../../lib/coupa/simplify';
import { entryNamed } from '../../../lib/coupa/entries';

describe('filters', () => {
	test('paths, dashes and operators', () => {
		const pairs = queryPairs([
			{ field: 'supplier.name', operator: 'gt', value: 'F' },
			{ field: 'supplier[name]', value: 'Müller & Söhne' },
			{ field: 'order-lines.account.code', operator: 'starts_with', value: '10-' },
			{ field: 'status', operator: 'in', value: ['approved', 'voided'] },
			{ field: 'exported', operator: 'not_eq', value: true },
			{ field: 'payment-date', operator: 'blank', value: true },
			{ field: 'updated-at', operator: 'gt_or_eq', value: new Date('2026-04-22T13:00:00+02:00') },
			{ field: 'id', operator: 'not_in', value: 7 },
		]);
		expect(pairs).toEqual([
			['supplier[name][gt]', 'F'],
			['supplier[name]', 'Müller & Söhne'],
			['order_lines[account][code][starts_with]', '10-'],
			['status[in]', 'approved,voided'],
			['exported[not_eq]', 'true'],
			['payment_date[blank]', 'true'],
			['updated_at[gt_or_eq]', '2026-04-22T11:00:00.000Z'],
			['id[not_in]', '7'],
		]);
	});

	test.each([
		[{ field: 'invoice-number', operator: 'in' as const, value: ['A,1', 'B'] }, 'A,1'],
		[{ field: 'invoice-number', operator: 'in' as const, value: [] }, 'empty'],
		[{ field: 'status', value: ['a', 'b'] }, 'one value'],
		[{ field: 'payment-date', operator: 'blank' as const, value: 'maybe' }, 'maybe'],
		[{ field: ' ', value: 'x' }, 'not the name of a field'],
		[{ field: 'supplier..name', value: 'x' }, 'not the name of a field'],
	])('%j is refused', (filter, text) => {
		expect(() => queryPairs([filter])).toThrow(CoupaError);
		expect(() => queryPairs([filter])).toThrow(text);
	});

	test('what fits in a list', () => {
		expect([fitsInList('A-1'), fitsInList('A,1'), fitsInList('  ')]).toEqual([true, false, false]);
	});

	test('names', () => {
		expect(queryName('remit-to-addresses[updated-at]')).toBe('remit_to_addresses[updated_at]');
	});

	test('every documented operator, text search and blank not on date-times', () => {
		expect(OPERATORS.map(({ name }) => name).toSorted()).toEqual([
			'blank',
			'contains',
			'ends_with',
			'eq',
			'gt',
			'gt_or_eq',
			'in',
			'lt',
			'lt_or_eq',
			'not_eq',
			'not_in',
			'starts_with',
		]);
		const onDateTimes = OPERATORS.filter(({ kinds }) => kinds.includes('dateTime')).map(({ name }) => name);
		expect(onDateTimes.filter((name) => ['contains', 'starts_with', 'ends_with', 'blank'].includes(name))).toEqual([]);
		expect(onDateTimes).toContain('gt_or_eq');
	});
});

describe('fields', () => {
	test.each([
		[
			['id', 'invoice-number', 'supplier.number'],
			['id', 'invoice_number', { supplier: ['number'] }],
		],
		[
			['supplier.number', 'id', 'supplier[name]'],
			[{ supplier: ['number', 'name'] }, 'id'],
		],
		[['invoice-lines.account.code', 'invoice-lines.id'], [{ invoice_lines: [{ account: ['code'] }, 'id'] }]],
		[['supplier', 'supplier.number'], ['supplier']],
		[['id', 'id'], ['id']],
		[['custom-fields'], [{ custom_fields: {} }]],
		[
			['custom-fields.cf-region', 'id'],
			[{ custom_fields: {} }, 'id'],
		],
		[['invoice-lines.custom-fields'], [{ invoice_lines: [{ custom_fields: {} }] }]],
	])('%j', (selection, expected) => {
		expect(JSON.parse(fieldsParameter(selection))).toEqual(expected);
	});

	test.each(['a.'.repeat(15_000) + 'x', 'a'.padEnd(50_000, '..'), Array(21).fill('a').join('.')])('%.30s… names no field', (field) => {
		expect(() => fieldsParameter([field])).toThrow(/^“.{1,160}” is not the name of a field\.$/);
	});
});

describe('scopes', () => {
	test.each([
		['GET', '/api/accounts', 'core.accounting.read'],
		['GET', '/api/account_types/3', 'core.accounting.read'],
		['GET', '/api/lookup_values', 'core.common.read'],
		['GET', '/api/suppliers/5', 'core.supplier.read'],
		['GET', '/api/suppliers/5/addresses', 'core.supplier.read'],
		['PUT', '/api/suppliers/5/addresses/6', 'core.supplier.write'],
		['GET', '/api/suppliers/5/supplier_sites', 'core.supplier_sites.read'],
		['GET', '/api/addresses', 'core.common.read'],
		['GET', '/api/purchase_orders?exported=false', 'core.purchase_order.read'],
		['PUT', '/api/purchase_orders/7', 'core.purchase_order.write'],
		['PUT', '/api/purchase_orders/7/close', 'core.purchase_order.write'],
		['PUT', '/api/purchase_order_lines/8/soft_close_for_invoicing', 'core.purchase_order.write'],
		['GET', '/api/purchase_order_revisions', 'core.purchase_order.read'],
		['GET', '/api/invoices', 'core.invoice.read'],
		['GET', '/api/invoices/9/retrieve_image_scan', 'core.invoice.read'],
		['POST', '/api/invoices', 'core.invoice.create'],
		['PUT', '/api/invoices/9', 'core.invoice.write'],
		['PUT', '/api/invoices/9/submit', 'core.invoice.write'],
		['PUT', '/api/invoices/9/image_scan', 'core.invoice.write'],
		['PUT', '/api/invoices/9/dispute', 'core.invoice.write'],
		['PUT', '/api/invoices/9/void', 'core.invoice.delete'],
		['PUT', '/api/invoices/9/abandon', 'core.invoice.delete'],
		['DELETE', '/api/invoices/9', 'core.invoice.delete'],
		['PUT', '/api/invoices/9/restart_approvals', 'core.invoice.approval.write'],
		['PUT', '/api/invoices/9/bypass_approvals', 'core.invoice.approval.bypass'],
		['POST', '/api/invoices/9/attachments', 'core.invoice.create'],
		['GET', '/api/invoices/9/attachments/1', 'core.invoice.read'],
		['POST', '/api/invoices/9/comments', 'core.comment.write'],
		['PUT', '/api/approvals/1/approve', 'core.approval.write'],
		['GET', '/api/data_file_sources', 'core.integration.read'],
		['POST', '/api/integration_history_records', 'core.integration.write'],
		['PUT', '/api/integration_runs/1/success', 'core.integration.write'],
		['GET', '/api/coupa_pay/payments', 'core.pay.payments.read'],
		['PUT', '/api/coupa_pay/payments/1/export', 'core.pay.payments.write'],
		['PUT', '/api/payables/invoices/1/pay_externally', 'core.payables.invoice.write'],
		['POST', '/api/payables/external/payables', 'core.payables.external.write'],
		['GET', '/api/uoms', 'core.uom.read'],
		['POST', '/api/currencies', null],
		['GET', '/api/dispute_reasons', null],
	] as const)('%s %s needs %s', (method, path, scope) => {
		expect(requiredScope(method, path)).toBe(scope);
	});
});

describe('records', () => {
	test('secrets and bank data are left out at any depth, all else stays', () => {
		const supplier = {
			id: 1,
			'account-number': 'CUST-88',
			'cxml-secret': 'a',
			'cxml-http-password': 'b',
			'cxml-http-username': 'coupa',
			'coupa-connect-secret': 'c',
			cxml_invoice_secret: 'd',
			'remit-to-addresses': [
				{
					id: 2,
					'bank-account-number': '1',
					'bank-name': 'B',
					'iban-number': 'DE1',
					'swift-code': 'S',
					bic: 'B',
					'wire-routing-number': '9',
					city: 'Köln',
				},
			],
			'supplier-sites': [{ 'cxml-secret': 'e', code: 'S1' }],
			'custom-fields': { 'cf-region': 'West' },
		};
		expect(withoutSecrets(supplier)).toEqual({
			id: 1,
			'account-number': 'CUST-88',
			'cxml-http-username': 'coupa',
			'remit-to-addresses': [{ id: 2, city: 'Köln' }],
			'supplier-sites': [{ code: 'S1' }],
			'custom-fields': { 'cf-region': 'West' },
		});
		expect(supplier['cxml-secret']).toBe('a');
	});

	test('a simplified invoice is flat, exact and told in Coupa’s words', () => {
		const invoice = {
			id: 12,
			'invoice-number': 'NB-77120',
			'gross-total': '12345678901234567.89',
			paid: false,
			'net-due-date': null,
			currency: { id: 1, code: 'USD' },
			supplier: { id: 5, name: 'Müller', number: 'V-1', 'cxml-secret': 'x' },
			'invoice-lines': [
				{ 'order-header-num': '70316' },
				{ 'order-header-num': '70315' },
				{ 'order-header-num': '70316' },
				{ 'order-header-num': null },
			],
			'custom-fields': {},
		};
		expect(simplify(invoice, entryNamed('invoice'))).toEqual({
			id: 12,
			'invoice-number': 'NB-77120',
			'gross-total': '12345678901234567.89',
			paid: false,
			'net-due-date': null,
			'currency-code': 'USD',
			'supplier-name': 'Müller',
			'supplier-number': 'V-1',
			'po-numbers': '70316, 70315',
		});
	});

	test.each([
		['2026-04-25T00:00:00-07:00', '2026-04-25'],
		['2026-04-25T00:00:00Z', '2026-04-25'],
		['2026-04-25', '2026-04-25'],
		['2026-04-24T17:00:00-07:00', '2026-04-24T17:00:00-07:00'],
		[null, null],
	])('a simplified day %s is shown as %s', (date, shown) => {
		const simplified = simplify({ id: 1, 'invoice-date': date, 'net-due-date': date, 'updated-at': date }, entryNamed('invoice'));
		expect(simplified).toEqual({ id: 1, 'invoice-date': shown, 'net-due-date': shown, 'updated-at': date });
	});

	test('account segments only where filled, supplier lists as lines, purchase orders', () => {
		const account = {
			id: 1,
			code: '10-62',
			'segment-1': '10',
			'segment-2': '62',
			'segment-3': null,
			'segment-4': '',
			'account-type': { name: 'Demo Chart' },
		};
		expect(simplify(account, entryNamed('account'))).toEqual({
			id: 1,
			code: '10-62',
			'segment-1': '10',
			'segment-2': '62',
			'account-type-name': 'Demo Chart',
		});
		const supplier = {
			id: 5,
			number: 'V-1',
			'remit-to-addresses': [{ 'remit-to-code': 'NB-01', 'iban-number': 'DE1' }],
			'primary-address': { country: { code: 'US' } },
		};
		expect(simplify(supplier, entryNamed('supplier'))).toEqual({
			id: 5,
			number: 'V-1',
			'remit-to-codes': 'NB-01',
			'primary-address-country-code': 'US',
		});
		const order = { id: 7, 'po-number': '7', status: 'issued', 'order-lines': [{ 'line-num': '1' }, { 'line-num': '2' }] };
		expect(simplify(order, entryNamed('purchaseOrder'))).toEqual({
			id: 7,
			'po-number': '7',
			status: 'issued',
			'order-line-numbers': '1, 2',
		});
	});
});

describe('settings', () => {
	test('what is left out or undefined gets its default', () => {
		expect(withDefaults({ requestsPerSecond: undefined, maxAttempts: 2 })).toMatchObject({
			requestsPerSecond: 20,
			maxAttempts: 2,
			maxDelayMs: 30_000,
		});
	});

	test.each([0, -1, Number.NaN])('%p requests per second are refused', (requestsPerSecond) => {
		expect(() => withDefaults({ requestsPerSecond })).toThrow(RangeError);
	});
});
