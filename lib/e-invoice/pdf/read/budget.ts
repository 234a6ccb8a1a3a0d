import { MB } from '../../../core';
import { damaged, tooLarge } from './pdf-error';

/** What the streams of a PDF may unpack to, all together, beside UNPACKED_PER_BYTE times its own size: an XML of 10,000 lines has 60 MB. */
const UNPACKED = 128 * MB;
const UNPACKED_PER_BYTE = 4;
/** Values (numbers, names, arrays …) that are read of a PDF; one with 10,000 pages has some 300,000 on the way to its files. */
const MOST_VALUES = 4_000_000;

/** Holds the work on one PDF to what is in proportion to its size, however its objects point at each other. */
export class Budget {
	private readonly most: number;
	private unpacked = 0;
	private searched = 0;
	private values = 0;

	constructor(size: number) {
		this.most = UNPACKED + UNPACKED_PER_BYTE * size;
	}

	/** Bytes that may still be unpacked. */
	get left(): number {
		return this.most - this.unpacked;
	}

	/** @throws EInvoiceError once too much is unpacked */
	unpack(bytes: number): void {
		this.unpacked += bytes;
		if (this.unpacked > this.most) throw this.exceeded();
	}

	exceeded(): Error {
		return tooLarge(this.most);
	}

	/** Bytes that were looked through for objects and their ends. */
	search(bytes: number): void {
		this.searched += bytes;
		if (this.searched > this.most) throw damaged('its objects are not where it says, or point at each other without end');
	}

	value(): void {
		if (++this.values > MOST_VALUES)
			throw damaged(`it has more than ${MOST_VALUES.toLocaleString('en')} values to read, which no invoice has`);
	}
}
