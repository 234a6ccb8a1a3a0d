export { dropFile, settleFile, versionOf } from './drop';
export { isCutOff, readErpAnswers } from './erp-answers';
export { FileTimes } from './file-times';
export { INCOMING_OBJECTS, objectOf, OUTGOING_OBJECTS } from './folders';
export { outgoingFiles, removeFetched } from './outgoing';
export { settledFiles } from './settled';
export { uploadFlatFile, type UploadResult } from './upload';
