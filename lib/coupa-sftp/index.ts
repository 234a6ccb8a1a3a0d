export { FileTimes } from './file-times';
export { INCOMING_OBJECTS, objectOf, OUTGOING_OBJECTS } from './folders';
export { outgoingFiles, removeFetched, type OutgoingChoice } from './outgoing';
export { uploadFlatFile, type FlatFileUpload, type UploadedFile, type UploadResult } from './upload';
