// zlib, to send pages and style sheets compressed; Desk is the only module that imports this.
#ifndef LEAGUE_CENSUS_CZLIB_SHIM_H
#define LEAGUE_CENSUS_CZLIB_SHIM_H
#include <zlib.h>

// A macro in zlib's header, which Swift does not see. 31: gzip, with the largest window.
static inline int league_census_gzip_begin(z_stream *stream, int level) {
  return deflateInit2(stream, level, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY);
}

static inline int league_census_gunzip_begin(z_stream *stream) { return inflateInit2(stream, 31); }
#endif
