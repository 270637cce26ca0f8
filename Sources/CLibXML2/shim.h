// libxml2's SAX2 push parser and nothing else; SheetReading is the only module that imports this.
#ifndef LEAGUE_CENSUS_CLIBXML2_SHIM_H
#define LEAGUE_CENSUS_CLIBXML2_SHIM_H
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlerror.h>
#include <libxml/SAX2.h>
#endif
