/** What is wrong with one place of a delivery, in the words of the person who has to mend it. */
export interface Problem {
	/** `error` keeps the invoice out of Coupa; `warning` is reported and the import continues. */
	severity: 'error' | 'warning';
	/** Stable name of the check that found it, for workflow branches, e.g. `controlTotal`. */
	code: string;
	/** 1-based row of the CSV record as a spreadsheet shows it, where one is known. */
	row?: number;
	/** Column name as the documents spell it (no `*`), where one is known. */
	column?: string;
	/** Path into the record, e.g. `invoice-lines[0].price`. */
	path?: string;
	/** The offending value exactly as it stood in the file or the answer. */
	value?: string;
	/** What was expected, what was found, and how to get unstuck: one or two sentences. */
	message: string;
	/** True for a check set to "draft": the invoice goes in, but stays a draft. */
	keepsDraft?: boolean;
	/** True for a check set to "needs buyer": the invoice waits until the buyer has acted. */
	forBuyer?: boolean;
}
