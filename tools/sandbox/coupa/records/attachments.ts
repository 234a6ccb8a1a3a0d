import { isRecord, recordsAt, textAt, type CoupaRecord } from '../../../../lib/core';
import { schemaFindings } from '../../../../lib/coupa/schema';
import type { Company } from '../company';
import type { RequestBody } from '../http/body';
import { uploadedFile } from '../http/uploaded';
import { Refusal } from '../refusal';
import { timestamp } from '../time';
import type { Owner, StoredAttachment, StoredFile } from '../types';
import { saved } from './save';

/** The first two are documented (page 0109), the others come from a connector in production. */
const INTENTS = ['Supplier', 'Internal', 'Email', 'Invoice'];
const CLASSES = { file: 'AttachmentFile', text: 'AttachmentText', url: 'AttachmentUrl' };
/** Of an invoice, all together (operations.md, finding 11). */
const MOST_ON_INVOICE = 10;
const MOST_BYTES_ON_INVOICE = 8 * 1024 * 1024;

/** POST /api/{parent}/:id/attachments: a file as multipart form, a text or a link as form or JSON (page 0109, rules.md §9). */
export function addAttachment(company: Company, owner: Owner, body: RequestBody): CoupaRecord {
	const { kind, intent, content } = body.kind === 'json' ? readNote(body) : readForm(body);
	if (intent !== null && !INTENTS.includes(intent)) throw refused('intent', `is none of ${INTENTS.join(', ')}`);
	if (owner.resource === 'invoices') refuseTooMuch(company, owner, kind === 'file' ? content.bytes.length : 0);
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
	company.files.save('attachment', id, content);
	return saved(company, 'attachments', record, owner);
}

/** What is attached to a record, texts and links (which Coupa never answers with) included. */
export function storedAttachments(company: Company, owner: Owner): StoredAttachment[] {
	return company.records.childrenOf('attachments', owner).map((record) => {
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
	kind: keyof typeof CLASSES;
	intent: string | null;
	content: StoredFile;
}

/** Coupa says how much an invoice takes, not how it refuses more. */
function refuseTooMuch(company: Company, owner: Owner, size: number): void {
	const invoice = company.records.get(owner.resource, owner.id);
	const attached = recordsAt(invoice ?? {}, 'attachments');
	if (attached.length >= MOST_ON_INVOICE) throw refused('attachments', `An invoice takes ${MOST_ON_INVOICE} attachments at most`);
	const bytes = attached.reduce((sum, attachment) => sum + Number(textAt(attachment, 'file-file-size') ?? 0), 0);
	if (bytes + size > MOST_BYTES_ON_INVOICE) throw refused('attachments', 'The attachments of an invoice take 8 MB together at most');
}

function readForm(body: RequestBody): SentAttachment {
	const fields = body.kind === 'form' ? body.fields : new Map<string, string>();
	const unknown = [...fields.keys()].find((name) => !/^attachment\[(?:type|intent|text|url|linked_to)\]$/.test(name));
	if (unknown !== undefined) throw refused(unknown, 'is not a part of this form');
	const intent = fields.get('attachment[intent]') ?? null;
	const type = fields.get('attachment[type]');
	if (type === 'text' || type === 'url') {
		if (body.kind === 'form' && body.files.size > 0) throw refused('attachment[type]', 'must be file for a file');
		return { kind: type, intent, content: note(type, fields.get(`attachment[${type}]`)) };
	}
	const content = uploadedFile(body, 'attachment[file]');
	if (type !== 'file') throw refused('attachment[type]', 'must be file for a file');
	return { kind: 'file', intent, content };
}

function readNote(body: RequestBody): SentAttachment {
	const sent = body.kind === 'json' && isRecord(body.value) ? body.value : {};
	const [finding] = schemaFindings(sent, 'Attachment');
	if (finding !== undefined) throw refused(String(finding.path[0] ?? 'attachment'), finding.text);
	const kind = sent.type;
	if (kind !== 'text' && kind !== 'url') throw refused('type', 'is neither text nor url');
	return { kind, intent: textAt(sent, 'intent') ?? null, content: note(kind, textAt(sent, kind)) };
}

function note(kind: 'text' | 'url', written: string | undefined): StoredFile {
	if (written === undefined || written === '') throw refused(kind, "can't be blank");
	return { fileName: '', mimeType: 'text/plain', bytes: Buffer.from(written) };
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

function refused(field: string, text: string): Refusal {
	return new Refusal(400, [{ field, text }]);
}
