import { Group } from '../../terms';
import type { Completion } from '../table';

/** `Allegati`: files in base64, which may be packed. */
export function addAttachments({ document, find, read }: Completion): void {
	for (const [index, found] of find('Allegati').entries()) {
		const content = read('BT-125', 'Attachment', found);
		const name = read('BT-122', 'NomeAttachment', found);
		const description = read('BT-123', 'DescrizioneAttachment', found);
		const isPacked = read('BT-123', 'AlgoritmoCompressione', found) !== null;
		const format = read('BT-123', 'FormatoAttachment', found)?.value;
		const group = new Group('BG-24', found.path);
		if (name) group.add('BT-122', name);
		if (description) group.add('BT-123', description);
		if (content) group.add('BT-125', { ...content, fileName: fileName(name?.value ?? `attachment-${index + 1}`, format, isPacked) });
		if (!group.isEmpty) document.addGroup(group);
	}
}

function fileName(name: string, format: string | undefined, isPacked: boolean): string {
	if (isPacked) return /\.zip$/i.test(name) ? name : `${name}.zip`;
	return name.includes('.') || format === undefined ? name : `${name}.${format.toLowerCase()}`;
}
