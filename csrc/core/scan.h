/* Which kernel scans, and the bits it looks for. In style news: a letter,
 * digit or mark continues a word; every other character is a token of its own;
 * loud ones, and stops, are candidates. In style uax29 the stop bit joins
 * letters and the bang bit joins digits. In style whitespace all but white
 * space are letters, in style words all but letters are white space. */
#ifndef CD_SCAN_H
#define CD_SCAN_H

#include "kernel.h"

/* The scan, and the keys, of the kernel in use. */
cd_scan *cd_scan_for(int style, cd_form form);
cd_keys *cd_keys_for(cd_form form);
#endif
