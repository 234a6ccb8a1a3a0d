import type { IDataObject } from 'n8n-workflow';

import { type CoupaRecord, textAt } from '../../lib/core';
import { ENTRIES } from '../../lib/coupa';
import { definitionOf } from '../../lib/coupa/schema';
import { resourceOf } from '../../tools/sandbox/coupa/resources';
import { bodyFor, changeable, LENIENT, type WriteCase, writeCases } from './support/coupa-bodies';
import { type Company, companyOfEntries, keep, listOf, ownedBy, pick, sampleOf, writesOf } from './support/coupa-entries';

/** Every way of writing that an entry has, through the node itself. */
let company: Company;

beforeAll(async () => {
	company = await companyOfEntries();
});

afterAll(async () => {
	await company.coupa.stop();
});

afterEach(() => {
	const { coupa } = company;
	coupa.intercept(null);
	const problems = coupa.contractProblems();
	coupa.clearRequests();
	expect(problems).toEqual([]);
});

const parametersOf = ({ entry, value }: WriteCase, more: IDataObject): IDataObject => ({
	...{ resource: entry.name, operation: value, specify: 'json', output: 'raw' },
	...ownedBy(entry),
	...more,
});
const sent = () => writesOf(company.coupa).map(({ method, path }) => [method, path]);
const rowOf = ({ entry }: WriteCase, id: number) => company.coupa.rows(resourceOf(entry)).find((record) => record.id === id);

describe.each(writeCases('create'))('$label', (given) => {
	const { entry, writing } = given;
	const path = `${listOf(entry)}${writing.step === undefined ? '' : `/${writing.step}`}`;

	test('one POST with what is always sent; the record comes back', async () => {
		const body = bodyFor(entry, writing, 9_100_001 + writeCases('create').findIndex(({ label }) => label === given.label));
		const { items, error } = await company.engine.execute('coupa', parametersOf(given, { json: JSON.stringify(body), ...LENIENT }));
		expect(error?.message).toBeUndefined();
		expect(sent()).toEqual([['POST', path]]);
		expect(writesOf(company.coupa)[0]?.json).toEqual({ ...body, ...writing.always });
		expect(items).toHaveLength(1);
		expect(items[0]?.pairedItem).toEqual({ item: 0 });
		const id = Number(items[0]?.json.id);
		expect(id).toBeGreaterThan(0);
		if (writing.storesNothing === true) return;
		expect(rowOf(given, id)).toBeDefined();
		if (writing.leadsTo !== undefined) expect(items[0]?.json.status).toBe(writing.leadsTo);
	});

	if ((writing.needs ?? []).length > 0)
		test('what is missing is named, and nothing is sent', async () => {
			const { error } = await company.engine.execute('coupa', parametersOf(given, { json: '{}' }));
			expect(error?.message).toMatch(/^Coupa needs “/);
			expect(sent()).toEqual([]);
		});
});

/** What Coupa asks of an invoice before it changes it. */
const DRAFT: CoupaRecord = {
	status: 'draft',
	'invoice-lines': [{ id: 1, 'line-num': 1, type: 'InvoiceAmountLine', description: 'Screws', price: '50.00' }],
};

/** Texts that an update can change; of invoices one that nothing is computed from. */
const changedBy = ({ entry, writing }: WriteCase) => {
	if (entry.name === 'invoice') return 'comments';
	return changeable(entry.definition, writing.only, [...(writing.without ?? []), entry.key?.attribute ?? '']);
};

describe.each(writeCases('update').filter((given) => changedBy(given) !== undefined))('$label', (given) => {
	const { entry, value, writing } = given;
	const id = 9_200_001;
	const path = `${listOf(entry)}/${String(id)}`;
	const name = changedBy(given) ?? '';

	test('one PUT to the record that is picked', async () => {
		const [status] = writing.allowedIn ?? [];
		const before = entry.name === 'invoice' ? { id, ...DRAFT } : { ...sampleOf(entry, id), ...(status !== undefined && { status }) };
		keep(company.coupa, entry, before);
		const body = { [name]: `changed by ${value}`.slice(0, definitionOf(entry.definition)[name]?.max) };
		const { items, error } = await company.engine.execute(
			'coupa',
			parametersOf(given, { [entry.name]: pick(id), json: JSON.stringify(body), ...LENIENT }),
		);
		expect(error?.message).toBeUndefined();
		expect(sent()).toEqual([['PUT', `${path}${writing.step === undefined ? '' : `/${writing.step}`}`]]);
		expect(writesOf(company.coupa)[0]?.json).toEqual({ ...body, ...writing.always });
		expect(items[0]?.pairedItem).toEqual({ item: 0 });
		expect(textAt(items[0]?.json as CoupaRecord, name)).toBe(body[name]);
		expect(textAt(rowOf(given, id) ?? {}, name)).toBe(body[name]);
	});
});

test('updates that are not tried above are those without a plain text', () => {
	const untried = writeCases('update').filter((given) => changedBy(given) === undefined);
	for (const { entry, writing } of untried) expect(changeable(entry.definition, writing.only)).toBeUndefined();
});

describe('Delete', () => {
	const FATES = { done: 0, 'lost on its way': 1, 'lost answer': 2 } as const;
	type Fate = keyof typeof FATES;
	const cases = writeCases('delete');
	const idOf = (given: WriteCase, fate: Fate) => 9_300_000 + 10 * cases.findIndex(({ label }) => label === given.label) + FATES[fate];
	const all = cases.flatMap((given) =>
		(Object.keys(FATES) as Fate[]).map((fate) => ({ given, fate, path: `${listOf(given.entry)}/${String(idOf(given, fate))}` })),
	);

	/** All at once: after a lost answer it takes seconds until Coupa is asked. */
	test('is one DELETE; the record is gone whatever becomes of request and answer', async () => {
		const { coupa, engine } = company;
		for (const { given, fate } of all) {
			const status = given.writing.allowedIn?.[0];
			keep(coupa, given.entry, { ...sampleOf(given.entry, idOf(given, fate)), ...(status !== undefined && { status }) });
		}
		const toCut = new Map(all.map(({ path, fate }) => [path, fate]));
		coupa.intercept(({ method, path }, phase) => {
			const fate = method === 'DELETE' ? toCut.get(path) : undefined;
			if (fate === undefined || fate !== (phase === 'received' ? 'lost on its way' : 'lost answer')) return 'continue';
			toCut.delete(path);
			return 'drop';
		});
		const ends = await Promise.all(
			all.map(async ({ given, fate, path }) => {
				const { items, error } = await engine.execute('coupa', parametersOf(given, { [given.entry.name]: pick(idOf(given, fate)) }));
				const methods = coupa
					.requests()
					.filter((request) => request.path === path)
					.map(({ method }) => method);
				return [given.label, fate, error?.message, items.map(({ json }) => json), methods, rowOf(given, idOf(given, fate))];
			}),
		);
		const methods = { done: ['DELETE'], 'lost on its way': ['DELETE', 'GET', 'DELETE'], 'lost answer': ['DELETE', 'GET'] };
		expect(ends).toEqual(
			all.map(({ given, fate }) => [
				...[given.label, fate, undefined, [{ id: idOf(given, fate), deleted: true }], methods[fate], undefined],
			]),
		);
	});

	test.each(cases)('$label is not offered to an agent without the switch', ({ entry, value }) => {
		const lists = company.engine
			.nodeType('coupa')
			.description.properties.filter(({ name, displayOptions }) =>
				[name === 'operation', (displayOptions?.show?.resource ?? []).includes(entry.name)].every(Boolean),
			);
		const offered = lists.flatMap(({ options = [] }) => options).find((option) => 'value' in option && option.value === value);
		expect(offered).toMatchObject({ displayOptions: { show: { allowFinal: [true] } } });
	});
});

const exported = ENTRIES.filter((entry) => entry.exported !== undefined);

describe.each(exported.map((entry) => ({ entry, name: entry.name })))('$name, Mark as Exported', ({ entry }) => {
	const id = 9_400_001;
	const { sentIn = 'query', shownAs, canBeCleared } = entry.exported ?? {};
	const flag = (): unknown => company.coupa.rows(resourceOf(entry)).find((record) => record.id === id)?.[shownAs ?? 'exported'];

	test.each([['markExported', true], ...(canBeCleared === true ? [['markNotExported', false] as const] : [])] as const)(
		'%s: a request of its own, which changes nothing else',
		async (operation, isExported) => {
			keep(company.coupa, entry, { ...sampleOf(entry, id), [shownAs ?? 'exported']: shownAs === undefined ? !isExported : null });
			const parameters = { resource: entry.name, operation, [entry.name]: pick(id), output: 'raw' };
			const { items, error } = await company.engine.execute('coupa', parameters, [{ json: { id } }]);
			expect([error?.message, items.map(({ json }) => json.id)]).toEqual([undefined, [id]]);
			const [request, ...more] = writesOf(company.coupa);
			expect([request?.method, request?.path, more]).toEqual(['PUT', `${entry.path}/${String(id)}`, []]);
			const asked = request?.query.filter(([name]) => name !== 'fields');
			if (sentIn === 'query') expect([asked, request?.json]).toEqual([[['exported', String(isExported)]], undefined]);
			else expect([asked, request?.json]).toEqual([[], { exported: isExported }]);
			if (shownAs === undefined) expect(flag()).toBe(isExported);
		},
	);
});
