# The face of the build; CMake does the work (CMakePresets.json).
#
#   make            library and esentutl, optimised, into build/product
#   make demo       open, check and export a database that Windows wrote (DB=file)
#   make check      everything that has to hold before a change is good
#   make install    DESTDIR= PREFIX=/usr
#   make bench      the measurements
#   make fuzz       the fuzz targets, TIME=60 seconds each
#   make clean
PREFIX ?= /usr
DESTDIR ?=
TIME ?= 60
PRODUCT = build/product

all: product
product:
	@tools/bootstrap build
	@cmake --preset product -DCMAKE_INSTALL_PREFIX=$(PREFIX) >$(if $(VERBOSE),/dev/stdout,/dev/null)
	@cmake --build --preset product

demo: product
	@tools/demo $(DB)

check:
	@tools/bootstrap build test lint fuzz
	@tools/check

install: product
	DESTDIR=$(DESTDIR) cmake --install $(PRODUCT) --prefix $(PREFIX)

bench:
	@tools/bootstrap build bench
	@cmake --preset release >/dev/null
	@cmake --build --preset release
	@bench/run

fuzz:
	@tools/bootstrap build fuzz
	@tools/fuzz $(TIME) $(TARGETS)

clean:
	rm -rf build

.PHONY: all product demo check install bench fuzz clean
