import type { IDataObject } from 'n8n-workflow';

import type { Delivery, Outcome, Problem } from '../../../../lib/core';

const OUTCOMES: Outcome[] = ['imported', 'alreadyImported', 'heldAsDraft', 'refused', 'needsBuyer', 'undecided'];

/** The items of one claimed package that came through the import. */
export interface SettlingPackage {
	delivery: Delivery;
	/** Indexes of the input items. */
	indexes: number[];
	/** One for each place in the package; an item that came twice counts once, with its least settled outcome. */
	items: Array<{ position: number; outcome: Outcome; problems: Problem[] }>;
	counts: Record<Outcome, number>;
	/** How many places of the package have an outcome. */
	decided: number;
	/** Coupa instance that the invoices were imported into, where the items say so. */
	instance: string | null;
	/** True when the import only looked whether they would go in: nothing of it may be settled. */
	validatedOnly: boolean;
}

/** Groups the import's items by the package they came from; items that come from no package are left out. */
export function packagesOf(items: IDataObject[]): SettlingPackage[] {
	const groups = new Map<string, SettlingPackage>();
	items.forEach((json, index) => {
		const delivery = json.delivery as Delivery | undefined;
		if (!delivery) return;
		const key = delivery.claim ?? `${delivery.package}|${delivery.sha256}`;
		const group = groups.get(key) ?? {
			delivery,
			indexes: [],
			items: [],
			counts: noCounts(),
			decided: 0,
			instance: null,
			validatedOnly: false,
		};
		group.indexes.push(index);
		const coupa = json.coupa as { instance?: string; validatedOnly?: boolean } | undefined;
		group.instance ??= coupa?.instance ?? null;
		group.validatedOnly ||= coupa?.validatedOnly === true;
		if (isOutcome(json.outcome))
			add(group, { position: delivery.position, outcome: json.outcome, problems: (json.problems ?? []) as unknown as Problem[] });
		groups.set(key, group);
	});
	return [...groups.values()].map(counted);
}

function add(group: SettlingPackage, item: SettlingPackage['items'][number]): void {
	const known = group.items.findIndex(({ position }) => position === item.position);
	if (known === -1) group.items.push(item);
	else if (OUTCOMES.indexOf(item.outcome) > OUTCOMES.indexOf(group.items[known]?.outcome ?? 'imported')) group.items[known] = item;
}

function counted(group: SettlingPackage): SettlingPackage {
	for (const { outcome } of group.items) group.counts[outcome] += 1;
	return { ...group, decided: group.items.length };
}

function noCounts(): Record<Outcome, number> {
	return { imported: 0, alreadyImported: 0, heldAsDraft: 0, refused: 0, needsBuyer: 0, undecided: 0 };
}

function isOutcome(value: unknown): value is Outcome {
	return OUTCOMES.some((outcome) => outcome === value);
}
