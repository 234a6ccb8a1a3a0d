import type { Attributes } from 'ssh2';
import { longname } from './replies';
import type { SftpSettings } from './settings';

const RIGHTS = 0o7777;

/** The attributes as this server shows them: some leave out what others show. */
export function shown(
	attributes: Attributes,
	{ noFileTypes, times, sizes, shownSizes, listingTimesAhead }: SftpSettings,
	where: 'listing' | 'stat',
	path: string,
): Attributes {
	const changed: Partial<Attributes> = { ...attributes, size: shownSizes[path] ?? attributes.size };
	if (noFileTypes) changed.mode = attributes.mode & RIGHTS;
	if (sizes === 'missing') changed.size = undefined;
	else if (sizes !== 'everywhere' && sizes !== where) changed.size = 0;
	if (where === 'listing') changed.mtime = attributes.mtime + listingTimesAhead;
	if (times === 'zero') Object.assign(changed, { atime: 0, mtime: 0 });
	if (times === 'missing') Object.assign(changed, { atime: undefined, mtime: undefined });
	// Every attribute is optional on the wire; ssh2's types want them all.
	return changed as Attributes;
}

/** The line of the listing; the bare name where the server shows no file types. */
export function shownLine(filename: string, attributes: Attributes, { noFileTypes }: SftpSettings): string {
	return noFileTypes ? filename : longname(filename, attributes);
}

/** Bytes as this server gives them out: some take every file for a text, and change its line ends. */
export function given(bytes: Buffer, { lineEnds }: SftpSettings): Buffer {
	return lineEnds === 'kept' ? bytes : Buffer.from(bytes.toString('latin1').replaceAll('\n', '\r'), 'latin1');
}
