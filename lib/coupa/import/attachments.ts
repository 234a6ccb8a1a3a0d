import { elapsedSince, textAt, thisMoment, type CoupaRecord, type Problem } from '../../core';
import { intentOf, sentType } from './attachment-intent';
import type { ImportAttachment } from './types';
import { Undecided } from './undecided';
import type { Work } from './work';

/** What came of the attachments of one invoice. */
export interface Attached {
	added: number;
	/** Those that are on the invoice twice, by name and id. */
	problems: Problem[];
}

/** After a longer pause between two steps, another run may have added attachments meanwhile. */
const PAUSE_MS = 60_000;
const LONGEST_SHOWN = 60;

/**
 * Adds the attachments that are not on the invoice yet, in their order. `fresh` says that none can be there, which saves
 * the look; on an invoice that was there before, or after a pause, the list is read right before each one. Each one that
 * arrives is kept by Coupa, so a lost answer is looked after before it is sent again. Where another run was at work at the
 * same time all the same, what is there twice is told. A page image that is only a URL becomes a link: how to send a URL as
 * image scan is not documented (rules.md §9 ✘).
 */
export async function addAttachments(work: Work, id: number, fresh: boolean): Promise<Attached> {
	const wanted = wantedAttachments(work);
	const list = new AttachmentList(work, id);
	let isAlone = fresh;
	let added = 0;
	const mayBeThere = () => !(isAlone &&= elapsedSince(list.known) < PAUSE_MS && !work.hasLostClaim());
	for (const attachment of wanted) {
		if (added > 0 && work.hasLostClaim()) break;
		if (mayBeThere() && !withoutThose(wanted, await list.current()).includes(attachment)) continue;
		await work.writeOnce({
			send: async () => {
				await sendAttachment(work, id, attachment);
			},
			proof: { read: async () => await list.read(), isDone: (seen) => !withoutThose(wanted, seen).includes(attachment) },
			hint: `Check the attachments of invoice ${id} in Coupa; a later run checks them too.`,
		});
		list.shown = null;
		added += 1;
	}
	if (wanted.length === 0 || !mayBeThere()) return { added, problems: [] };
	const problems = twiceAmong(wanted, await list.current(), id);
	if (problems.length > 0 && work.hasLostClaim())
		throw new Undecided([...problems.map(({ message }) => message), work.claimIsOver().message].join(' '), false);
	return { added, problems };
}

/** Attachments that are on the invoice twice: to be asked for where it shows that another run has worked on it, too. */
export async function attachmentsTwice(work: Work, id: number): Promise<Problem[]> {
	const wanted = wantedAttachments(work);
	return wanted.length === 0 ? [] : twiceAmong(wanted, await new AttachmentList(work, id).read(), id);
}

/** What Coupa shows of the attachments of one invoice. */
class AttachmentList {
	/** Null where it has to be read again. */
	shown: CoupaRecord[] | null = null;
	/** When it was read, or begun without reading. */
	known = thisMoment();

	constructor(
		private readonly work: Work,
		private readonly invoiceId: number,
	) {}

	async current(): Promise<CoupaRecord[]> {
		return this.shown ?? (await this.read());
	}

	async read(): Promise<CoupaRecord[]> {
		this.known = thisMoment();
		const attachments: CoupaRecord[] = [];
		for await (const attachment of this.work.run.client.list(`/api/invoices/${this.invoiceId}/attachments`)) attachments.push(attachment);
		this.shown = attachments;
		return attachments;
	}
}

/** Those that are there more often than wanted. Coupa shows no texts and links: one more of these is ours if the same user made it. */
function twiceAmong(wanted: ImportAttachment[], there: CoupaRecord[], invoiceId: number): Problem[] {
	const free = [...there];
	const first = wanted.map((attachment) => {
		const index = free.findIndex((other) => isSame(attachment, other));
		return { attachment, found: index < 0 ? undefined : free.splice(index, 1)[0] };
	});
	return free.flatMap((other) => {
		const twin = first.find(
			({ attachment, found }) => found !== undefined && isSame(attachment, other) && isCopy(attachment, found, other),
		);
		if (twin?.found === undefined) return [];
		const message = `Attachment ${nameOf(twin.attachment)} is on invoice ${invoiceId} twice (attachments ${textAt(twin.found, 'id')} and ${textAt(other, 'id')}), because two runs worked on it at the same time: delete one of them in Coupa.`;
		return [{ severity: 'warning' as const, code: 'attachmentTwice', message }];
	});
}

function isCopy({ kind }: ImportAttachment, one: CoupaRecord, other: CoupaRecord): boolean {
	const maker = textAt(one, 'created-by', 'id');
	return kind === 'file' || (maker !== undefined && maker === textAt(other, 'created-by', 'id'));
}

function nameOf(attachment: ImportAttachment): string {
	switch (attachment.kind) {
		case 'file':
			return `“${baseName(attachment.fileName)}”`;
		case 'link':
			return `“${attachment.url}”`;
		case 'text':
			return `“${attachment.text.length > LONGEST_SHOWN ? `${attachment.text.slice(0, LONGEST_SHOWN)}…` : attachment.text}”`;
	}
}

function wantedAttachments({ input, run }: Work): ImportAttachment[] {
	const files = run.settings.attachFiles ? input.attachments : [];
	return input.imageScan !== null && 'url' in input.imageScan ? [{ kind: 'link', url: input.imageScan.url }, ...files] : files;
}

async function sendAttachment({ run }: Work, id: number, attachment: ImportAttachment): Promise<void> {
	const path = `/api/invoices/${id}/attachments`;
	const intent = intentOf(attachment, run.settings.attachmentIntent);
	switch (attachment.kind) {
		case 'file': {
			const content = await attachment.read();
			await run.client.postForm(path, [
				{ name: 'attachment[type]', content: 'file' },
				{ name: 'attachment[intent]', content: intent },
				{ name: 'attachment[file]', content, fileName: attachment.fileName, mimeType: sentType(attachment) },
			]);
			return;
		}
		case 'link':
			await run.client.write('POST', path, { type: 'url', url: attachment.url, intent });
			return;
		case 'text':
			await run.client.write('POST', path, { type: 'text', text: attachment.text, intent });
	}
}

/**
 * Those of the wanted that are not there yet. Links and texts are documented as input only (fields/attachment.json): where
 * Coupa does not show them, as many of a kind as are there count as the first ones, because they are sent in order.
 */
function withoutThose(wanted: ImportAttachment[], there: CoupaRecord[]): ImportAttachment[] {
	const free = [...there];
	return wanted.filter((attachment) => {
		const index = free.findIndex((other) => isSame(attachment, other));
		if (index >= 0) free.splice(index, 1);
		return index < 0;
	});
}

function isSame(attachment: ImportAttachment, other: CoupaRecord): boolean {
	if (kindOf(other) !== attachment.kind) return false;
	switch (attachment.kind) {
		case 'file':
			return sameFile(attachment, other);
		case 'link':
			return [attachment.url, undefined].includes(textAt(other, 'url') ?? textAt(other, 'linked-to'));
		case 'text':
			return [attachment.text, undefined].includes(textAt(other, 'text'));
	}
}

/** Coupa is sent `file`, `url` or `text` as type; what it answers is not documented and may be the name of a class. */
function kindOf(attachment: CoupaRecord): ImportAttachment['kind'] | null {
	const type = (textAt(attachment, 'type') ?? '').toLowerCase();
	if (type.endsWith('file')) return 'file';
	if (type.endsWith('url') || type.endsWith('link')) return 'link';
	return type.endsWith('text') ? 'text' : null;
}

function sameFile(attachment: { fileName: string; size?: number }, other: CoupaRecord): boolean {
	const name = textAt(other, 'file-file-name') ?? baseName(textAt(other, 'file') ?? textAt(other, 'file-url') ?? '');
	const size = textAt(other, 'file-file-size');
	const sameSize = size === undefined || attachment.size === undefined || Number(size) === attachment.size;
	return name === baseName(attachment.fileName) && sameSize;
}

/** Coupa may show a file by a path or an address. */
function baseName(path: string): string {
	return path.split('?')[0]?.split('/').at(-1) ?? '';
}
