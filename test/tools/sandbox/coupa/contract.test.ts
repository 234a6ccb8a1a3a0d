import { ENTRIES, type Entry } from '../../../../lib/coupa';
import { documentedMethods } from '../../../../tools/sandbox/coupa/contract/paths';
import { draft, invoiceBody, lineBody, openCompany, post, type Company } from './company';

/** Every request that an entry offers, as `PUT /api/invoices/7/void`. */
function requestsOf({ path, below, reads, writes = {}, actions = {} }: Entry): string[] {
	const owners = ENTRIES.filter(({ name }) => below?.of.includes(name));
	const lists = below === undefined ? [path] : owners.map((owner) => `${owner.path}/7/${below.list}`);
	const verbs = { create: 'POST', update: 'PUT', delete: 'DELETE' };
	return lists.flatMap((list) => [
		...(reads.includes('get') ? [`GET ${list}/7`] : []),
		...(reads.length > 0 ? [`GET ${list}`] : []),
		...Object.values(writes).map(
			({ kind, step }) => `${verbs[kind]} ${list}${kind === 'create' ? '' : '/7'}${step === undefined ? '' : `/${step}`}`,
		),
		...Object.values(actions).map(({ method = 'PUT', step }) => `${method} ${list}/7${step === '' ? '' : `/${step}`}`),
	]);
}

it.each(ENTRIES.map((entry): [string, Entry] => [entry.name, entry]))('every request of %s is documented', (_name, entry) => {
	const unknown = requestsOf(entry).filter((request) => {
		const [method = '', path = ''] = request.split(' ');
		return documentedMethods(path)?.has(method) !== true;
	});
	expect(unknown).toEqual([]);
});

let company: Company;
beforeEach(async () => {
	company = await openCompany();
});
afterEach(() => company.sandbox.stop());

it('finds nothing in requests as Coupa documents them', async () => {
	const id = await draft(company, { 'custom-fields': { any: 'x' } });
	await company.call('PUT', `/api/invoices/${id}`, { 'invoice-lines': [lineBody()] });
	await company.call('PUT', `/api/invoices/${id}/submit`);
	await company.call('PUT', `/api/invoices/${id}/abandon?reason_insight_id=7`);
	await company.call('PUT', `/api/invoices/${id}/dispute`, { 'dispute-reason': { code: 'A' }, comment: 'b' });
	await company.call('PUT', `/api/invoices/${id}`, { payments: { payment: [{ amount_paid: '5', check_number: '7' }] } });
	await company.call('PUT', '/api/purchase_orders/70315?exported=true&fields=["id"]');
	await company.call('GET', '/api/invoices?supplier[number]=V-20011&status[in]=draft,new&limit=5&order_by=updated_at&dir=desc');
	await company.call('GET', '/api/purchase_orders/70315?show_deleted_lines=true');
	await company.call('GET', '/api/suppliers/5502/addresses');
	await company.call('POST', `/api/invoices/${id}/attachments`, { type: 'text', text: 'a' });
	expect(company.sandbox.contractProblems()).toEqual([]);
});

it.each([
	['GET', '/api/widgets', undefined, 'no such path is documented'],
	['POST', '/api/currencies', {}, 'this path is documented with GET only'],
	['GET', '/api/invoices?colour=red', undefined, 'the parameter colour is not a parameter of invoices'],
	['GET', '/api/invoices/7?exported=true', undefined, 'the parameter exported is not documented'],
	['PUT', '/api/invoices/7/void?reason=x', undefined, 'the parameter reason is not documented'],
	['PUT', '/api/invoices/7/void', { a: 1 }, 'no body is documented'],
	['PUT', '/api/invoices/7?exported=true', { 'internal-note': 'x' }, 'internal-note goes with no request that sets the exported flag'],
	['PUT', '/api/invoices/7', { colour: 'red' }, 'colour is not an attribute of InvoiceHeader'],
	['PUT', '/api/invoices/7', { status: 'approved' }, 'status is output only'],
	['PUT', '/api/invoices/7', { 'invoice-lines': [{ price: 'x' }] }, 'invoice-lines[0].price is not a number'],
])('finds what is not documented in %s %s %j', async (method, path, body, problem) => {
	await company.call(method, path, body);
	expect(company.sandbox.contractProblems()).toEqual([`${method} ${path.split('?')[0] ?? ''}: ${problem}`]);
});

it('looks at the parts of a form', async () => {
	const form = new FormData();
	form.append('scan', new Blob(['x']), 'x.pdf');
	await company.call('PUT', '/api/invoices/7/image_scan', form);
	expect(company.sandbox.contractProblems()).toEqual(['PUT /api/invoices/7/image_scan: the part scan is not documented']);
});

it('knows an invoice as it is posted', async () => {
	await post(company);
	await company.call('POST', '/api/invoices', invoiceBody({ 'gross-total': '5' }));
	expect(company.sandbox.contractProblems()).toEqual(['POST /api/invoices: gross-total is output only']);
});
