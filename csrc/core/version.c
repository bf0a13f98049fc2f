#include "copydesk.h"
#include "unicode.h"

const char *cd_version(void) { return "0.1.0"; }
const char *cd_unicode_version(void) { return cd_ucd_version; }
