import type { CoupaRecord } from '../../../../lib/core';
import type { Company } from '../company';
import type { RequestBody } from '../http/body';
import { uploadedFile } from '../http/uploaded';
import { notFound } from '../refusal';
import type { StoredFile } from '../types';
import { knownInvoice, saveChanged } from './draft';

/** GET /api/invoices/:id/…: the bytes of a document beside the invoice, by the last step (page 0205). */
export const DOCUMENTS = {
	retrieve_image_scan: 'image',
	retrieve_legal_invoice_pdf: 'legalInvoice',
	retrieve_clearance_document: 'clearanceDocument',
} as const;

/**
 * PUT /api/invoices/:id/image_scan: a multipart form whose part `file` is the page image, of whatever type (rules.md §9). It
 * takes the place of an earlier one.
 */
export function putImageScan(company: Company, id: number, body: RequestBody): CoupaRecord {
	const invoice = knownInvoice(company, id);
	const file = uploadedFile(body, 'file');
	company.files.save('image', id, file);
	if (!company.settings.showsImages) return saveChanged(company, invoice);
	return saveChanged(company, {
		...invoice,
		'image-scan': file.fileName,
		'image-scan-file-name': file.fileName,
		'image-scan-content-type': file.mimeType,
		'image-scan-file-size': String(file.bytes.length),
	});
}

/** The bytes as uploaded; throws Refusal 404 when there are none. */
export function getDocument(company: Company, id: number, step: keyof typeof DOCUMENTS): StoredFile {
	knownInvoice(company, id);
	const file = company.files.get(DOCUMENTS[step], id);
	if (file === null) throw notFound(`${step.replace('retrieve_', '')} of invoice ${id}`);
	return file;
}

export function isDocument(step: string): step is keyof typeof DOCUMENTS {
	return Object.hasOwn(DOCUMENTS, step);
}
