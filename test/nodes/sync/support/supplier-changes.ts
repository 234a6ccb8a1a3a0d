import { type CoupaRecord, recordsAt, textAt } from '../../../../lib/core';
import type { CoupaSandbox } from '../../../../tools/sandbox/coupa';

/** Names that have broken files before. */
const NAMES = [
	'Plain Ltd.',
	'Comma, Inc.',
	'The "Quoted" Company',
	'Two\nLines GmbH',
	'=SUM(A1)',
	'+49 Call & Co',
	'Ünïcødé 製作所',
	' spaces around ',
	"'apostrophe",
];

/** Changes suppliers behind Coupa's back: renamed, added, deleted, a remit-to address changed or removed. */
export class SupplierChanges {
	private nextId = 800_000;

	constructor(
		private readonly coupa: CoupaSandbox,
		private readonly random: () => number,
	) {}

	/** At least one of them leaves something for a delta to find. */
	some(): void {
		const [first = {}] = this.coupa.rows('suppliers');
		this.coupa.put('suppliers', { ...first, name: this.name() });
		for (let count = 1 + Math.floor(this.random() * 3); count > 0; count--) this.one();
	}

	one(): void {
		const all = this.coupa.rows('suppliers');
		const supplier = all[Math.floor(this.random() * all.length)] ?? {};
		const what = this.random();
		if (what < 0.3) this.coupa.put('suppliers', { ...supplier, name: this.name() });
		else if (what < 0.5) this.add(supplier);
		else if (what < 0.6 && all.length > 4) this.coupa.remove('suppliers', Number(textAt(supplier, 'id')));
		else if (what < 0.9) this.changeRemitTo(supplier);
		else
			this.coupa.put(
				'suppliers',
				{ ...supplier, 'remit-to-addresses': recordsAt(supplier, 'remit-to-addresses').slice(1) },
				{ keepUpdatedAt: true },
			);
	}

	private name(): string {
		return `${NAMES[Math.floor(this.random() * NAMES.length)] ?? ''} ${Math.floor(this.random() * 1e6)}`;
	}

	private add(like: CoupaRecord): void {
		const id = this.nextId++;
		this.coupa.put('suppliers', { ...like, id, number: `V-${id}`, name: this.name(), 'remit-to-addresses': [this.remitTo(id * 10)] });
	}

	/** Its supplier's own time stays (docs/rules.md §3). */
	private changeRemitTo(supplier: CoupaRecord): void {
		const [first, ...rest] = recordsAt(supplier, 'remit-to-addresses');
		const changed = first ? [{ ...first, street1: this.name(), 'updated-at': now() }, ...rest] : [this.remitTo(this.nextId++ * 10)];
		this.coupa.put('suppliers', { ...supplier, 'remit-to-addresses': changed }, { keepUpdatedAt: true });
	}

	private remitTo(id: number): CoupaRecord {
		return {
			id,
			'remit-to-code': `R-${id}`,
			name: this.name(),
			street1: '1 New Road',
			active: true,
			'created-at': now(),
			'updated-at': now(),
		};
	}
}

function now(): string {
	return `${new Date().toISOString().slice(0, 19)}+00:00`;
}
