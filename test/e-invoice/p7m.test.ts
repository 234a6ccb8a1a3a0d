import { openP7m } from '../../lib/e-invoice/p7m';

const XML = Buffer.from('<?xml version="1.0"?><a>'.concat('à'.repeat(3000), '</a>'));

/** SEQUENCE, SET and so on by hand: the structure of CMS without a signature of anybody (RFC 5652, 5.1). */
function tlv(tag: number, ...parts: Buffer[]): Buffer {
	const content = Buffer.concat(parts);
	const bytes: number[] = [];
	for (let rest = content.length; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
	const length = content.length < 128 ? [content.length] : [0x80 + bytes.length, ...bytes];
	return Buffer.concat([Buffer.from([tag, ...length]), content]);
}

const endless = (tag: number, ...parts: Buffer[]): Buffer => Buffer.concat([Buffer.from([tag, 0x80]), ...parts, Buffer.from([0, 0])]);

const oid = (hex: string): Buffer => tlv(0x06, Buffer.from(hex, 'hex'));
const SIGNED_DATA = oid('2a864886f70d010702');
const DATA = oid('2a864886f70d010701');
const version = tlv(0x02, Buffer.from([1]));

function der(content: Buffer): Buffer {
	const encapsulated = tlv(0x30, DATA, tlv(0xa0, tlv(0x04, content)));
	return tlv(0x30, SIGNED_DATA, tlv(0xa0, tlv(0x30, version, tlv(0x31), encapsulated, tlv(0x31))));
}

/** As signing programs that stream write it: lengths left open, the content in pieces. */
function ber(content: Buffer): Buffer {
	const pieces = [content.subarray(0, 1000), content.subarray(1000, 2500), content.subarray(2500)].map((piece) => tlv(0x04, piece));
	const encapsulated = endless(0x30, DATA, endless(0xa0, endless(0x24, ...pieces)));
	return endless(0x30, SIGNED_DATA, endless(0xa0, endless(0x30, version, tlv(0x31), encapsulated, tlv(0x31))));
}

test.each([
	['DER', der(XML)],
	['BER with open lengths and pieces', ber(XML)],
	['base64', Buffer.from(der(XML).toString('base64'))],
	['base64 in lines', Buffer.from(der(XML).toString('base64').replace(/.{64}/g, '$&\r\n'))],
	['PEM', Buffer.from(`-----BEGIN PKCS7-----\n${der(XML).toString('base64').replace(/.{64}/g, '$&\n')}\n-----END PKCS7-----\n`)],
	['signed twice', der(ber(XML))],
])('gives the file inside: %s', (_, signed) => {
	expect(openP7m(signed).equals(XML)).toBe(true);
});

test.each([
	['no CMS', Buffer.from('hello'), 'p7mSyntax'],
	['another CMS type', tlv(0x30, oid('2a864886f70d010703'), tlv(0xa0, tlv(0x30, version))), 'p7mSyntax'],
	['broken off', der(XML).subarray(0, 2000), 'p7mSyntax'],
	['without content', tlv(0x30, SIGNED_DATA, tlv(0xa0, tlv(0x30, version, tlv(0x31), tlv(0x30, DATA), tlv(0x31)))), 'p7mEmpty'],
	['deeply nested', Buffer.concat([Buffer.alloc(20_000, Buffer.from([0x30, 0x80])), Buffer.alloc(40_000)]), 'p7mSyntax'],
])('is refused in words: %s', (_, bytes, code) => {
	expect(() => openP7m(bytes)).toThrow(expect.objectContaining({ code }) as Error);
});
