import { randomBytes } from 'node:crypto';

import { Failure, recordsAt, textAt, valueAt, type CoupaRecord } from '../../core';
import { CoupaError } from '../errors';
import { ORDER_FIELDS } from '../import/orders';
import type { QueryPair } from '../query';
import type { PreflightSession } from './session';

/** Orders that are looked at for one that fits. */
const ORDERS = 10;
const NUMBER = /[^\dT]/g;

/** What the test invoices are made of: records that are in Coupa already. */
export interface Subject {
	/** `PREFLIGHT-20261128T031500-1f2e3d4c`: nobody else has it. */
	number: string;
	supplier: CoupaRecord;
	body: CoupaRecord;
	/** A line of an issued order of that supplier; null where there is none. */
	order: { number: string; line: CoupaRecord } | null;
}

/**
 * Chooses supplier, chart of accounts, currency and account: those of the settings, else those of the newest issued order with an active supplier.
 *
 * @throws Failure where they are not found; CoupaError where Coupa cannot be read
 */
export async function findSubject({ asking, settings }: PreflightSession): Promise<Subject> {
	const orders = await issuedOrders(asking, settings.supplierId);
	const suppliers = await suppliersOf(asking, settings.supplierId, orders);
	const order = orders.find((one) => suppliers.some(({ id }) => id === valueAt(one, 'supplier', 'id')));
	const supplier = suppliers.find(({ id }) => id === valueAt(order, 'supplier', 'id')) ?? suppliers[0];
	if (supplier === undefined)
		throw nothing(
			settings.supplierId === null
				? 'There is no active supplier for a test invoice.'
				: 'The supplier chosen for test invoices is not active in Coupa.',
			'Choose an active supplier in Test Supplier.',
		);
	const line = recordsAt(order, 'order-lines')[0] ?? null;
	const chart = await chartOf(asking, settings.chart, textAt(line ?? undefined, 'account', 'account-type', 'id'));
	const currency = textAt(order, 'currency', 'code') ?? textAt(line ?? undefined, 'currency', 'code') ?? (await anyCurrency(asking));
	const [account] = await asking.newest(
		'/api/accounts',
		1,
		['id'],
		[
			['account_type[id]', chart],
			['active', 'true'],
		],
	);
	const number = `PREFLIGHT-${new Date().toISOString().slice(0, 19).replace(NUMBER, '')}-${randomBytes(4).toString('hex')}`;
	const poNumber = textAt(order, 'po-number');
	return {
		number,
		supplier,
		body: {
			'invoice-number': number,
			'invoice-date': new Date().toISOString().slice(0, 10),
			'account-type': { id: Number(chart) },
			'line-level-taxation': false,
			currency: { code: currency },
			supplier: { id: supplier.id ?? null },
			'internal-note': `Test invoice of the preflight (Coupa, Integration, Preflight). It may be voided.`,
			'invoice-lines': [
				{
					...{ 'line-num': 1, type: 'InvoiceAmountLine', description: 'Preflight test, not for payment', price: '0.01' },
					...(account !== undefined && { account: { id: account.id ?? null } }),
				},
			],
		},
		order: poNumber === undefined || line === null ? null : { number: poNumber, line },
	};
}

/** None where the credential may not see them: a test invoice needs none. */
async function issuedOrders(asking: PreflightSession['asking'], supplierId: string | null): Promise<CoupaRecord[]> {
	const query: QueryPair[] = [['status', 'issued']];
	if (supplierId !== null) query.push(['supplier[id]', supplierId]);
	try {
		const further = ['currency.code', 'order-lines.account.account-type.id'];
		return await asking.newest('/api/purchase_orders', ORDERS, [...ORDER_FIELDS, ...further], query);
	} catch (error) {
		if (!(error instanceof CoupaError) || error.kind !== 'forbidden') throw error;
		return [];
	}
}

async function suppliersOf(asking: PreflightSession['asking'], chosen: string | null, orders: CoupaRecord[]): Promise<CoupaRecord[]> {
	const ids = [...new Set(orders.flatMap((one) => textAt(one, 'supplier', 'id') ?? []))];
	const query: QueryPair[] = [['status', 'active']];
	if (chosen !== null) query.push(['id', chosen]);
	else if (ids.length > 0) query.push(['id[in]', ids.join(',')]);
	return await asking.newest('/api/suppliers', ORDERS, ['id', 'name', 'number', 'status'], query);
}

async function chartOf(asking: PreflightSession['asking'], name: string | null, ofOrder: string | undefined): Promise<string> {
	if (name === null && ofOrder !== undefined) return ofOrder;
	const query: QueryPair[] = name === null ? [] : [['name', name]];
	const charts = await asking.newest('/api/account_types', 50, ['id', 'name', 'active'], query);
	const id = textAt(
		charts.find((chart) => chart.active !== false && (name === null || textAt(chart, 'name') === name)),
		'id',
	);
	if (id !== undefined) return id;
	throw nothing(
		name === null ? 'There is no active chart of accounts for a test invoice.' : `There is no active chart of accounts “${name}”.`,
		'Enter the name of an active chart of accounts in Test Chart of Accounts.',
	);
}

async function anyCurrency(asking: PreflightSession['asking']): Promise<string> {
	const [invoice] = await asking.newest('/api/invoices', 1, ['id', 'currency.code']);
	const code = textAt(invoice, 'currency', 'code') ?? textAt((await asking.newest('/api/currencies', 1, ['id', 'code']))[0], 'code');
	if (code !== undefined) return code;
	throw nothing('There is no currency for a test invoice.', 'Choose a supplier with an issued purchase order in Test Supplier.');
}

function nothing(message: string, hint: string): Failure {
	return new Failure(message, 'preflight', { hint });
}
