import type { Outcome, Problem } from '../../../../lib/core';
import { importDetails, isOutcome, isValidated, type Origin, OUTCOMES } from '../../../common/imported';
import type { SettlingItem } from './settlingItems';

/** The items of one claimed package that came through the import. */
export interface SettlingPackage {
	delivery: Origin;
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

/** Groups items by the package they came from. */
export function packagesOf(items: SettlingItem[]): SettlingPackage[] {
	const groups = new Map<string, SettlingPackage>();
	for (const { index, json, origin } of items) {
		const key = origin.claim ?? origin.package;
		const group = groups.get(key) ?? {
			delivery: origin,
			indexes: [],
			items: [],
			counts: noCounts(),
			decided: 0,
			instance: null,
			validatedOnly: false,
		};
		group.indexes.push(index);
		const details = importDetails(json);
		group.instance ??= details?.instance ?? null;
		group.validatedOnly ||= isValidated(json.outcome);
		if (isOutcome(json.outcome)) add(group, { position: origin.position, outcome: json.outcome, problems: details?.problems ?? [] });
		groups.set(key, group);
	}
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
