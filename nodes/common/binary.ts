import type { IBinaryData } from 'n8n-workflow';

/** Name and type of a binary property, with a plain stand-in where n8n does not know the name. */
export function binaryName(binary: IBinaryData, fallback: string): { fileName: string; mimeType: string } {
	return { fileName: binary.fileName ?? fallback, mimeType: binary.mimeType };
}
