import type { CoupaRecord, Problem } from '../../../core';
import type { CheckLevel, CheckName, ImportSettings } from '../settings';
import type { ImportInput } from '../types';
import type { LoadedImage } from '../image-file';
import type { OrderUse } from '../order-use';
import type { References } from '../references';
import type { NearDuplicateFacts } from '../near-duplicates';
import type { EarlierInvoice } from '../same-totals';

/** What a check may look at: one invoice, the settings, and what was looked up in Coupa for it. */
export interface Facts {
	invoice: CoupaRecord;
	input: ImportInput;
	settings: ImportSettings;
	/** Whether the invoice is to leave the draft state. */
	willSubmit: boolean;
	references: References;
	image: LoadedImage | null;
	/** An earlier invoice of the run with the same supplier, date and total under another number. */
	sameTotal: EarlierInvoice | null;
	/** How its lines stand to their PO lines; null where no check asks for it. */
	orderUse: OrderUse | null;
	/** What it may be the same paper as; null where that is not looked for, or not known. */
	nearDuplicates: NearDuplicateFacts | null;
}

/** One thing a check found; `code` (unless it has its own) and `severity` of the problem come from the check and its level. */
export interface Finding {
	/** Name of the problem, where it is one that the reader uses too. */
	code?: string;
	/** Column as the documents spell it (csv/invoices_import.json). */
	column?: string;
	path?: string;
	value?: string;
	/** CSV row, where the path does not lead to it. */
	row?: number;
	message: string;
	/** Where only one level makes sense for it, whatever the settings say. */
	level?: CheckLevel;
}

/** One check before Coupa. The table of them is what the node's options and the documentation show. */
export interface Check {
	name: CheckName;
	/** Name for people. */
	label: string;
	description: string;
	/** Level where the settings name none (design §4). */
	default: CheckLevel;
	/** Levels that make sense for it; any other counts as the default. */
	levels: CheckLevel[];
	/** Codes of the reader's findings that this check judges: they have its level (docs/checks.md). */
	codes?: readonly string[];
	/** Which of them, where several checks share a code. */
	judges?(found: Problem): boolean;
	/** What it finds in the record itself. */
	find(facts: Facts): Finding[] | Promise<Finding[]>;
}

/** Levels of a check on what the file says. */
export const FILE_LEVELS: CheckLevel[] = ['error', 'draft', 'warning', 'off'];

/** Levels of a check on the buyer's own data. */
export const BUYER_LEVELS: CheckLevel[] = ['needsBuyer', 'error', 'draft', 'warning', 'off'];
