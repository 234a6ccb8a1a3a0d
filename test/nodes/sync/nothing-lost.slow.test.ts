import type { IRun } from 'n8n-workflow';

import { wrongCells } from '../../../tools/demo/reference-data';
import { remitToExport, supplierExport } from '../../../lib/flat-file';
import { type CoupaRecord, textAt } from '../../../lib/core';
import { randomNumbers } from '../../coupa/client/changing-list';
import { errorOf, SyncFlow } from './support/sync-flow';
import { SupplierChanges } from './support/supplier-changes';

const TEMPLATE = 'sync-master-data.json';
const HOURLY = 'Every hour: suppliers';
const SUNDAY = 'Every Sunday: all suppliers';

let flow: SyncFlow;
let changes: SupplierChanges;
beforeEach(async () => {
	flow = await SyncFlow.start();
	changes = new SupplierChanges(flow.coupa, randomNumbers(3));
});
afterEach(async () => {
	await flow.stop();
});

/** Where the files so far, taken together, differ from Coupa; with `exceptGone`, records that are no longer in Coupa aside. */
function differences({ exceptGone = false } = {}): string[] {
	const inCoupa = flow.coupa.rows('suppliers');
	const ids = inCoupa.map((record) => textAt(record, 'id') ?? '');
	const numbers = inCoupa.map((record) => textAt(record, 'number') ?? '');
	const [supplierOf, remitToOf] = [({ cells }: Row) => cells.Id ?? '', ({ cells }: Row) => cells['Supplier Number'] ?? ''];
	const suppliers = flow.accumulated('Suppliers', supplierExport, supplierOf).filter((row) => !exceptGone || ids.includes(supplierOf(row)));
	const remitTos = flow
		.accumulated('RemitToAddresses', remitToExport, remitToOf)
		.filter((row) => !exceptGone || (numbers.includes(remitToOf(row)) && holdsRemitTo(inCoupa, row)));
	const sorted = (rows: Row[], keys: string[], owner: (row: Row) => string) =>
		rows.toSorted((a, b) => keys.indexOf(owner(a)) - keys.indexOf(owner(b)));
	return [
		...wrongCells(supplierExport, sorted(suppliers, ids, supplierOf), inCoupa),
		...wrongCells(remitToExport, sorted(remitTos, numbers, remitToOf), inCoupa),
	];
}

interface Row {
	kind: string;
	cells: Record<string, string>;
}

function holdsRemitTo(suppliers: CoupaRecord[], { cells }: Row): boolean {
	return suppliers.some((supplier) => JSON.stringify(supplier['remit-to-addresses']).includes(`"id":${cells.Id ?? ''},`));
}

/** A fault that hits the n-th request of a run; null when that run has fewer. */
type Fault = (place: number) => { wasHit: () => boolean; clear: () => void };

const FAULTS: Record<string, Fault> = {
	'Coupa refuses a request': (place) => {
		let seen = 0;
		let hit = false;
		flow.coupa.settings.failNext.push({
			status: 400,
			body: { errors: { base: ['made to fail'] } },
			match: ({ operation }) => operation === 'list' && ++seen === place && (hit = true),
		});
		return {
			wasHit: () => hit,
			clear: () => {
				flow.coupa.settings.failNext.length = 0;
			},
		};
	},
	'the lock-box goes away before a request is done': (place) => sftpFault(place, 'received'),
	'the lock-box goes away before a request is answered': (place) => sftpFault(place, 'answering'),
	'a Data table node fails': (place) => {
		flow.tables.failNext = ['create', 'upsert', 'update'][place - 1] ?? null;
		const armed = flow.tables.failNext !== null;
		return {
			wasHit: () => armed && flow.tables.failNext === null,
			clear: () => {
				flow.tables.failNext = null;
			},
		};
	},
};

function sftpFault(place: number, at: 'received' | 'answering'): ReturnType<Fault> {
	let seen = 0;
	let hit = false;
	const clear = flow.lockBox.intercept((_, phase) => {
		if (phase !== at || ++seen !== place) return 'continue';
		hit = true;
		return 'drop';
	});
	return { wasHit: () => hit, clear };
}

test.each([
	['Coupa refuses a request', 2],
	['the lock-box goes away before a request is done', 20],
	['the lock-box goes away before a request is answered', 20],
	['a Data table node fails', 3],
])(
	'%s, at each step in turn, while suppliers change: nothing is lost',
	async (name, atLeast) => {
		const fault = FAULTS[name] as Fault;
		expect(errorOf(await flow.run(TEMPLATE, HOURLY))).toBeNull();
		let failures = 0;
		for (let place = 1; ; place++) {
			changes.some();
			const { wasHit, clear } = fault(place);
			const before = flow.row('suppliers').cursor;
			const run: IRun = await flow.run(TEMPLATE, HOURLY);
			clear();
			if (errorOf(run) !== null) {
				failures++;
				expect(flow.row('suppliers').cursor).toBe(before);
			}
			if (!wasHit()) break;
			// Sometimes mended at once, sometimes the next fault comes first.
			if (place % 3 === 0) {
				changes.some();
				expect(errorOf(await flow.run(TEMPLATE, HOURLY))).toBeNull();
				expect(differences({ exceptGone: true })).toEqual([]);
			}
		}
		expect(failures).toBeGreaterThanOrEqual(atLeast);
		changes.some();
		expect(errorOf(await flow.run(TEMPLATE, SUNDAY))).toBeNull();
		expect(flow.row('suppliers')).toMatchObject({ kind: 'snapshot', full_snapshot: false });
		expect(differences()).toEqual([]);
	},
	60_000,
);

test('twenty runs with random changes and deletions, a snapshot now and then: the files agree with Coupa', async () => {
	for (let round = 1; round <= 20; round++) {
		changes.some();
		const whole = round % 5 === 0;
		expect(errorOf(await flow.run(TEMPLATE, whole ? SUNDAY : HOURLY))).toBeNull();
		expect(differences({ exceptGone: !whole })).toEqual([]);
	}
});
