import type { ImportAttachment } from './types';

/**
 * What an attachment is for (`attachment[intent]`). Internal and Supplier are documented (page 0109); a connector in production sends
 * Email with a message (message/rfc822) and Invoice with the data of an e-invoice (application/xml) as well.
 */
export type AttachmentIntent = 'Internal' | 'Supplier' | 'Email' | 'Invoice';

/** One intent for all attachments, or each file's by its type. */
export type IntentChoice = AttachmentIntent | 'byFileType';

const MESSAGE = 'message/rfc822';

/**
 * The intent an attachment goes with. By file type, messages are Email and XML is Invoice; everything else is Internal, which shows it
 * to nobody outside the company.
 */
export function intentOf(attachment: ImportAttachment, choice: IntentChoice): AttachmentIntent {
	if (choice !== 'byFileType') return choice;
	if (attachment.kind !== 'file') return 'Internal';
	if (sentType(attachment) === MESSAGE) return 'Email';
	return isXml(attachment) ? 'Invoice' : 'Internal';
}

/** The type a file is sent as: a message is known by its name only, because its content is plain text. */
export function sentType({ fileName, mimeType }: { fileName: string; mimeType: string }): string {
	return /\.eml$/i.test(fileName) ? MESSAGE : mimeType;
}

function isXml({ fileName, mimeType }: { fileName: string; mimeType: string }): boolean {
	return ['application/xml', 'text/xml'].includes(mimeType) || /\.xml$/i.test(fileName);
}
