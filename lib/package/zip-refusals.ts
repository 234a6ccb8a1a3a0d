import { shownName, shownNames } from '../core';
import { baseName } from './entry-names';
import { PackageError } from './package-error';
import { encrypted, reasonOf } from './unpack';

/** Why the end of a ZIP cannot be read, by what yauzl says of it. */
export function unreadableDirectory(error: unknown): PackageError {
	const reason = reasonOf(error);
	if (/multi-disk/i.test(reason)) {
		return new PackageError(
			'splitZip',
			'The ZIP is one part of an archive in several files. Have the package packed as a single ZIP file.',
		);
	}
	if (/comment length/i.test(reason)) {
		return new PackageError(
			'damagedZip',
			'The ZIP is damaged: there are bytes behind its end that do not belong to it. Have the package packed again from its files.',
		);
	}
	return new PackageError(
		'truncatedZip',
		`The end of the ZIP file is missing or damaged (${reason}): the upload was cut off, or the file was damaged before. If the sender can open it, upload it again; if not, have it packed again.`,
	);
}

/** Why the list of files of a ZIP cannot be read. */
export function unreadableList(error: unknown): PackageError {
	const reason = reasonOf(error);
	if (/encrypt/i.test(reason)) return encrypted('A file in the ZIP is protected by strong encryption');
	return new PackageError(
		'damagedZip',
		`The list of files in the ZIP cannot be read (${reason}). Have the package packed again from its files.`,
	);
}

/** What a ZIP without a CSV holds instead, and what to do about it. */
export function noCsv(names: string[]): PackageError {
	const inFolder = names.find((name) => /\.csv$/i.test(name));
	if (inFolder !== undefined)
		return new PackageError('noCsv', `The CSV is in a folder of the ZIP: “${shownName(inFolder)}”. Put it at the top level.`, inFolder);
	if (names.includes('[Content_Types].xml'))
		return new PackageError('noCsv', 'The file is an Office document, such as an Excel workbook. Save it as CSV UTF-8 and send that.');
	const sheet = names.find((name) => /\.(xls[xmb]?|ods)$/i.test(name));
	if (sheet !== undefined) {
		const message = `The ZIP has no CSV at its top level: the invoices must be in a CSV, not in the spreadsheet “${shownName(sheet)}”. Save it as CSV UTF-8 and pack it again.`;
		return new PackageError('noCsv', message, sheet);
	}
	const inner = names.find((name) => /\.zip$/i.test(name));
	if (inner !== undefined) {
		const message = `The ZIP has no CSV at its top level but another ZIP: “${shownName(inner)}”. Send that one, or pack its files directly.`;
		return new PackageError('noCsv', message, inner);
	}
	const images = names.length > 0 && names.every((name) => /\.(pdf|tiff?|png|jpe?g)$/i.test(name));
	const seen = names.length === 0 ? 'it is empty' : `it contains ${images ? 'images only' : 'only'}: ${shownNames(names.map(baseName))}`;
	return new PackageError('noCsv', `The ZIP has no CSV at its top level: ${seen}. Send the images together with the CSV that names them.`);
}
