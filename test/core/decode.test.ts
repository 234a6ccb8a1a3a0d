import { decode, decodeCells } from '../../lib/core';

/** Unicode's table for Windows-1252 (unicode.org, CP1252.TXT), 0x80 to 0x9F; 0 where the byte is free. */
const CP1252 = [
	0x20ac, 0, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017d, 0, 0, 0x2018, 0x2019,
	0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0, 0x017e, 0x0178,
];

test('every character of Windows-1252, on every Node', () => {
	for (let byte = 1; byte <= 0xff; byte++) {
		const expected = byte >= 0x80 && byte <= 0x9f ? CP1252[byte - 0x80] : byte;
		const decoded = decode(Buffer.from([0x41, byte]), 'windows-1252');
		if (expected === 0) expect(decoded).toMatchObject({ problem: { code: 'encoding' } });
		else expect([byte, decoded]).toEqual([byte, { text: `A${String.fromCodePoint(expected ?? 0)}`, encoding: 'windows-1252' }]);
	}
});

test('UTF-16 with its mark, of either order; without one it is no text', () => {
	const text = 'Invoice,Ü-1,€';
	const little = Buffer.from(`\ufeff${text}`, 'utf16le');
	for (const bytes of [little, Buffer.from(little).swap16()]) expect(decode(bytes)).toEqual({ text, encoding: 'utf-16' });
	expect(decodeCells(Buffer.from(text, 'utf16le'))).toMatchObject({ problem: { code: 'encoding' } });
});

test('a NUL byte is damage of one cell, but nothing for a file that has no cells', () => {
	const bytes = Buffer.from('Invoice,A-1,12\0,USD');
	expect(decodeCells(bytes)).toEqual({ text: 'Invoice,A-1,12\0,USD', encoding: 'utf-8' });
	expect(decode(bytes)).toMatchObject({ problem: { code: 'encoding' } });
});
