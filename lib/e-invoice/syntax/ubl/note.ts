/** A note that begins with the code of its subject (UNTDID 4451), as EN 16931 binds it to UBL: `#AAI#text`. */
const WITH_SUBJECT = /^\s*#([A-Za-z]{3})#/;

export const noteSubject = (text: string): string | null => WITH_SUBJECT.exec(text)?.[1] ?? null;

export const noteText = (text: string): string => text.replace(WITH_SUBJECT, '');
