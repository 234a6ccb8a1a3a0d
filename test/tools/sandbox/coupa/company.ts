import type { CoupaRecord, Json } from '../../../../lib/core';
import { DEFAULT_CLIENT, startCoupaSandbox, type CoupaSandbox, type CoupaSeed, type SandboxOptions } from '../../../../tools/sandbox/coupa';

const chart = { id: 3, name: 'Demo Chart', active: true, 'dynamic-flag': false };
const otherChart = { id: 4, name: 'Other Chart', active: true, 'dynamic-flag': false };
const usd = { id: 1, code: 'USD', decimals: 2 };
const northbrook = { id: 5502, name: 'Northbrook Fasteners', number: 'V-20011' };
const created = '2026-01-05T09:00:00-07:00';

function account(id: number, code: string, active: boolean, of: CoupaRecord = chart): CoupaRecord {
	return {
		id,
		code,
		name: `Account ${code}`,
		active,
		'account-type-id': of.id ?? null,
		'account-type': of,
		'created-at': created,
		'updated-at': created,
	};
}

function orderLine(id: number, num: string, more: CoupaRecord): CoupaRecord {
	return {
		id,
		'line-num': num,
		description: `Line ${num}`,
		status: 'issued',
		invoiced: '0.0',
		'updated-at': created,
		account: account(4101, '10-6200-HS', true),
		...more,
	};
}

/** A small company: two suppliers, two charts, one order of three lines, and what invoices refer to. */
export function seed(): CoupaSeed {
	return {
		currencies: [usd, { id: 2, code: 'JPY', decimals: 0 }],
		payment_terms: [{ id: 4, code: 'NET30', 'days-for-net-payment': 30 }],
		account_types: [chart, otherChart],
		accounts: [
			account(4101, '10-6200-HS', true),
			account(4102, '10-6200-LS', true),
			account(4103, '10-9999-XX', false),
			account(4201, '10-6200-HS', true, otherChart),
		],
		uoms: [{ id: 1, code: 'EA', name: 'Each' }],
		tax_codes: [
			{ id: 12, code: 'STD', percentage: '8.25', country: { code: 'US' } },
			{ id: 13, code: 'STD', percentage: '19.0', country: { code: 'DE' } },
		],
		addresses: [{ id: 300, name: 'Demo HQ', 'location-code': 'HQ', street1: '1 Hill Rd', city: 'Salem', country: { code: 'US' } }],
		users: [{ id: 91, login: 'ines', email: 'ines@example.test' }],
		suppliers: [
			{
				...northbrook,
				status: 'active',
				'updated-at': '2026-03-01T08:30:00-08:00',
				'remit-to-addresses': [{ id: 9301, 'remit-to-code': 'NB-01', name: 'Northbrook AP', active: true, 'updated-at': created }],
			},
			{
				id: 5503,
				name: 'Größe & Söhne',
				number: 'V-20012',
				status: 'inactive',
				'updated-at': '2026-04-01T10:00:00+02:00',
				'remit-to-addresses': [{ id: 9302, 'remit-to-code': 'GS-01', name: 'GS', active: true, 'updated-at': '2026-05-01T00:00:00Z' }],
			},
		],
		purchase_orders: [
			{
				id: 70315,
				'po-number': '70315',
				status: 'issued',
				exported: false,
				supplier: northbrook,
				currency: usd,
				'updated-at': '2026-04-06T15:45:00-07:00',
				'order-lines': [
					orderLine(881001, '1', {
						type: 'OrderQuantityLine',
						quantity: '25.0',
						price: '19.99',
						total: '499.75',
						uom: { id: 1, code: 'EA' },
					}),
					orderLine(881002, '2', { type: 'OrderAmountLine', price: '300.00', total: '300.00', uom: null }),
					orderLine(881003, '3', { type: 'OrderQuantityLine', quantity: '5.0', price: '1.00', total: '5.00', status: 'deleted' }),
				],
			},
		],
	};
}

export interface Reply {
	status: number;
	headers: Headers;
	text: string;
	/** The parsed body, null where it is not JSON. */
	json: Json;
}

/** A sandbox and a client that holds a token for it. */
export interface Company {
	sandbox: CoupaSandbox;
	call(method: string, path: string, body?: Json | FormData, headers?: Record<string, string>): Promise<Reply>;
	token(form?: Record<string, string>, headers?: Record<string, string>): Promise<Reply>;
}

const opened: CoupaSandbox[] = [];

// Also after a test that failed half-way: an open server would keep jest from ending.
afterAll(() => Promise.all(opened.map((sandbox) => sandbox.stop())));

export function stopAfterwards(sandbox: CoupaSandbox): CoupaSandbox {
	opened.push(sandbox);
	return sandbox;
}

/** Starts a sandbox with the seed above and without its request limit. */
export async function openCompany(options: SandboxOptions = {}): Promise<Company> {
	const sandbox = stopAfterwards(
		await startCoupaSandbox({ seed: seed(), ...options, settings: { requestsPerSecond: Infinity, ...options.settings } }),
	);
	const client = options.clients?.[0] ?? DEFAULT_CLIENT;
	const token: Company['token'] = (form = {}, headers = {}) =>
		reply(
			fetch(`${sandbox.url}/oauth2/token`, {
				method: 'POST',
				headers,
				body: new URLSearchParams({
					client_id: client.clientId,
					client_secret: client.clientSecret,
					grant_type: 'client_credentials',
					scope: client.scopes.join(' '),
					...form,
				}),
			}),
		);
	const bearer = field((await token()).json, 'access_token');
	const call: Company['call'] = (method, path, body, headers = {}) => {
		const isForm = body instanceof FormData;
		return reply(
			fetch(sandbox.url + path, {
				method,
				headers: {
					authorization: `Bearer ${String(bearer)}`,
					accept: 'application/json',
					...(body === undefined || isForm ? {} : { 'content-type': 'application/json' }),
					...headers,
				},
				...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
			}),
		);
	};
	return { sandbox, call, token };
}

async function reply(pending: Promise<Response>): Promise<Reply> {
	const response = await pending;
	const text = await response.text();
	let json: Json = null;
	try {
		json = JSON.parse(text) as Json;
	} catch {
		// Not JSON: the text alone is of interest.
	}
	return { status: response.status, headers: response.headers, text, json };
}

/** A value deep inside an answer. */
export function field(json: Json, ...path: Array<string | number>): Json {
	return path.reduce<Json>(
		(value, step) => (typeof value === 'object' && value !== null ? ((value as Record<string | number, Json>)[step] ?? null) : null),
		json,
	);
}

/** The ids of a list answer. */
export function ids(reply: Reply): Json[] {
	return (reply.json as CoupaRecord[]).map((record) => record.id ?? null);
}

/** A body that Coupa takes and, submitted, passes on; changed as asked. */
export function invoiceBody(changes: CoupaRecord = {}): CoupaRecord {
	return {
		'invoice-number': 'NB-77121',
		'invoice-date': '2026-04-25',
		'line-level-taxation': false,
		supplier: { number: 'V-20011' },
		currency: { code: 'USD' },
		'account-type': { name: 'Demo Chart' },
		'invoice-lines': [lineBody()],
		...changes,
	};
}

export function lineBody(changes: CoupaRecord = {}): CoupaRecord {
	return {
		type: 'InvoiceQuantityLine',
		description: 'Hex bolts M8 box',
		quantity: '10',
		price: '19.98',
		uom: { code: 'EA' },
		account: { code: '10-6200-HS' },
		...changes,
	};
}

export const post = (company: Company, changes: CoupaRecord = {}): Promise<Reply> =>
	company.call('POST', '/api/invoices', invoiceBody(changes));

/** POSTs an invoice and gives its id; throws when it is not taken. */
export async function draft(company: Company, changes: CoupaRecord = {}): Promise<number> {
	const created = await post(company, changes);
	if (created.status !== 201) throw new Error(`No draft: ${created.status} ${created.text}`);
	return Number(field(created.json, 'id'));
}

/** The texts of an error answer in shape B, by object. */
export function shapeB(reply: Reply): Json {
	return field(reply.json, 'errors', 'request', 0);
}
