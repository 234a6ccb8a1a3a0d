export type { Computed, MasterDataColumn, MasterDataName, MasterDataRowKind, MasterDataTable, RowRecords } from './table';
export * from './tables';
export { chooseColumns, type ChosenRows, type ColumnChoice } from './choose-columns';
export { fieldsFor } from './fields-for';
export { fileName, type FileNameOptions } from './file-name';
export { MasterDataError } from './master-data-error';
export { type MasterDataEntry } from './nest-rows';
export { readMasterDataFile, type MasterDataFile, type MasterDataReadOptions } from './read-master-data';
export { createMasterDataWriter, masterDataFile, type MasterDataWriteOptions, type MasterDataWriter } from './write-master-data';
