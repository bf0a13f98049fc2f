/* Characters, malformed parts and offsets of a text, in every form. */
#include <stdio.h>
#include <string.h>

#include "text.h"

static int failures;
#define CHECK(claim) \
  ((claim) ? (void)0 \
           : (void)(failures++, printf("%s:%d: %s\n", __FILE__, __LINE__, #claim)))

static cd_text utf8(const char *bytes) {
  return (cd_text){bytes, strlen(bytes), CD_UTF8};
}

static void malformed_parts_are_maximal(void) {
  /* Unicode 15.0, table 3-8: 61 F1 80 80 | E1 80 | C2 | 62 | 80 | 63 */
  cd_text text = utf8(
      "a\xF1\x80\x80\xE1\x80\xC2"
      "b\x80"
      "c");
  static const uint32_t codes[] = {'a', CD_BAD_CODE, CD_BAD_CODE, CD_BAD_CODE,
                                   'b', CD_BAD_CODE, 'c'};
  size_t at = 0;
  for (size_t i = 0; i < 7; i++) CHECK(cd_text_decode(text, at, &at) == codes[i]);
  CHECK(at == text.n);
}

static void the_first_malformed_part_is_told(void) {
  size_t start = 0, end = 0;
  CHECK(cd_text_check(utf8("caf\xC3\xA9"), &start, &end) == CD_OK);
  CHECK(cd_text_check(utf8("twelve bytes\xE2\x82 and more"), &start, &end) ==
        CD_BAD_UTF8);
  CHECK(start == 12 && end == 14);
  CHECK(cd_text_check(utf8("\xED\xA0\x80"), &start, &end) ==
        CD_BAD_UTF8); /* a surrogate */
  CHECK(start == 0 && end == 1);
  CHECK(cd_text_check(utf8("\xC0\x80"), &start, &end) == CD_BAD_UTF8); /* overlong */
}

static void offsets_turn_into_every_unit(void) {
  /* a é € 😀 b: 1, 2, 3, 4 and 1 bytes; the fourth is two UTF-16 units */
  cd_text text = utf8(
      "a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80"
      "b");
  uint32_t codes[] = {0, 1, 3, 6, 10, 11}, units[] = {0, 1, 3, 6, 10, 11};
  cd_text_convert(text, CD_UNIT_CODE_POINT, codes, 6);
  cd_text_convert(text, CD_UNIT_UTF16, units, 6);
  static const uint32_t as_codes[] = {0, 1, 2, 3, 4, 5}, as_units[] = {0, 1, 2, 3, 5, 6};
  CHECK(!memcmp(codes, as_codes, sizeof codes));
  CHECK(!memcmp(units, as_units, sizeof units));

  static const uint32_t wide[] = {'a', 0xE9, 0x20AC, 0x1F600, 'b'};
  uint32_t bytes[] = {0, 1, 2, 3, 4, 5};
  static const uint32_t as_bytes[] = {0, 1, 3, 6, 10, 11};
  cd_text_convert((cd_text){wide, 5, CD_UCS4}, CD_UNIT_BYTE, bytes, 6);
  CHECK(!memcmp(bytes, as_bytes, sizeof bytes));
  CHECK(cd_text_bytes((cd_text){wide, 5, CD_UCS4}) == 11);
}

static void a_lone_surrogate_takes_three_bytes(void) {
  static const uint16_t lone[] = {'a', 0xD800};
  cd_text text = {lone, 2, CD_UCS2};
  uint8_t bytes[6];
  CHECK(cd_text_bytes(text) == 4);
  CHECK(cd_text_utf8(text, 0, 2, bytes) == 4);
  CHECK(!memcmp(bytes, "a\xED\xA0\x80", 4));
  size_t at = 1;
  CHECK(cd_utf8_read(bytes, 1, &at) == 0xD800 && at == 4);
}

static void every_code_survives_its_utf8(void) {
  for (uint32_t code = 0; code < CD_BAD_CODE; code++) {
    uint8_t bytes[4];
    size_t next;
    unsigned n = cd_utf8_write(code, bytes);
    bool surrogate = code >= 0xD800 && code < 0xE000;
    if (cd_utf8_read(bytes, 0, &next) != code || next != n) failures++;
    if (cd_utf8_length(bytes, bytes + n) != (surrogate ? 0 : n)) failures++;
    if (!surrogate && cd_text_decode((cd_text){bytes, n, CD_UTF8}, 0, &next) != code)
      failures++;
  }
}

int main(void) {
  malformed_parts_are_maximal();
  the_first_malformed_part_is_told();
  offsets_turn_into_every_unit();
  a_lone_surrogate_takes_three_bytes();
  every_code_survives_its_utf8();
  return failures != 0;
}
