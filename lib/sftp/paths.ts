import { shownName, withoutEnd } from '../core';
import { pathFailure } from './failure';

/** Also those that turn the direction of a text around: `invoice\u202efdp.zip` is shown as `invoicepiz.pdf`. */
const CONTROL_CHARACTERS = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/;

/** Whether a text can be the name of one file: no path, no control or direction characters, at most 255 bytes, readable UTF-8. */
export function isFileName(name: string): boolean {
	return (
		name !== '' &&
		name !== '.' &&
		name !== '..' &&
		!/[/\\\ufffd]/.test(name) &&
		!CONTROL_CHARACTERS.test(name) &&
		Buffer.byteLength(name) <= 255
	);
}

/** Whether a name marks a file that is still being transferred, or a hidden one. */
export function isUnfinishedName(name: string): boolean {
	return name.startsWith('.') || /\.(part|tmp|filepart)$/i.test(name);
}

/** Joins a folder and a file name; throws SftpFailure `other` for a name that is a path or is not usable. */
export function fileIn(folder: string, name: string): string {
	if (!isFileName(name))
		throw pathFailure(
			'other',
			folder,
			`"${shownName(name)}" cannot be used as a file name in "${folder}".`,
			'Names cannot contain slashes, control characters or characters that turn the direction of a text, and have at most 255 bytes.',
		);
	return `${withoutEnd(folder, '/')}/${name}`;
}

/** The folder part of a path; empty for a bare name. */
export function folderOf(path: string): string {
	return path.slice(0, Math.max(path.lastIndexOf('/'), 0));
}

/**
 * The path on the server: below the base folder, whether it starts with `/` or not; with an empty base a leading `/`
 * stays (absolute), everything else starts in the account's home. `..` is refused.
 */
export function serverPath(baseFolder: string, path: string): string {
	const segments = path.split('/').filter((segment) => segment !== '' && segment !== '.');
	if (segments.includes('..') || path.includes('\0'))
		throw pathFailure('other', path, `The path "${path}" is not allowed.`, 'Enter a folder below the base folder, without "..".');
	const base = withoutEnd(baseFolder.trim(), '/');
	const absolute = baseFolder.trim().startsWith('/') || (base === '' && path.startsWith('/'));
	const joined = [...base.split('/').filter((segment) => segment !== ''), ...segments].join('/');
	return absolute ? `/${joined}` : joined || '.';
}
