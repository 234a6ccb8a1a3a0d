import type { Problem } from '../core';
import { counted } from './csv-limits';

/** Problems and cells beside the record that one invoice, or one record of a table, may have. */
const MOST_PROBLEMS = 100;
const MOST_EXTRA_COLUMNS = 500;

/** The same once a file has so many that nobody reads them. */
const MANY_PROBLEMS = 10_000;
const MANY_EXTRA_COLUMNS = 500_000;
const FAR_TOO_MANY_PROBLEMS = 100_000;
const FEWEST_PROBLEMS = 3;
const FEWEST_EXTRA_COLUMNS = 20;

/** How much room a file leaves for what is said about its records: what is said about a large file as a whole has a bound as well. */
export class FileRoom {
	private problems = 0;
	private extraColumns = 0;

	/** Whether there is no more use in looking for problems. */
	get isFull(): boolean {
		return this.problems > FAR_TOO_MANY_PROBLEMS;
	}

	/** Room for the next record. */
	next(): Room {
		return new Room(
			this.problems < MANY_PROBLEMS ? MOST_PROBLEMS : FEWEST_PROBLEMS,
			this.extraColumns < MANY_EXTRA_COLUMNS ? MOST_EXTRA_COLUMNS : FEWEST_EXTRA_COLUMNS,
			(problems, extraColumns) => {
				this.problems += problems;
				this.extraColumns += extraColumns;
			},
		);
	}
}

/** What finds no room is counted, and told in one problem at the end. */
export class Room {
	private readonly leftOut = { error: 0, warning: 0, extraColumns: 0 };
	private codes = new Set<string>();

	constructor(
		private problems: number,
		private extraColumns: number,
		private readonly onTaken: (problems: number, extraColumns: number) => void,
	) {}

	/** Whether there is room for one more problem. */
	admits({ severity, code }: Pick<Problem, 'severity' | 'code'>): boolean {
		if (this.problems > 0) {
			this.problems--;
			this.onTaken(1, 0);
			return true;
		}
		this.leftOut[severity]++;
		this.codes.add(code);
		return false;
	}

	/** Whether there is room for one more cell that has no place in the record. */
	admitsExtraColumn(): boolean {
		if (this.extraColumns > 0) {
			this.extraColumns--;
			this.onTaken(0, 1);
			return true;
		}
		this.leftOut.extraColumns++;
		return false;
	}

	/** What was left out, in words. An error as soon as one is among it: nobody can set its level without seeing it. */
	closing(row?: number): Problem[] {
		const { error, warning, extraColumns } = this.leftOut;
		const at = row === undefined ? {} : { row };
		const problems: Problem[] = [];
		if (error + warning > 0) {
			problems.push({
				severity: error > 0 ? 'error' : 'warning',
				code: 'moreProblems',
				...at,
				message: `${counted(error + warning)} more problems of this kind were left out (${[...this.codes].join(', ')}). Correct the cause of those above in the whole file, and send it again.`,
			});
		}
		if (extraColumns > 0) {
			problems.push({
				severity: 'warning',
				code: 'moreExtraColumns',
				...at,
				message: `${counted(extraColumns)} more cells of columns that are not sent to Coupa were left out of the item; they are in the file. Have columns that nobody needs left out of it.`,
			});
		}
		return problems;
	}
}
