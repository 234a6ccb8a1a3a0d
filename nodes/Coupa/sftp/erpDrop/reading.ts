import type { IExecuteFunctions } from 'n8n-workflow';

import { shownNames } from '../../../../lib/core';
import { type SftpPort, throwIfLost } from '../../../../lib/sftp';
import { asNodeError } from '../../../common/errors';
import type { Group } from '../../../common/operation';
import type { ItemParameters } from '../../../common/parameters';

/** What one item of Get Many asks for, whatever is read. */
export interface DropReading {
	context: IExecuteFunctions;
	port: SftpPort;
	parameters: ItemParameters;
	/** Without a slash at its end. */
	folder: string;
	/** Most files; undefined for all. */
	limit: number | undefined;
}

/** A file, or a folder, that could not be read. Throws where the connection is lost: then nothing else can be read either. */
export function failedGroup(context: IExecuteFunctions, error: unknown, from: number): Group {
	throwIfLost(error);
	return { outputs: [], failure: { error: asNodeError(context.getNode(), error, from), from } };
}

const MOST_NAMES = 10;

/** Names the files that somebody is still writing. */
export function hintLeft(context: IExecuteFunctions, changing: string[]): void {
	if (changing.length === 0) return;
	const message = `Left for a later run, because they changed while they were watched: ${shownNames(changing, MOST_NAMES)}`;
	context.addExecutionHints({ message, location: 'outputPane', type: 'info' });
}
