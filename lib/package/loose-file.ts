import { mimeTypeOf, type Problem, shownName } from '../core';
import { EInvoiceError } from '../e-invoice';
import { faultOfPdf } from './e-invoice-source';

/** A file that came without a package, such as an attachment of a message, and that no e-invoice takes along. */
export interface LooseFile {
	name: string;
	bytes: Buffer;
	/** Whether no e-invoice came with it at all: then it is what the sender took for one. */
	isAlone: boolean;
}

/** What is to be said of such a file, in the words of whoever sent it: an error where no e-invoice came with it, else a warning. */
export async function looseFileProblem({ name, bytes, isAlone }: LooseFile, signal?: AbortSignal): Promise<Problem> {
	const shown = shownName(name);
	const problem = (severity: Problem['severity'], message: string): Problem => ({ severity, code: 'strayFile', value: shown, message });
	if (!isAlone)
		return problem(
			'warning',
			`“${shown}” belongs to none of the e-invoices that came with it. Give it the name of its XML, or send each invoice with its own files.`,
		);
	if ((await mimeTypeOf(bytes)) !== 'application/pdf') return problem('error', `“${shown}” holds no e-invoice that can be read here.`);
	const fault = await faultOfPdf(bytes, signal).catch((error: unknown) => {
		if (error instanceof EInvoiceError) return error;
		throw error;
	});
	return fault
		? { ...fault.problem, value: shown, message: `“${shown}”: ${fault.problem.message}` }
		: problem('error', `The PDF “${shown}” has no e-invoice in it: its XML has to be embedded (Factur-X, ZUGFeRD) or come beside it.`);
}
