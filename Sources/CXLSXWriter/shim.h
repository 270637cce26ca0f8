// libxlsxwriter, to write .xlsx; ReportWriting is the only module that imports this.
#ifndef LEAGUE_CENSUS_CXLSXWRITER_SHIM_H
#define LEAGUE_CENSUS_CXLSXWRITER_SHIM_H
#include <stdlib.h>
#include <xlsxwriter.h>

// Merges cells without writing any of them: the library's own function writes all rows of the range at once, which a
// workbook that is written row by row does not allow.
static inline int lc_merge_only(lxw_worksheet *sheet, uint32_t first_row, uint16_t first_column, uint32_t last_row,
                                uint16_t last_column) {
  lxw_merged_range *range = calloc(1, sizeof(lxw_merged_range));
  if (range == NULL) return 0;
  range->first_row = first_row;
  range->first_col = first_column;
  range->last_row = last_row;
  range->last_col = last_column;
  STAILQ_INSERT_TAIL(sheet->merged_ranges, range, list_pointers);
  sheet->merged_range_count++;
  return 1;
}
#endif
