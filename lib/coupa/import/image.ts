import type { CoupaRecord } from '../../core';
import { hasImage, idOf } from './existing';
import { Undecided } from './undecided';
import type { Work } from './work';

/**
 * Uploads the page image and sees that it is there. Sending an image again replaces it, so a lost answer does no harm.
 * `replace` sends it even where there is one already (corrected resend).
 *
 * @throws CoupaError `validation` when Coupa refuses the image; other kinds when it cannot be reached.
 */
export async function uploadImage(work: Work, invoice: CoupaRecord, replace: boolean): Promise<'uploaded' | 'alreadyThere' | 'none'> {
	if (work.image === null) return hasImage(invoice) === true ? 'alreadyThere' : 'none';
	if (!replace && hasImage(invoice) === true) return 'alreadyThere';
	const id = idOf(invoice);
	const content = await work.image.content();
	const mimeType = (await work.image.contentType()) ?? work.image.file.mimeType;
	work.assertMayWrite();
	const answer = await work.run.client.putFile(`/api/invoices/${id}/image_scan`, {
		name: 'file',
		content,
		fileName: work.image.file.fileName,
		mimeType,
	});
	work.run.ownUser.learn(answer, 'updated-by');
	const shown = hasImage(answer) ?? hasImage(await work.read(id, ['id', 'image-scan', 'image-scan-file-name']));
	if (shown !== true)
		throw new Undecided(`Coupa accepted the page image of invoice ${id} but does not show it; a later run uploads it again.`, false);
	work.remember({ id, 'image-scan-file-name': work.image.file.fileName });
	return 'uploaded';
}
