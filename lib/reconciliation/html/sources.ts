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
	/** Invoice changes that came without a file. */
	deltaRows: number;
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
export function sources({ accounts }: Reconciliation, { late, deltaFiles, deltaRows, fromApi, notices }: Sources): Html {
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
		deltaText(deltaFiles, deltaRows),
		`Coupa’s API: ${fromApi} invoices. Where it and a file of changes disagree, the API counts: it says how things are now. What the API does not show comes from the files.`,
		`Late is: not imported after ${late.importHours} hours; a draft after ${late.draftDays} days; in approval, on hold, disputed or waiting for the buyer after ${late.stuckDays} days; not exported after ${late.exportDays} days; not paid after ${late.payDays} days, or past its due date.`,
		...notices,
	];
	return html`${table(columns, folders)}${texts.map((text) => smallText(text))}`;
}

function deltaText(files: Sources['deltaFiles'], rows: number): string {
	if (files.length + rows === 0)
		return 'Coupa’s files of invoice changes (Outgoing/InvoiceUpdates) were not given: the API alone says what became of the invoices.';
	const inFiles = files.reduce((sum, { invoices }) => sum + invoices, 0);
	const texts = [
		...(files.length > 0 ? [`${files.length}, with ${inFiles} invoices (${shownNames(files.map(({ name }) => name))})`] : []),
		...(rows > 0 ? [`${rows} invoices as items`] : []),
	];
	return `Coupa’s files of invoice changes: ${texts.join('; ')}.`;
}

/** How far back the archive reaches. */
export function archiveText({ oldestArchived, archiveReachesBack, timeZone, server }: Reconciliation['accounts'][number]): string {
	if (oldestArchived === null) return `The archive of ${server} is empty: either nothing was settled yet, or it was purged.`;
	const oldest = `The oldest package in the archive of ${server} is from ${shownTime(oldestArchived, timeZone)}.`;
	return archiveReachesBack
		? oldest
		: `${oldest} It does not reach back to the beginning of the period: what was purged before is not in these figures.`;
}
