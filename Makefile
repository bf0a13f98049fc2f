# copydesk: `make` builds, `make test` tests, `make check` does what a change must pass.

PYTHON ?= .venv/bin/python
ifeq ($(origin CC),default)
CC = gcc
endif
ROOMS = core kernels lang tables
INCLUDE = -Icsrc/include $(ROOMS:%=-Icsrc/%)
CSTD = -std=c11 -fvisibility=hidden -pthread
WARN = -Wall -Wextra -Wconversion -Wstrict-prototypes -Wmissing-prototypes -Werror
LIBS = -lutf8proc -lstemmer -lm

CORE = $(sort $(wildcard $(ROOMS:%=csrc/%/*.c)))
HEADERS = $(wildcard csrc/*/*.h csrc/*/*.inc)
GENERATED = csrc/tables/unicode.c csrc/lang/lang_tables.c csrc/lang/letter_tables.c
HANDWRITTEN = $(filter-out $(GENERATED),$(CORE) $(wildcard csrc/*/*.h csrc/*/*.inc csrc/python/*.c tests/c/*.[ch] tests/c/*/*.h tests/fuzz/*.[ch]))

.PHONY: build run test check engines lint format warnings c-tests c-check asan tsan fuzz neon avx512 bench bench-targets instructions tables docs clean
.DELETE_ON_ERROR:

# ---- everyday ----------------------------------------------------------------

# The extension in place, and a .venv with every tool in it.
build:
	@. .ci/setup.sh && need_packages make unicode-data python3-dbg && setup_project dev

run:
	@./run $(FILE)

test:
	@./test $(ARGS)

# What a change must pass: style, types and warnings, then the whole suite (C tests, rooms and sizes included).
check: build lint
	$(PYTHON) -m pytest -q

# docs/ as pages in build/docs; runs the tour, and no warning passes.
docs: build
	$(PYTHON) -m sphinx -W --keep-going -q -b html docs build/docs/html
	@echo build/docs/html/index.html

# The recipes on what is heavy to install (Spark, Ray, Dask, PyTorch, ...), in an environment of its own.
ENGINES = tests/engines.txt tests/engines_heavy.txt
ENGINE_TESTS = tests/test_recipes.py tests/test_spark.py tests/test_scale.py tests/test_bm25s.py
engines:
	@. .ci/setup.sh && need_packages make && setup_project dev && setup_engines $(ENGINES)
	.venv-engines/bin/python -m pytest -q $(ENGINE_TESTS) $(ARGS)

clean:
	rm -rf build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find src csrc tests -name '*.so' -o -name '*.o' -o -name __pycache__ | xargs rm -rf

# ---- style, types, warnings --------------------------------------------------

lint: warnings
	$(PYTHON) -m ruff check .
	$(PYTHON) -m mypy
	MYPYPATH=src $(PYTHON) -m mypy.stubtest copydesk --allowlist tests/stubtest.allow --ignore-disjoint-bases --mypy-config-file pyproject.toml
	$(dir $(PYTHON))clang-format --dry-run -Werror $(HANDWRITTEN)

format:
	$(dir $(PYTHON))clang-format -i $(HANDWRITTEN)
	$(PYTHON) -m ruff check --fix .

warnings: $(CORE:csrc/%.c=build/warnings/%.o)

build/warnings/%.o: csrc/%.c $(HEADERS)
	@mkdir -p $(@D)
	$(CC) $(CSTD) -O2 $(WARN) $(INCLUDE) -c $< -o $@

# ---- C tests: each tests/c/test_*.c is a program; 0 passes, 77 skips ----------

# OUT and SAN let one rule serve the plain and the sanitized build.
OUT = build/c
SAN =
CFLAGS_C = $(CSTD) -O2 -g $(SAN) $(INCLUDE)
LIBRARY = $(OUT)/libcopydesk.a
C_TESTS = $(patsubst tests/c/%.c,$(OUT)/%,$(sort $(wildcard tests/c/test_*.c)))

$(OUT)/%.o: csrc/%.c $(HEADERS)
	@mkdir -p $(@D)
	$(CC) $(CFLAGS_C) -c $< -o $@

$(LIBRARY): $(CORE:csrc/%.c=$(OUT)/%.o)
	@rm -f $@
	ar rcs $@ $^

$(OUT)/test_%: tests/c/test_%.c $(LIBRARY) $(HEADERS) $(wildcard tests/c/*.h)
	$(CC) $(CFLAGS_C) -Itests/c $< $(LIBRARY) $(LIBS) -o $@

c-tests: $(C_TESTS)

c-check: c-tests
	@for t in $(C_TESTS); do \
	  $(RUNNER) $$t && echo "ok   $$t" || { rc=$$?; [ $$rc = 77 ] && echo "skip $$t" || { echo "FAIL $$t ($$rc)"; exit 1; }; }; \
	done

# ---- sanitizers ----------------------------------------------------------------

# The C tests with leaks reported, then the Python suite (CPython's own start-up "leaks", so not there), with fewer
# examples of each law and without what asks nothing of C's memory: papers, tables, figures, commands that start anew.
ASAN = build/asan
NOT_ASAN = docs project sizes rooms benchmarks benchmarks_matrices cli cli_bench files_run lang_tables unicode_tables models shared_checks
ASAN_PRELOAD = $(shell $(CC) -print-file-name=libasan.so) $(shell $(CC) -print-file-name=libubsan.so)
asan:
	$(MAKE) c-check OUT=$(ASAN)/c SAN="-O1 -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer"
	COPYDESK_SANITIZE=address,undefined $(PYTHON) setup.py --quiet build --build-base $(ASAN) --build-lib $(ASAN)/lib
	COPYDESK_SANITIZE=address,undefined COPYDESK_EXAMPLES=25 PYTHONPATH=$(CURDIR)/$(ASAN)/lib PYTHONMALLOC=malloc \
	  ASAN_OPTIONS=detect_leaks=0 UBSAN_OPTIONS=print_stacktrace=1 LD_PRELOAD="$(ASAN_PRELOAD)" \
	  $(PYTHON) -m pytest -q -p no:cacheprovider $(NOT_ASAN:%=--ignore=tests/test_%.py) $(ARGS)

# The C tests that start threads, under ThreadSanitizer.
TSAN = build/tsan
tsan:
	$(MAKE) $(TSAN)/c/test_batch OUT=$(TSAN)/c SAN="-O1 -fsanitize=thread"
	$(TSAN)/c/test_batch && echo "ok   $(TSAN)/c/test_batch"

# ---- fuzzing -------------------------------------------------------------------

FUZZ_SECONDS ?= 60
FUZZ_CC ?= $(firstword $(foreach c,clang-19 clang-18 clang-17 clang-16 clang,$(shell command -v $(c))))
FUZZERS = $(patsubst tests/fuzz/%.c,build/fuzz/%,$(sort $(wildcard tests/fuzz/*.c)))

# clang does not read gcc's target pragmas: it is told each kernel's instructions here.
FUZZ_SAN = -O1 -fsanitize=address,undefined -fno-sanitize-recover=undefined
ifneq (,$(findstring clang,$(CC)))
ifeq ($(shell uname -m),x86_64)
$(OUT)/kernels/avx2.o: CFLAGS_C += -mavx2 -mbmi -mbmi2 -mlzcnt
$(OUT)/kernels/avx512.o: CFLAGS_C += -mavx512f -mavx512bw -mavx512vl -mavx512vbmi -mavx512vbmi2 -mbmi -mbmi2 -mlzcnt
endif
endif

build/fuzz/%: tests/fuzz/%.c $(CORE) $(HEADERS)
	@[ -n "$(FUZZ_CC)" ] || { echo "make fuzz needs clang with libFuzzer: apt-get install clang"; exit 1; }
	$(MAKE) --no-print-directory build/fuzz/libcopydesk.a OUT=build/fuzz CC=$(FUZZ_CC) SAN="$(FUZZ_SAN) -fsanitize=fuzzer-no-link"
	$(FUZZ_CC) $(CSTD) -g $(FUZZ_SAN) -fsanitize=fuzzer $(INCLUDE) $< build/fuzz/libcopydesk.a $(LIBS) -o $@

fuzz: $(FUZZERS)
	@[ -n "$(FUZZERS)" ] || echo "no fuzz targets in tests/fuzz"
	@for f in $(FUZZERS); do \
	  mkdir -p $$f.corpus; echo "$$f for $(FUZZ_SECONDS) s"; \
	  $$f -max_total_time=$(FUZZ_SECONDS) -timeout=10 -max_len=65536 -print_final_stats=1 \
	    -artifact_prefix=build/fuzz/ $$f.corpus $(wildcard tests/fuzz/seeds) || exit 1; \
	done

# ---- NEON: the kernels and their tests alone, cross-compiled, under qemu ---------

NEON_CC ?= aarch64-linux-gnu-gcc
QEMU ?= qemu-aarch64 -L /usr/aarch64-linux-gnu
# fold and stem need libraries that are not there for the other machine.
NEON_CORE = $(filter-out csrc/core/fold.c csrc/core/stem.c,$(CORE))
NEON_TESTS = $(patsubst tests/c/%.c,build/neon/%,$(sort $(foreach t,kernel scan uax29,$(wildcard tests/c/test_$t*.c))))

build/neon/%.o: csrc/%.c $(HEADERS)
	@mkdir -p $(@D)
	$(NEON_CC) $(CSTD) -O2 -g $(INCLUDE) -c $< -o $@

build/neon/libcopydesk.a: $(NEON_CORE:csrc/%.c=build/neon/%.o)
	@rm -f $@
	aarch64-linux-gnu-ar rcs $@ $^

build/neon/test_%: tests/c/test_%.c build/neon/libcopydesk.a
	$(NEON_CC) $(CSTD) -O2 -g $(INCLUDE) -Itests/c $< build/neon/libcopydesk.a -lm -o $@

neon: $(NEON_TESTS)
	@[ -n "$(NEON_TESTS)" ] || { echo "no kernel tests in tests/c"; exit 1; }
	@for t in $(NEON_TESTS); do $(QEMU) $$t && echo "ok   $$t (aarch64)" || { echo "FAIL $$t"; exit 1; }; done

# ---- AVX-512: its kernel where no processor has the instructions, SIMDe's functions in their place --------

AVX512 = build/avx512
AVX512_TESTS = $(foreach t,kernels keys uax29,$(AVX512)/test_$t)

$(AVX512)/avx512.o: csrc/kernels/avx512.c tests/c/avx512/immintrin.h $(HEADERS)
	@mkdir -p $(@D)
	$(CC) $(CFLAGS_C) -Itests/c/avx512 -mavx2 -mbmi -mbmi2 -mlzcnt -mpopcnt -Wno-psabi -c $< -o $@

# The plain library with this kernel in place of its own.
$(AVX512)/libcopydesk.a: $(LIBRARY) $(AVX512)/avx512.o
	cp $(LIBRARY) $@
	ar r $@ $(AVX512)/avx512.o

$(AVX512)/test_%: tests/c/test_%.c $(AVX512)/libcopydesk.a $(wildcard tests/c/*.h)
	$(CC) $(CFLAGS_C) -Itests/c $< $(AVX512)/libcopydesk.a $(LIBS) -o $@

avx512: $(AVX512_TESTS)
	@for t in $(AVX512_TESTS); do COPYDESK_ISA=avx512 $$t && echo "ok   $$t (avx512)" || { echo "FAIL $$t"; exit 1; }; done

# ---- measurements and generated files --------------------------------------------

bench:
	$(PYTHON) benchmarks/bench.py $(ARGS)

# Only what was promised, and whether it holds.
bench-targets:
	$(PYTHON) benchmarks/bench.py --targets $(ARGS)

# Instructions of the hot roads, under valgrind, against those of benchmarks/instructions.json.
instructions:
	$(PYTHON) benchmarks/instructions.py --check $(ARGS)

tables:
	$(PYTHON) csrc/tools/unicode_tables.py
	$(PYTHON) csrc/tools/lang_tables.py
	$(PYTHON) csrc/tools/letter_tables.py

# Every boundary model of the package anew, from ../shared/data (docs/models.md).
models:
	$(PYTHON) csrc/tools/boundary_models.py $(ARGS)
