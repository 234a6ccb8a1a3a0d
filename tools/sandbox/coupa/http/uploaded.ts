import { Refusal } from '../refusal';
import type { StoredFile } from '../types';
import type { RequestBody } from './body';

const LONGEST_FILE_NAME = 255;

/**
 * The one file of a multipart form.
 * @throws Refusal 400 for another body, another part, no name or no bytes
 */
export function uploadedFile(body: RequestBody, part: string): StoredFile {
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
