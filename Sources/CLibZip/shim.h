// libzip, to read the parts of .xlsx and .ods; SheetReading is the only module that imports this.
#ifndef LEAGUE_CENSUS_CLIBZIP_SHIM_H
#define LEAGUE_CENSUS_CLIBZIP_SHIM_H
#include <zip.h>
#endif
