import type { IDataObject } from 'n8n-workflow';

import type { Delivery, Outcome, Problem } from '../../lib/core';
import type { OrderLineReport } from '../../lib/coupa';

/** What Validate Only reports in the place of each outcome: nothing was written, so nothing counts as imported or refused. */
export const VALIDATED = {
	imported: 'wouldImport',
	alreadyImported: 'wouldSkip',
	heldAsDraft: 'wouldHoldAsDraft',
	refused: 'wouldRefuse',
	needsBuyer: 'wouldNeedBuyer',
	undecided: 'notValidated',
} as const satisfies Record<Outcome, string>;

export type ValidatedOutcome = (typeof VALIDATED)[Outcome];

/** Every outcome in words behind its number, best first: `20 imported`. */
const IN_WORDS: Record<Outcome | ValidatedOutcome, (count: number) => string> = {
	imported: (count) => `${count} imported`,
	alreadyImported: (count) => `${count} already imported`,
	heldAsDraft: (count) => `${count} held as draft`,
	refused: (count) => `${count} refused`,
	needsBuyer: (count) => `${count} ${count === 1 ? 'needs' : 'need'} the buyer`,
	undecided: (count) => `${count} undecided`,
	wouldImport: (count) => `${count} would be imported`,
	wouldSkip: (count) => `${count} would be skipped, being in Coupa already`,
	wouldHoldAsDraft: (count) => `${count} would be held as draft`,
	wouldRefuse: (count) => `${count} would be refused`,
	wouldNeedBuyer: (count) => `${count} would need the buyer`,
	notValidated: (count) => `${count} could not be validated`,
};

/** The outcomes of real imports, best first. */
export const OUTCOMES = Object.keys(VALIDATED) as Outcome[];

export function isOutcome(value: unknown): value is Outcome {
	return OUTCOMES.some((outcome) => outcome === value);
}

export function isValidated(value: unknown): value is ValidatedOutcome {
	return Object.values(VALIDATED).some((outcome) => outcome === value);
}

/** `20 imported, 1 held as draft, 3 refused`: each outcome that occurs, in the order above. */
export function countsInWords(outcomes: Array<Outcome | ValidatedOutcome>): string {
	const counts = new Map<string, number>();
	for (const outcome of outcomes) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
	return Object.entries(IN_WORDS)
		.flatMap(([outcome, inWords]) => (counts.has(outcome) ? [inWords(counts.get(outcome) ?? 0)] : []))
		.join(', ');
}

/** What Acknowledge and Release need to find the package of an item again; `sha256` where it was claimed. */
export type Origin = Pick<Delivery, 'package' | 'claim' | 'position' | 'items'> & Partial<Pick<Delivery, 'encoding' | 'sha256'>>;

/** What is under `details` in an item that left Coupa → Invoice → Import; kept short, because tables show all of it. */
export interface ImportDetails extends Origin {
	/** The same for every delivery and correction of an invoice: the key of its row in the import log (`invoiceKey`). */
	key: string;
	/** Coupa's id; null when it is not in Coupa. */
	invoiceId: number | null;
	/** Host of the Coupa instance. */
	instance: string;
	problems: Problem[];
	/** How each PO-backed line stands to its PO line, where they were compared. */
	orderLines?: OrderLineReport[];
	/** Where Coupa's integration monitor shows the run: the integration run, and the first thing that could not be done. */
	monitor?: { run: number | null; warning?: string };
	/** The input item, where the option asks for it. */
	captured?: IDataObject;
}

/** Details of an item that left Import; null where a node behind it has removed them, and for any other item. */
export function importDetails({ details }: IDataObject): ImportDetails | null {
	return isOrigin(details) && 'problems' in details ? (details as ImportDetails) : null;
}

/** Where an item came from, as Import or Get Many says; null where it does not say. */
export function originOf(json: IDataObject): Origin | null {
	return importDetails(json) ?? (isOrigin(json.delivery) ? json.delivery : null);
}

function isOrigin(value: unknown): value is Origin {
	if (typeof value !== 'object' || value === null) return false;
	const { package: name, claim, position, items } = value as Partial<Record<keyof Origin, unknown>>;
	return typeof name === 'string' && claim !== undefined && typeof position === 'number' && typeof items === 'number';
}
