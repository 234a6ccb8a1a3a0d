import { cutToBytes, isPlainName, shownLine, shownName, shownNames, shownText, storedName, withoutEnd } from '../../lib/core';

const HIDDEN = [
	'\0',
	'\u0007',
	'\n',
	'\u007f',
	'\u0085',
	'\u061c',
	'\u200e',
	'\u200f',
	'\u202a',
	'\u202e',
	'\u2028',
	'\u2066',
	'\u2069',
	'\ud800',
];

test.each(HIDDEN)('%j is seen, stored as another character, and no part of a plain name', (character) => {
	const name = `in${character}voice.pdf`;
	expect(isPlainName(name)).toBe(false);
	expect(shownName(name)).toBe('in\ufffdvoice.pdf');
	expect(storedName(name)).toBe('in_voice.pdf');
});

test.each(['Rechnung Müller №7 – “Ø”.pdf', '製作所.tif', 'שלום.pdf', 'a👩‍👧.png', ' a..pdf', '.hidden'])('%j stays as it is', (name) => {
	expect(isPlainName(name)).toBe(true);
	expect(shownName(name)).toBe(name);
	expect(storedName(name)).toBe(name.trim());
});

test('a long name is shown with its beginning and its end', () => {
	const shown = shownName(`${'a'.repeat(50_000)}.pdf`);
	expect(shown).toMatch(/^a{119}…a{36}\.pdf$/);
	expect(shownName('a'.repeat(160))).toBe('a'.repeat(160));
	expect(shownNames(['a', 'b\0', 'c'], 2)).toBe('a, b\ufffd and 1 more');
});

test('a text keeps its lines, and is cut', () => {
	expect(shownText('one\ntwo\t\0three', 100)).toBe('one\ntwo\t\ufffdthree');
	expect(shownText('abcdef', 3)).toBe('abc…');
});

test('a line has no gaps but single blanks, and is cut', () => {
	expect(shownLine(' one\r\n\ttwo\0\u202e  three\u200b')).toBe('one two three');
	expect(shownLine('a\n'.repeat(50_000))).toBe(`${'a '.repeat(150)}…`);
	expect(shownLine('x'.repeat(300))).toBe('x'.repeat(300));
});

test('lines that end as on Windows are no unseen characters', () => {
	expect(shownText('one\r\ntwo\rthree', 100)).toBe('one\ntwo\ufffdthree');
});

test('what is stored is the last part of a path, of so many bytes, with its extension', () => {
	expect(storedName('sc\u200ban\u00ad.pdf')).toBe('sc_an_.pdf');
	expect(storedName('../../etc/passwd')).toBe('passwd');
	expect(storedName('C:\\scans\\a.pdf')).toBe('a.pdf');
	expect(['', '  ', '.', '..', 'a/..', 'a/'].map((name) => storedName(name, 'package'))).toEqual(Array(6).fill('package'));
	const long = storedName(`${'ü'.repeat(40_000)}.pdf`);
	expect(Buffer.byteLength(long)).toBe(200);
	expect(long).toMatch(/^ü+\.pdf$/);
	expect(Buffer.byteLength(storedName(`a.${'x'.repeat(40_000)}`))).toBe(200);
});

test('a text is cut between characters', () => {
	expect(['aüb', '😀😀', '', 'a'].map((text) => cutToBytes(text, 2))).toEqual(['a', '', '', 'a']);
	expect(cutToBytes('aüb', 3)).toBe('aü');
	expect(cutToBytes('x', -3)).toBe('');
});

test('an end is taken off', () => {
	expect(['a//', '//', '', 'a/b'].map((path) => withoutEnd(path, '/'))).toEqual(['a', '', '', 'a/b']);
});
