import { type CoupaRecord, type Json, textAt, valueAt } from '../../lib/core';
import type { NodeRun } from '../../tools/harness/engine/engine';
import type { RecordedRequest } from '../../tools/sandbox/coupa/types';
import { resourceOf } from '../../tools/sandbox/coupa/resources';
import { ACTION_CASES, type ActionCase, givenFor, keepBefore } from './support/coupa-actions';
import { type Company, companyOfEntries, pick } from './support/coupa-entries';
import { hintsOf } from './support/flow';

/** Every action of every entry through the node itself: carried out once, whatever becomes of request and answer. */
let company: Company;

/** What becomes of the first request of an action. */
const FATES = ['done', 'refused', 'lost on its way', 'lost answer'] as const;
type Fate = (typeof FATES)[number];

interface Ending extends NodeRun {
	/** `read`, `get`, or the step, in their order. */
	sent: string[];
	/** The action's own requests. */
	requests: RecordedRequest[];
	/** The record as Coupa has it in the end. */
	now: CoupaRecord;
}
const endings = new Map<string, Ending>();
const idOf = (given: ActionCase, fate: Fate) => 9_010_000 + 10 * ACTION_CASES.indexOf(given) + FATES.indexOf(fate);
const pathOf = (given: ActionCase, fate: Fate) => `${given.entry.path}/${String(idOf(given, fate))}`;
const stepOf = (given: ActionCase, fate: Fate) => `${pathOf(given, fate)}/${given.action.step}`;
const endingOf = ({ label }: ActionCase, fate: Fate): Ending => {
	const ending = endings.get(`${label}/${fate}`);
	if (ending === undefined) throw new Error(`${label} was not run: ${fate}`);
	return ending;
};

async function run(given: ActionCase, fate: Fate): Promise<void> {
	const { entry, value, action } = given;
	const { coupa, engine } = company;
	const path = pathOf(given, fate);
	keepBefore(coupa, given, idOf(given, fate));
	const parameters = { resource: entry.name, operation: value, [entry.name]: pick(idOf(given, fate)), output: 'raw' };
	const end = await engine.execute('coupa', { ...parameters, ...givenFor(action).parameters });
	const all = coupa.requests().filter((request) => request.path === path || request.path.startsWith(`${path}/`));
	endings.set(`${given.label}/${fate}`, {
		...end,
		sent: all.map((request) => (request.path === path ? 'read' : request.path.slice(path.length + 1))),
		requests: all.filter((request) => request.path !== path),
		now: coupa.rows(resourceOf(entry)).find((record) => record.id === idOf(given, fate)) ?? {},
	});
}

// All at once: what Coupa is asked after a lost answer, it is asked seconds later.
beforeAll(async () => {
	company = await companyOfEntries();
	const { coupa } = company;
	coupa.clearRequests();
	const fates = new Map<string, Fate>(ACTION_CASES.flatMap((given) => FATES.map((fate) => [stepOf(given, fate), fate] as const)));
	coupa.intercept(({ path }, phase) => {
		const fate = fates.get(path);
		if (fate === undefined || fate !== (phase === 'received' ? 'lost on its way' : 'lost answer')) return 'continue';
		fates.delete(path);
		return 'drop';
	});
	for (const given of ACTION_CASES)
		coupa.settings.failNext.push({
			match: ({ path }) => path === stepOf(given, 'refused'),
			status: 429,
			headers: { 'retry-after': '0' },
		});
	await Promise.all(ACTION_CASES.flatMap((given) => FATES.map(async (fate) => await run(given, fate))));
}, 60_000);

afterAll(async () => {
	await company.coupa.stop();
});

test('what was sent is as documented', () => {
	expect(company.coupa.contractProblems()).toEqual([]);
	expect(company.coupa.ignored()).toEqual([]);
});

describe.each(ACTION_CASES)('$label', (given) => {
	const { action } = given;
	const { step, isDone, fields = [], method = 'PUT', leadsTo, sets, answersWithDocument, query = [] } = action;
	const values = givenFor(action).given;

	/** The record, or the document that Coupa answers with, comes back as Coupa has it; the effect is there. */
	const expectDone = (fate: Fate) => {
		const { items, error, now } = endingOf(given, fate);
		expect(error?.message).toBeUndefined();
		expect(items).toHaveLength(1);
		expect(items[0]?.pairedItem).toEqual({ item: 0 });
		if (answersWithDocument !== true) expect([items[0]?.json.id, items[0]?.json.status]).toEqual([idOf(given, fate), now.status]);
		expect(isDone?.(now, values) ?? true).toBe(true);
		if (leadsTo !== undefined) expect(now.status).toBe(leadsTo);
		expect(now).toMatchObject(sets ?? {});
	};

	test('is one request with all that it was given', () => {
		expectDone('done');
		const { requests, sent } = endingOf(given, 'done');
		expect([sent, requests[0]?.method]).toEqual([[step], method]);
		const [{ query: asked, json } = { query: [] }] = requests;
		expect(asked).toEqual(expect.arrayContaining([...query]));
		for (const field of fields) {
			const value = values[field.name] ?? '';
			if (field.query === undefined) expect(sentAt(json, field.body ?? '')).toBe(value);
			else expect(asked).toContainEqual([field.query, value]);
		}
		if (fields.every(({ body }) => body === undefined)) expect(json).toBeUndefined();
	});

	if (answersWithDocument === true)
		test('the other record that Coupa answers with comes back', () => {
			const { items } = endingOf(given, 'done');
			if (given.entry.name === 'approval') expect(items[0]?.json).toMatchObject({ id: idOf(given, 'done'), 'document-type': 'Invoice' });
			else expect(items[0]?.json.id).not.toBe(idOf(given, 'done'));
		});

	test('what Coupa surely did not do (429) is sent again', () => {
		expectDone('refused');
		expect(endingOf(given, 'refused').sent).toEqual([step, step]);
	});

	if (isDone === null) {
		test.each(['lost answer', 'lost on its way'] as const)('%s: nobody can tell, and nothing is sent a second time', (fate) => {
			const { error, sent } = endingOf(given, fate);
			expect(error?.message).toMatch(/^It is not known whether Coupa carried this out\./);
			expect(error?.description).toContain(`Check the ${given.entry.one} in Coupa`);
			expect(sent).toEqual([step]);
		});
		return;
	}

	test('a lost answer after the effect: the record shows it, and nothing is sent a second time', () => {
		expectDone('lost answer');
		const ending = endingOf(given, 'lost answer');
		expect(ending.sent).toEqual([step, 'read']);
		expect(hintsOf(ending).some((hint) => hint.includes("Coupa's response was lost"))).toBe(answersWithDocument === true);
	});

	test('a request that was lost on its way is sent again', () => {
		expectDone('lost on its way');
		expect(endingOf(given, 'lost on its way').sent).toEqual([step, 'read', step]);
	});
});

/** The value at a path such as `reason-insight-events.0.comment`, as text. */
function sentAt(json: Json | undefined, path: string): string | undefined {
	const value = valueAt((json ?? {}) as CoupaRecord, ...path.split('.').map((step) => (/^\d+$/.test(step) ? Number(step) : step)));
	return textAt({ value: value ?? null }, 'value');
}
