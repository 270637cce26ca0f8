// libxlsxwriter, to write .xlsx; ReportWriting is the only module that imports this.
#ifndef LEAGUE_CENSUS_CXLSXWRITER_SHIM_H
#define LEAGUE_CENSUS_CXLSXWRITER_SHIM_H
#include <xlsxwriter.h>
#endif
