import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';

import { atOnce, inSlices } from '../../../core';
import { damaged, encrypted } from './pdf-error';
import { rc4 } from './rc4';
import { PdfDictionary, PdfName, type PdfReference, PdfString, type PdfValue } from './values';

/** What a password is filled up with (ISO 32000-1, algorithm 2). */
const PADDING = Buffer.from('28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a', 'hex');

type Method = 'none' | 'rc4' | 'aes128' | 'aes256';
/** By CFM of a crypt filter. */
const METHODS: ReadonlyMap<string, Method> = new Map([
	['None', 'none'],
	['V2', 'rc4'],
	['AESV2', 'aes128'],
	['AESV3', 'aes256'],
]);

type Content = 'string' | 'stream' | 'file';

/**
 * Opens what a PDF of the standard security handler encrypts (ISO 32000-2, 7.6), without a password: such a file can be read by anyone and
 * only asks readers not to print or change it.
 */
export class Encryption {
	private readonly key: Buffer;
	private readonly methods: Readonly<Record<Content, Method>>;

	/**
	 * @param dictionary with all references followed
	 * @param id first part of the file's identifier
	 * @throws EInvoiceError where a password is asked for
	 */
	constructor(dictionary: PdfDictionary, id: Buffer) {
		if (nameOf(dictionary.get('Filter')) !== 'Standard') throw encrypted('only holders of a certificate can open it');
		const version = numberOf(dictionary.get('V'));
		const revision = numberOf(dictionary.get('R'));
		if (![1, 2, 4, 5].includes(version) || revision < 2 || revision > 6) throw encrypted('in a way that is not known here');
		this.methods = methodsOf(dictionary, version);
		this.key = revision >= 5 ? newKey(dictionary, revision) : oldKey(dictionary, version, revision, id);
	}

	async open(bytes: Buffer, content: Content, { number, generation }: PdfReference): Promise<Buffer> {
		const method = this.methods[content];
		if (method === 'none') return bytes;
		if (method === 'aes256') return aes(this.key, bytes);
		const own = Buffer.from([number, number >> 8, number >> 16, generation, generation >> 8]);
		const salt = method === 'aes128' ? Buffer.from('sAlT') : Buffer.alloc(0);
		const key = md5(this.key, own, salt).subarray(0, Math.min(16, this.key.length + 5));
		return method === 'aes128' ? aes(key, bytes) : await inSlices(rc4(key, bytes));
	}
}

function methodsOf(dictionary: PdfDictionary, version: number): Record<Content, Method> {
	if (version < 4) return { string: 'rc4', stream: 'rc4', file: 'rc4' };
	const filters = dictionary.get('CF');
	const methodOf = (name: string): Method => {
		if (name === 'Identity') return 'none';
		const filter = filters instanceof PdfDictionary ? filters.get(name) : null;
		const method = filter instanceof PdfDictionary ? nameOf(filter.get('CFM')) : '';
		const known = METHODS.get(method);
		if (known === undefined) throw encrypted('in a way that is not known here');
		return known;
	};
	const stream = nameOf(dictionary.get('StmF')) || 'Identity';
	return {
		string: methodOf(nameOf(dictionary.get('StrF')) || 'Identity'),
		stream: methodOf(stream),
		file: methodOf(nameOf(dictionary.get('EFF')) || stream),
	};
}

/** Revisions 2 to 4 (algorithms 2, 4 and 5), for the empty password. */
function oldKey(dictionary: PdfDictionary, version: number, revision: number, id: Buffer): Buffer {
	const bits = version === 1 ? 40 : version === 4 ? 128 : numberOf(dictionary.get('Length')) || 40;
	const length = Math.min(16, Math.max(5, Math.floor(bits / 8)));
	const permissions = Buffer.alloc(4);
	permissions.writeInt32LE(numberOf(dictionary.get('P')) | 0);
	const metadata = revision >= 4 && dictionary.get('EncryptMetadata') === false ? Buffer.alloc(4, 0xff) : Buffer.alloc(0);
	let key = md5(PADDING, bytesOf(dictionary.get('O')).subarray(0, 32), permissions, id, metadata);
	if (revision >= 3) for (let round = 0; round < 50; round++) key = md5(key.subarray(0, length));
	key = key.subarray(0, length);
	const user = bytesOf(dictionary.get('U'));
	if (!proofOf(key, revision, id).equals(user.subarray(0, revision === 2 ? 32 : 16))) throw encrypted('it asks for a password');
	return key;
}

function proofOf(key: Buffer, revision: number, id: Buffer): Buffer {
	if (revision === 2) return atOnce(rc4(key, PADDING));
	let proof = md5(PADDING, id);
	for (let round = 0; round < 20; round++) proof = atOnce(rc4(Buffer.from(key.map((byte) => byte ^ round)), proof));
	return proof;
}

/** Revisions 5 and 6 (algorithms 2.A and 11), for the empty password. */
function newKey(dictionary: PdfDictionary, revision: number): Buffer {
	const user = bytesOf(dictionary.get('U'));
	const packed = bytesOf(dictionary.get('UE'));
	if (user.length < 48 || packed.length < 32) throw damaged('what it says of its encryption is not complete');
	const hash = revision === 5 ? (salt: Buffer) => sha(256, salt) : hardenedHash;
	if (!hash(user.subarray(32, 40)).equals(user.subarray(0, 32))) throw encrypted('it asks for a password');
	const decipher = createDecipheriv('aes-256-cbc', hash(user.subarray(40, 48)), Buffer.alloc(16)).setAutoPadding(false);
	return Buffer.concat([decipher.update(packed.subarray(0, 32)), decipher.final()]);
}

/** Algorithm 2.B for an empty password. */
function hardenedHash(salt: Buffer): Buffer {
	let key = sha(256, salt);
	for (let round = 0, last = 0; round < 64 || last > round - 32; round++) {
		const block = Buffer.concat(Array<Buffer>(64).fill(key));
		const cipher = createCipheriv('aes-128-cbc', key.subarray(0, 16), key.subarray(16, 32)).setAutoPadding(false);
		const mixed = cipher.update(block);
		const rest = mixed.subarray(0, 16).reduce((sum, byte) => sum + byte, 0) % 3;
		key = sha(rest === 0 ? 256 : rest === 1 ? 384 : 512, mixed);
		last = mixed.at(-1) ?? 0;
	}
	return key.subarray(0, 32);
}

/** The first block is the initialisation vector; the last one says how much of it is filling. */
function aes(key: Buffer, bytes: Buffer): Buffer {
	const whole = bytes.length - (bytes.length % 16);
	if (whole < 32) return Buffer.alloc(0);
	const decipher = createDecipheriv(key.length === 32 ? 'aes-256-cbc' : 'aes-128-cbc', key, bytes.subarray(0, 16)).setAutoPadding(false);
	const open = Buffer.concat([decipher.update(bytes.subarray(16, whole)), decipher.final()]);
	const filling = open.at(-1) ?? 0;
	return filling >= 1 && filling <= 16 ? open.subarray(0, open.length - filling) : open;
}

function md5(...parts: Buffer[]): Buffer {
	return createHash('md5').update(Buffer.concat(parts)).digest();
}

function sha(bits: 256 | 384 | 512, bytes: Buffer): Buffer {
	return createHash(`sha${bits}`).update(bytes).digest();
}

const nameOf = (value: PdfValue): string => (value instanceof PdfName ? value.text : '');
const numberOf = (value: PdfValue): number => (typeof value === 'number' ? value : 0);
const bytesOf = (value: PdfValue): Buffer => (value instanceof PdfString ? value.bytes : Buffer.alloc(0));
