// libfreexl, to read BIFF workbooks (.xls); SheetReading is the only module that imports this.
#ifndef LEAGUE_CENSUS_CFREEXL_SHIM_H
#define LEAGUE_CENSUS_CFREEXL_SHIM_H
#include <freexl.h>
#endif
