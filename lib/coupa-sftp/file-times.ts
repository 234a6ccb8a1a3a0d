import { fileName } from '../flat-file';

/**
 * Makes names like `Invoices_20260425_101500123Z.csv`: as Coupa names its own exports, and with milliseconds, because several
 * runs may upload into one folder. Coupa takes files in alphanumeric order (csv/_conventions.json, pickup): later names sort
 * behind earlier ones, and no two of a run are the same.
 */
export class FileTimes {
	private last = 0;

	/** `extension` with its dot; `now` in ms since the epoch. */
	name(object: string, extension: string, now: number = Date.now()): string {
		this.last = Math.max(now, this.last + 1);
		const milliseconds = String(this.last % 1000).padStart(3, '0');
		return fileName(object, new Date(this.last)).replace(/Z\.csv$/, `${milliseconds}Z${extension}`);
	}
}
