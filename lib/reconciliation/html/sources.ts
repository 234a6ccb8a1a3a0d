import { html, type Html, shownTime, smallText, table } from '../../html';
import { shownNames } from '../../core';
import type { LockBoxPlace } from '../delivered';
import type { Reconciliation } from '../reconcile';
import type { LateAfter } from '../settings';

/** What else the report has to say of where its figures come from. */
export interface Sources {
	late: LateAfter;
	/** Files of invoice changes with their invoices; empty where none were given. */
	deltaFiles: Array<{ name: string; invoices: number }>;
	/** Invoices that Coupa's API has shown. */
	fromApi: number;
	/** What could not be asked, or was cut. */
	notices: string[];
}

const PLACES: Readonly<Record<LockBoxPlace, string>> = {
	incoming: 'Incoming',
	processing: 'Processing',
	waiting: 'Waiting for the buyer',
	rejected: 'Rejected',
	archive: 'Archive',
};

/** The folders that were read, what came from Coupa, and from when on something counts as late. */
export function sources({ accounts }: Reconciliation, { late, deltaFiles, fromApi, notices }: Sources): Html {
	const folders = accounts.flatMap(({ folders: all }) =>
		all.map(({ place, path, files, read }) => [
			{ content: html`${PLACES[place]}` },
			{ content: html`${path}` },
			{ content: html`${files}` },
			{ content: html`${read}` },
		]),
	);
	const columns = [
		{ title: 'Folder' },
		{ title: 'Path' },
		{ title: 'Files', isNumber: true },
		{ title: 'Read for this period', isNumber: true },
	];
	const texts = [
		...accounts.map(archiveText),
		deltaFiles.length === 0
			? 'Coupa’s files of invoice changes (Outgoing/InvoiceUpdates) were not given: the API alone says what became of the invoices.'
			: `Coupa’s files of invoice changes: ${deltaFiles.length}, with ${deltaFiles.reduce((sum, { invoices }) => sum + invoices, 0)} invoices (${shownNames(deltaFiles.map(({ name }) => name))}).`,
		`Coupa’s API: ${fromApi} invoices. Where it and a file disagree, the API counts: it says how things are now.`,
		`Late is: not imported after ${late.importHours} hours; a draft after ${late.draftDays} days; in approval, on hold, disputed or waiting for the buyer after ${late.stuckDays} days; not exported after ${late.exportDays} days; not paid after ${late.payDays} days, or past its due date.`,
		...notices,
	];
	return html`${table(columns, folders)}${texts.map((text) => smallText(text))}`;
}

function archiveText({ oldestArchived, archiveReachesBack, timeZone, server }: Reconciliation['accounts'][number]): string {
	if (oldestArchived === null) return `The archive of ${server} is empty: either nothing was settled yet, or it was purged.`;
	const oldest = `The oldest package in the archive of ${server} is from ${shownTime(oldestArchived, timeZone)}.`;
	return archiveReachesBack
		? oldest
		: `${oldest} It does not reach back to the beginning of the period: what was purged before is not in these figures.`;
}
