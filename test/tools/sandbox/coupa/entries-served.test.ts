import type { CoupaRecord } from '../../../../lib/core';
import { ENTRIES, type Action, type Entry, type Writing } from '../../../../lib/coupa';
import { schemaFindings } from '../../../../lib/coupa/schema';
import { resourceOf } from '../../../../tools/sandbox/coupa';
import { sampledBody, sampledRecord } from '../../../../tools/sandbox/dataset/sampled';
import { field, openCompany, type Company } from './company';

/** Every way of writing and every action of the product's table, asked of the sandbox: a new entry finds itself tried here. */
let company: Company;
beforeAll(async () => {
	company = await openCompany({ seed: {} });
	company.sandbox.put('users', { id: 91, login: 'ines', email: 'ines@example.test' });
});
afterAll(() => company.sandbox.stop());

const OWNER = 9_000_001;
const ID = 9_000_101;

/** An integration run that is there. */
const RUN = 901;
/** Values that only some are right for, although no definition lists them: some texts, and records that have to be there. */
const ACCEPTED: Record<string, CoupaRecord> = {
	attachment: { intent: 'Internal' },
	integrationRun: { integration: { code: 'ANY' } },
	integrationError: { 'integration-run': { id: RUN } },
};

interface Spot {
	resource: string;
	list: string;
	owner?: { resource: string; id: number };
}

/** Where the entry's records are, once for each kind of record that they may lie below. */
function spotsOf({ path, below, ...entry }: Entry): Spot[] {
	const resource = resourceOf({ path, ...(below && { below }), ...entry });
	if (below === undefined) return [{ resource, list: path }];
	return ENTRIES.filter(({ name }) => below.of.includes(name)).map((owner) => ({
		resource,
		list: `${owner.path}/${OWNER}/${below.list}`,
		owner: { resource: resourceOf(owner), id: OWNER },
	}));
}

function prepare({ definition }: Entry, { resource, owner }: Spot, changes: CoupaRecord = {}): void {
	if (owner !== undefined) company.sandbox.put(owner.resource, { id: OWNER, status: 'draft' });
	company.sandbox.put('integrations', { id: 902, code: 'ANY' });
	company.sandbox.put('integration_runs', { id: RUN, integration: { id: 902, code: 'ANY' } });
	company.sandbox.put(resource, { ...sampledRecord(definition, ID), ...changes }, owner && { owner });
	company.sandbox.clearRequests();
}

const writes = ENTRIES.flatMap((entry) =>
	spotsOf(entry).flatMap((spot) =>
		Object.entries(entry.writes ?? {}).map(([value, writing]): [string, Entry, Spot, Writing] => [
			`${value} at ${spot.list}`,
			entry,
			spot,
			writing,
		]),
	),
);
const actions = ENTRIES.flatMap((entry) =>
	spotsOf(entry).flatMap((spot) =>
		Object.entries(entry.actions ?? {}).map(([value, action]): [string, Entry, Spot, Action] => [
			`${value} at ${spot.list}`,
			entry,
			spot,
			action,
		]),
	),
);

// Invoices have rules of their own (drafts.test.ts, invoice-actions.test.ts); an attachment is written by a form as well.
const generic = writes.filter(([, entry]) => entry.name !== 'invoice');

it.each(generic)('%s', async (_label, entry, spot, writing) => {
	const { kind, step, allowedIn, leadsTo } = writing;
	prepare(entry, spot, allowedIn === undefined ? {} : { status: allowedIn[0] ?? '' });
	const path = [spot.list, ...(kind === 'create' ? [] : [ID]), ...(step === undefined ? [] : [step])].join('/');
	const method = { create: 'POST', update: 'PUT', delete: 'DELETE' }[kind];
	const body =
		kind === 'delete' ? undefined : { ...sampledBody(entry.definition, writing, kind === 'create' ? 777 : ID), ...ACCEPTED[entry.name] };
	const reply = await company.call(method, path, body);
	expect([reply.status, reply.text.slice(0, 300)]).toEqual([kind === 'create' ? 201 : 200, expect.any(String)]);
	expect(company.sandbox.contractProblems()).toEqual([]);
	expect(company.sandbox.ignored().filter(({ why }) => why !== 'unknown reference')).toEqual([]);
	if (leadsTo !== undefined) expect(field(reply.json, 'status')).toBe(leadsTo);
	if (kind === 'delete') expect((await company.call('GET', path)).status).toBe(404);
});

it.each(generic.filter(([, , , { kind, needs = [] }]) => kind === 'create' && needs.length > 0))(
	'%s: what it needs is named',
	async (_label, entry, spot, writing) => {
		prepare(entry, spot);
		const reply = await company.call(
			'POST',
			[spot.list, ...(writing.step === undefined ? [] : [writing.step])].join('/'),
			writing.always ?? {},
		);
		expect(reply.status).toBe(400);
		const needs = spot.resource === 'attachments' ? (writing.needs ?? []).slice(0, 1) : (writing.needs ?? []);
		expect(field(reply.json, 'errors')).toEqual(Object.fromEntries(needs.map((name) => [name, ["can't be blank"]])));
	},
);

/** A value for every field of an action. */
function given(action: Action): { query: string; body: CoupaRecord | undefined } {
	const query = new URLSearchParams(action.query ?? []);
	const body: CoupaRecord = {};
	for (const { query: name, body: place, type } of action.fields ?? []) {
		const value = valueFor(type);
		if (name !== undefined) query.set(name, value);
		else if (place !== undefined) put(body, place.split('.'), value);
	}
	return { query: query.size === 0 ? '' : `?${query.toString()}`, body: Object.keys(body).length === 0 ? undefined : body };
}

function valueFor(type: NonNullable<Action['fields']>[number]['type']): string {
	if (type === 'text') return 'a text';
	if (type === 'decimal') return '5.00';
	if (type === 'day') return '2026-05-01';
	if (type === 'flag') return 'true';
	if ('choices' in type) return type.choices[0]?.value ?? '';
	const entry = ENTRIES.find(({ name }) => name === type.record);
	if (entry !== undefined && entry.name !== 'user') company.sandbox.put(resourceOf(entry), sampledRecord(entry.definition, 91));
	return '91';
}

/** Sets a value deep in a body; a step of digits is a place in a list. */
function put(owner: CoupaRecord | CoupaRecord[string][], [step = '', ...rest]: string[], value: string): void {
	const target = owner as Record<string, CoupaRecord[string]>;
	if (rest.length === 0) target[step] = value;
	else put((target[step] ??= /^\d+$/.test(rest[0] ?? '') ? [] : {}) as CoupaRecord, rest, value);
}

it.each(actions.filter(([, entry]) => entry.name !== 'invoice'))('%s', async (_label, entry, spot, action) => {
	const { step, method = 'PUT', allowedIn, leadsTo, isDone } = action;
	const values = given(action);
	const chain = step === 'remove_approval' ? [{ id: 1, 'approver-id': 91, 'approver-type': 'User' }] : [];
	const record = { approvals: chain, ...(allowedIn !== undefined && { status: allowedIn[0] ?? '' }) };
	prepare(entry, spot, record);
	if (step === 'remove_approval')
		company.sandbox.put('approvals', { id: 1, 'approver-id': 91, 'approvable-id': ID, 'approvable-type': entry.definition });
	const path = `${spot.list}/${ID}/${step}`;
	const reply = await company.call(method, path + values.query, values.body);
	expect([reply.status, reply.text.slice(0, 300)]).toEqual([200, expect.any(String)]);
	const stored = company.sandbox.rows(spot.resource).find(({ id }) => id === ID) ?? {};
	const sent = Object.fromEntries((action.fields ?? []).map(({ name, type }) => [name, valueFor(type)]));
	if (leadsTo !== undefined) expect(stored.status).toBe(leadsTo);
	if (isDone !== null) expect(isDone(stored, sent)).not.toBe(false);
	expect(company.sandbox.contractProblems()).toEqual([]);
	if (allowedIn === undefined) return;
	prepare(entry, spot, { ...record, status: 'no_such_status' });
	const refused = await company.call(method, path + values.query, values.body);
	expect([refused.status, refused.text]).toEqual([400, expect.stringContaining('no_such_status')]);
});

it.each(ENTRIES.map((entry): [string, Entry] => [entry.name, entry]))(
	'an invented record of %s is one that Coupa could have',
	(_name, { definition }) => {
		expect(schemaFindings(sampledRecord(definition, ID), definition).filter(({ kind }) => kind === 'value')).toEqual([]);
	},
);
