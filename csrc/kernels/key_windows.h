/* What keeps the units of a short token of the 16 that were loaded. */
#ifndef CD_KEY_WINDOWS_H
#define CD_KEY_WINDOWS_H

#include <stdint.h>

/* Ones for the first `n` of 16 units or bytes, by entering the window at 16 - n. */
static const uint16_t unit_window[32] = {0xFFFF, 0xFFFF, 0xFFFF, 0xFFFF, 0xFFFF, 0xFFFF,
                                         0xFFFF, 0xFFFF, 0xFFFF, 0xFFFF, 0xFFFF, 0xFFFF,
                                         0xFFFF, 0xFFFF, 0xFFFF, 0xFFFF};
static const uint8_t byte_window[32] = {255, 255, 255, 255, 255, 255, 255, 255,
                                        255, 255, 255, 255, 255, 255, 255, 255};
#endif
