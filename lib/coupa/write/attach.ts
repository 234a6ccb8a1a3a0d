import { Failure, textAt, type CoupaRecord } from '../../core';
import type { CoupaClient } from '../client';
import type { Owner } from '../entries';
import { idIn } from '../record-id';
import { writeOnce, type WritePacing } from '../write-once';
import type { Written } from './create';

/** A file to attach. */
export interface FileToAttach {
	fileName: string;
	mimeType: string;
	content: Buffer;
	/** Who sees it in Coupa: `Internal`, `Supplier`. */
	intent: string;
}

/** Of an invoice, all attachments together (operations.md, finding 11). */
const MOST_ON_INVOICE = 10;
const MOST_BYTES_ON_INVOICE = 8 * 1024 * 1024;
const MB = 1024 * 1024;

/**
 * Attaches one file to a record, never twice: what is there is read first, so that after a lost answer one more of that name shows that it
 * arrived. What Coupa does not take is refused before it is sent.
 *
 * @param list `/api/invoices/7/attachments`
 * @throws Failure `parameter` where an invoice has no room for it; CoupaError where nobody can tell whether it arrived, else as Coupa refused it
 */
export async function attachFile(
	client: CoupaClient,
	{ entry, id }: Owner,
	{ list, file }: { list: string; file: FileToAttach },
	pacing: Partial<WritePacing> = {},
): Promise<Written> {
	const before = await client.listAll(list);
	if (entry.name === 'invoice') checkRoom(id, before, file);
	const known = new Set(before.map((attachment) => idIn(attachment.id)));
	const isIt = (attachment: CoupaRecord) => !known.has(idIn(attachment.id)) && textAt(attachment, 'file-file-name') === file.fileName;
	const end = await writeOnce<CoupaRecord, CoupaRecord[]>(
		client,
		{
			send: async () =>
				await client.postForm(list, [
					{ name: 'attachment[type]', content: 'file' },
					{ name: 'attachment[intent]', content: file.intent },
					{ name: 'attachment[file]', content: file.content, fileName: file.fileName, mimeType: file.mimeType },
				]),
			proof: { read: async () => await client.listAll(list), isDone: (seen) => (seen.some(isIt) ? true : null) },
			hint: `It was not sent a second time. Check the attachments of ${entry.one} ${id} in Coupa before you run this again.`,
		},
		pacing,
	);
	return end.kind === 'answered' ? { record: end.answer, answerLost: false } : { record: end.seen.find(isIt) ?? {}, answerLost: true };
}

function checkRoom(id: string, before: CoupaRecord[], { fileName, content }: FileToAttach): void {
	const size = before.reduce((sum, attachment) => sum + Number(textAt(attachment, 'file-file-size') ?? 0), 0) + content.length;
	const refused = (reason: string) =>
		new Failure(`“${fileName}” cannot be attached to invoice ${id}: ${reason}.`, 'parameter', {
			hint: 'Coupa takes up to 10 attachments on an invoice, 8 MB together. Delete some first, or attach a link instead.',
		});
	if (before.length >= MOST_ON_INVOICE) throw refused(`it has ${before.length} attachments`);
	if (size > MOST_BYTES_ON_INVOICE) throw refused(`its attachments would have ${(size / MB).toFixed(1)} MB together`);
}
