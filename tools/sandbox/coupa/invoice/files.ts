import { isRecord, textAt, type CoupaRecord } from '../../../../lib/core';
import type { Company } from '../company';
import type { RequestBody } from '../http/body';
import { notFound, Refusal } from '../refusal';
import { schemaFindings } from '../../../../lib/coupa/schema';
import { timestamp } from '../time';
import type { StoredAttachment, StoredFile } from '../types';
import { knownInvoice, saveChanged } from './draft';

const LONGEST_FILE_NAME = 255;
/** The first two are documented (page 0109), the others come from a connector in production. */
const INTENTS = ['Supplier', 'Internal', 'Email', 'Invoice'];
const CLASSES = { file: 'AttachmentFile', text: 'AttachmentText', url: 'AttachmentUrl' };

/**
 * PUT /api/invoices/:id/image_scan: a multipart form whose part `file` is the page image, of whatever type (rules.md §9). It
 * takes the place of an earlier one.
 */
export function putImageScan(company: Company, id: number, body: RequestBody): CoupaRecord {
	const invoice = knownInvoice(company, id);
	const file = uploadedFile(body, 'file');
	company.files.save('image', id, file);
	return saveChanged(company, {
		...invoice,
		'image-scan': file.fileName,
		'image-scan-file-name': file.fileName,
		'image-scan-content-type': file.mimeType,
		'image-scan-file-size': String(file.bytes.length),
	});
}

/** GET /api/invoices/:id/retrieve_image_scan: the bytes as uploaded; throws Refusal 404 when there are none. */
export function getImageScan(company: Company, id: number): StoredFile {
	knownInvoice(company, id);
	const file = company.files.get('image', id);
	if (file === null) throw notFound(`An image scan of invoice ${id}`);
	return file;
}

/** POST /api/invoices/:id/attachments: a file as multipart form, a text or a link as JSON (rules.md §9). */
export function addAttachment(company: Company, invoiceId: number, body: RequestBody): CoupaRecord {
	const invoice = knownInvoice(company, invoiceId);
	const { kind, intent, content } = body.kind === 'json' ? readNote(body) : readFileForm(body);
	if (intent !== null && !INTENTS.includes(intent)) throw refused('intent', `is none of ${INTENTS.join(', ')}`);
	const id = company.records.nextId('attachments');
	const now = timestamp(company.settings.utcOffset);
	const user = company.settings.integrationUser;
	const record: CoupaRecord = {
		id,
		type: CLASSES[kind],
		intent,
		...(kind === 'file' ? fileAttributes(id, content) : {}),
		'created-at': now,
		'created-by': user,
		'updated-at': now,
		'updated-by': user,
	};
	company.records.save('attachments', record, { parentId: invoiceId });
	company.files.save('attachment', id, content);
	const earlier = Array.isArray(invoice.attachments) ? invoice.attachments : [];
	company.records.save('invoices', { ...invoice, attachments: [...earlier, record] });
	return record;
}

/** What is attached to an invoice, texts and links (which Coupa never answers with) included. */
export function storedAttachments(company: Company, invoiceId: number): StoredAttachment[] {
	return company.records.childrenOf('attachments', invoiceId).map((record) => {
		const content = company.files.get('attachment', Number(record.id));
		const kind = record.type === CLASSES.file ? 'file' : record.type === CLASSES.text ? 'text' : 'url';
		const written = content?.bytes.toString('utf8') ?? null;
		return {
			id: Number(record.id),
			kind,
			intent: textAt(record, 'intent') ?? null,
			file: kind === 'file' ? content : null,
			text: kind === 'text' ? written : null,
			url: kind === 'url' ? written : null,
		};
	});
}

interface SentAttachment {
	kind: 'file' | 'text' | 'url';
	intent: string | null;
	content: StoredFile;
}

function readFileForm(body: RequestBody): SentAttachment {
	const content = uploadedFile(body, 'attachment[file]');
	const fields = body.kind === 'form' ? body.fields : new Map<string, string>();
	const unknown = [...fields.keys()].find((name) => !['attachment[type]', 'attachment[intent]'].includes(name));
	if (unknown !== undefined) throw refused(unknown, 'is not a part of this form');
	if (fields.get('attachment[type]') !== 'file') throw refused('attachment[type]', 'must be file for a file');
	return { kind: 'file', intent: fields.get('attachment[intent]') ?? null, content };
}

function readNote(body: RequestBody): SentAttachment {
	const sent = body.kind === 'json' && isRecord(body.value) ? body.value : {};
	const [finding] = schemaFindings(sent, 'Attachment');
	if (finding !== undefined) throw refused(String(finding.path[0] ?? 'attachment'), finding.text);
	const kind = sent.type;
	if (kind !== 'text' && kind !== 'url') throw refused('type', 'is neither text nor url');
	const written = textAt(sent, kind);
	if (written === undefined || written === '') throw refused(kind, "can't be blank");
	return { kind, intent: textAt(sent, 'intent') ?? null, content: { fileName: '', mimeType: 'text/plain', bytes: Buffer.from(written) } };
}

function fileAttributes(id: number, { fileName, mimeType, bytes }: StoredFile): CoupaRecord {
	return {
		file: fileName,
		'file-file-name': fileName,
		'file-content-type': mimeType,
		'file-file-size': String(bytes.length),
		'file-url': `/attachment/attachment_file/${id}`,
	};
}

function uploadedFile(body: RequestBody, part: string): StoredFile {
	if (body.kind !== 'form') throw refused(part, 'must come as a multipart/form-data part');
	const [other] = [...body.files.keys()].filter((name) => name !== part);
	if (other !== undefined) throw refused(other, 'is not a part of this form');
	const file = body.files.get(part);
	if (file === undefined || file.fileName === '' || file.bytes.length === 0)
		throw refused(part, "can't be blank: a file with a name is needed");
	if (Array.from(file.fileName).length > LONGEST_FILE_NAME)
		throw refused(part, `has a file name of more than ${LONGEST_FILE_NAME} characters`);
	return file;
}

function refused(field: string, text: string): Refusal {
	return new Refusal(400, [{ field, text }]);
}
