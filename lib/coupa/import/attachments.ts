import { textAt, type CoupaRecord } from '../../core';
import { intentOf, sentType } from './attachment-intent';
import type { ImportAttachment } from './types';
import type { Work } from './work';

/**
 * Adds the attachments that are not on the invoice yet, in their order. `fresh` says that none can be there, which saves
 * the look. Each one that arrives is kept by Coupa, so a lost answer is looked after before it is sent again. A page image
 * that is only a URL becomes a link: how to send a URL as image scan is not documented (rules.md §9 ✘).
 *
 * @returns how many were added.
 */
export async function addAttachments(work: Work, id: number, fresh: boolean): Promise<number> {
	const wanted = wantedAttachments(work);
	if (wanted.length === 0) return 0;
	const there = async () => await listAttachments(work, id);
	const missing = fresh ? wanted : withoutThose(wanted, await there());
	for (const attachment of missing) {
		await work.writeOnce({
			send: async () => {
				await sendAttachment(work, id, attachment);
			},
			proof: { read: there, isDone: (seen) => !withoutThose(wanted, seen).includes(attachment) },
			hint: `Check the attachments of invoice ${id} in Coupa; a later run checks them too.`,
		});
	}
	return missing.length;
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

async function listAttachments({ run }: Work, id: number): Promise<CoupaRecord[]> {
	const attachments: CoupaRecord[] = [];
	for await (const attachment of run.client.list(`/api/invoices/${id}/attachments`)) attachments.push(attachment);
	return attachments;
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
