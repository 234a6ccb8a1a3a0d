import { checkCredential, ENTRIES, heldAs, loginOf, openingScopes, requiredScope } from '../../../lib/coupa';
import { entryNamed, listPath } from '../../../lib/coupa/entries';
import { whyRefused } from '../../../lib/coupa/wording';
import type { CoupaRequest } from '../../../lib/coupa';

const LISTS_WITH_NEWER = [
	['/api/addresses', 'core.address.read_write'],
	['/api/business_groups/4', 'core.business_groups.read_write'],
	['/api/lookups', 'core.lookups.read_write'],
	['/api/lookup_values/9', 'core.lookups.read_write'],
	['/api/roles', 'core.roles.read_write'],
	['/api/custom_objects/7/object_instances', 'core.custom_objects.read_write'],
] as const;

/** What an analyst reads after a 403, with these scopes in the credential. */
const told = (method: CoupaRequest['method'], path: string, held: string[] = []) => {
	const { message, hint } = whyRefused('forbidden', { method, path }, 403, '', held);
	return `${message} | ${hint}`;
};

describe('x.read_write', () => {
	test.each([
		['core.address.read', ['core.address.read_write'], 'core.address.read_write'],
		['core.address.write', ['core.address.read_write'], 'core.address.read_write'],
		['core.address.read_write', ['core.address.read_write'], 'core.address.read_write'],
		['core.address.read', ['core.address.write'], null],
		['core.address.read_write', ['core.address.read', 'core.address.write'], null],
		['core.invoice.create', ['core.invoice.read_write'], null],
		['core.lookups.read', ['core.lookup.read_write'], null],
	])('%s with %j', (scope, held, as) => {
		expect(heldAs(scope, held)).toBe(as);
	});

	test('satisfies the credential test', async () => {
		const claims = Buffer.from(JSON.stringify({ scope: 'core.invoice.read core.roles.read_write' })).toString('base64url');
		const tested = async (scope: string) => {
			const login = loginOf({ serverUrl: 'https://acme.coupahost.com', scopes: scope });
			const now = Date.now();
			const token = { value: `x.${claims}.y`, mintedAt: now, expiresAt: now + 86_399_000 };
			await checkCredential(login, token, async () => await Promise.resolve({ status: 200, body: Buffer.from('[]') }));
		};
		await expect(tested('core.invoice.read core.roles.read core.roles.write core.roles.read_write')).resolves.toBeUndefined();
		await expect(tested('core.roles.read core.address.read')).rejects.toThrow('did not grant the scope: core.address.read.');
	});
});

describe('403', () => {
	test.each(LISTS_WITH_NEWER)('on %s names both scopes, to read and to write', (path, newer) => {
		expect(openingScopes('GET', path)).toEqual(['core.common.read', newer]);
		expect(told('GET', path)).toContain(`core.common.read or, where Coupa has it, ${newer}, which the credential does not ask for`);
		expect(told('PUT', path)).toContain(`core.common.write or, where Coupa has it, ${newer}`);
	});

	test('says which of the two the credential asks for', () => {
		expect(told('GET', '/api/roles', ['core.roles.read_write'])).toContain('and the credential asks for core.roles.read_write');
		expect(told('GET', '/api/roles', ['core.common.read'])).toMatch(/asks for core\.common\.read .*grant one of them/);
	});

	test('names one scope where there is one', () => {
		expect(openingScopes('GET', '/api/suppliers')).toEqual(['core.supplier.read']);
		expect(told('GET', '/api/suppliers')).toMatch(/needs the scope core\.supplier\.read, which the credential does not ask for .*Add core/);
		expect(openingScopes('GET', '/api/dispute_reasons')).toEqual([]);
	});
});

describe('lists below a record and steps of one', () => {
	test.each([
		['GET', '/api/invoices/7/comments', 'core.comment.read'],
		['POST', '/api/invoices/7/attachments', 'core.invoice.create'],
		['GET', '/api/invoices/7/attachments/3', 'core.invoice.read'],
		['POST', '/api/suppliers/7/supplier_sites', 'core.supplier_sites.write'],
		['GET', '/api/suppliers/7/addresses/3', 'core.supplier.read'],
		['PUT', '/api/warehouses/7/locations/3', 'core.inventory.common.write'],
		['DELETE', '/api/warehouses/7/locations/3', 'core.inventory.common.write'],
		['POST', '/api/contracts/7/contract_terms', 'core.contract.write'],
		['GET', '/api/budget_lines/7/budget_line_adjustments', 'core.budget.read'],
		['POST', '/api/invoices', 'core.invoice.create'],
		['PUT', '/api/invoices/7', 'core.invoice.write'],
		['DELETE', '/api/invoices/7', 'core.invoice.delete'],
		['PUT', '/api/asn/headers/7/receive', 'core.inventory.asn.write'],
		['PUT', '/api/payables/invoices/7/export', 'core.payables.invoice.write'],
		['POST', '/api/account_types/7/copy', 'core.accounting.write'],
		['POST', '/api/accounts/validate_account', 'core.accounting.write'],
	] as const)('%s %s needs %s', (method, path, scope) => {
		expect(openingScopes(method, path)[0]).toBe(scope);
		expect(told(method, path)).toContain(scope);
	});

	test.each(
		ENTRIES.flatMap(({ path, scopes, actions = {} }) =>
			Object.values(actions).map(({ step, method = 'PUT' }) => ({ call: `${path}/7/${step}`, method, step, scopes })),
		),
	)('$method $call needs what the entry says', ({ call, method, step, scopes: { write, below = {} } }) => {
		const expected = below[step] ?? write;
		expect(requiredScope(method, call)).toBe(typeof expected === 'object' ? (expected?.write ?? null) : expected);
	});

	test.each(
		ENTRIES.flatMap((entry) =>
			(entry.below?.of ?? []).map((owner) => ({ entry, owner, list: listPath(entry, { entry: entryNamed(owner), id: '7' }) })),
		),
	)('a record of $list is called by its name', ({ entry, owner, list }) => {
		expect(told('GET', `${list}/4711`)).toContain(`the request for ${entry.one} 4711 of ${entryNamed(owner).one} 7`);
		expect(told('DELETE', `${list}/4711`)).toContain(`the removal of ${entry.one} 4711 of ${entryNamed(owner).one} 7`);
		expect(told('GET', list)).toContain(`the query for ${entry.many} of ${entryNamed(owner).one} 7`);
	});
});
