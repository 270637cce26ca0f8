// libxml2's push parsers for XML and HTML, and nothing else; SheetReading is the only module that imports this.
#ifndef LEAGUE_CENSUS_CLIBXML2_SHIM_H
#define LEAGUE_CENSUS_CLIBXML2_SHIM_H
// Debian's libxml2 is built with ICU and drags its headers in; they clash with the ICU inside Foundation. Nothing here
// needs them: only one field of a struct that is never touched depends on it.
#include <libxml/xmlversion.h>
#undef LIBXML_ICU_ENABLED
#include <libxml/parser.h>
#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlerror.h>
#include <libxml/SAX2.h>
#endif
