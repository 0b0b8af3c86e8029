# make            build mentord and mentorctl in build/release
# make demo       two months of a programme in a few seconds
# make test       everything, with sanitizers; ends with "N passed, N failed"
# make score      how well mail is understood, where the public cases are at hand
# make screenshots  all letters as pictures, in build/screenshots
# make property   random programmes and histories, thousands of them: ROUNDS=5000 SEED=1
# make unit-NAME  builds and runs tests/unit/test_NAME.c alone, with sanitizers
# make install    PREFIX=/usr/local DESTDIR=
#
# MODE=release|san|fuzz  how to build          BUILD=build      where to
# FOLDERS="base yaml"    only these libraries  TESTS="unit/ e2e" what `make test` runs

VERSION := 0.1.0
MODE    ?= $(if $(filter unit-%,$(MAKECMDGOALS)),san,release)
BUILD   ?= build
B       := $(BUILD)/$(MODE)

PREFIX     ?= /usr/local
SYSCONFDIR ?= /etc
DATADIR    ?= $(PREFIX)/share/mentord
UNITDIR    ?= $(PREFIX)/lib/systemd/system
MANDIR     ?= $(PREFIX)/share/man

# Dependencies first: each may use those before it (HACKING.md, check-layers).
FOLDERS := base yaml rules templates words mail sheets store reports transport parser engine daemon ctl
MAINS   := daemon/main.c ctl/main.c

DEMO ?= $(B)/mentorctl play demo/month.yaml --folder $(BUILD)/demo

MAKEFLAGS += --no-print-directory --no-builtin-rules
ifeq (0,$(MAKELEVEL)$(filter -j%,$(MAKEFLAGS)))
MAKEFLAGS += -j$(shell nproc)
endif

.DELETE_ON_ERROR:
.PHONY: all programs tests demo test bench score screenshots property check-layers deps install uninstall fuzz format clean FORCE

all: programs

# --- the libraries of others --------------------------------------------------------------------

# make reads this file again when its rule has changed it, so that packages come before all else.
ifneq (,$(filter-out clean uninstall format,$(or $(MAKECMDGOALS),all)))
include $(BUILD)/flags.mk
endif

$(BUILD)/flags.mk: FORCE
	@tools/deps
	@mkdir -p $(@D)
	@if [ ! -e $@ ] || [ tools/flags -nt $@ ]; then tools/flags >$@; fi

deps: $(BUILD)/flags.mk

# --- compiling ----------------------------------------------------------------------------------

WARNINGS := -Wall -Wextra -Werror -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla \
	-Wformat=2 -Wwrite-strings -Wpointer-arith -Wundef -Wno-unused-parameter
SANITIZE := -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer

CC             := gcc
CFLAGS_release := -O2 -fstack-protector-strong -fstack-clash-protection \
	$(if $(filter x86_64,$(shell uname -m)),-fcf-protection)
CPPFLAGS_release := -D_FORTIFY_SOURCE=2
CFLAGS_san     := -O1 $(SANITIZE)
CFLAGS_fuzz    := -O1 $(SANITIZE) -fsanitize=fuzzer-no-link -Wno-format-nonliteral
ifeq ($(MODE),fuzz)
CC := clang
endif

CPPFLAGS := -D_GNU_SOURCE $(CPPFLAGS_$(MODE)) -I. -DMENTORD_VERSION='"$(VERSION)"' \
	-DDATADIR='"$(DATADIR)"' -DSYSCONFDIR='"$(SYSCONFDIR)"' $(PKG_CFLAGS)
CFLAGS   := -std=c17 -g -fPIE $(WARNINGS) $(CFLAGS_$(MODE)) $(EXTRA_CFLAGS)
LDFLAGS  := -pie -Wl,-z,relro,-z,now -Wl,--as-needed
COMPILE  := $(CC) $(CPPFLAGS) $(CFLAGS)

# Changes when the command does, and then everything is compiled again.
$(B)/command: FORCE
	@mkdir -p $(@D)
	@echo "$$COMMAND" | cmp -s - $@ || echo "$$COMMAND" >$@
$(B)/command: export COMMAND := $(COMPILE)

$(B)/%.o: %.c $(B)/command
	@mkdir -p $(@D)
	@echo "  CC   $<"
	@$(COMPILE) -MMD -MP -c -o $@ $<

# --- one library a folder -----------------------------------------------------------------------

objects = $(patsubst %.c,$(B)/%.o,$(filter-out $(MAINS),$(wildcard $(1)/*.c)))

# A folder that has no source yet gives no library. The folder itself is asked too, so that a source
# that is gone goes out of the library. The linker reads from left to right, so the
# libraries stand in the order that the layers do not.
LIBS :=
define library
ifneq (,$(call objects,$(1)))
LIBS := $(B)/lib$(1).a $$(LIBS)
$(B)/lib$(1).a: $(call objects,$(1)) $(1)
	@rm -f $$@
	@ar rcs $$@ $$(filter %.o,$$^)
endif
endef
$(foreach folder,$(FOLDERS),$(eval $(call library,$(folder))))

LINK = $(CC) $(CFLAGS) $(LDFLAGS) -o $@ $(filter %.o,$^) $(filter %.a,$^)

# --- the programs -------------------------------------------------------------------------------

PROGRAMS := $(if $(wildcard daemon/main.c),$(B)/mentord) $(if $(wildcard ctl/main.c),$(B)/mentorctl)
programs: $(PROGRAMS)

$(B)/mentord: $(B)/daemon/main.o $(LIBS)
$(B)/mentorctl: $(B)/ctl/main.o $(LIBS)
$(PROGRAMS):
	@echo "  LINK $@"
	@$(LINK) $(PKG_LIBS)

demo: programs
	@$(DEMO)

bench: programs $(B)/tools/bench_world
	@MODE=$(MODE) BUILD=$(abspath $(BUILD)) tests/bench/bench

score: programs
	@MODE=$(MODE) BUILD=$(abspath $(BUILD)) tests/score/score
	@MODE=$(MODE) BUILD=$(abspath $(BUILD)) tests/score/known

screenshots: programs $(B)/tools/letter_page
	@MODE=$(MODE) BUILD=$(abspath $(BUILD)) tests/looks/sheet $(BUILD)/screenshots

# --- tests --------------------------------------------------------------------------------------

UNITS   := $(patsubst tests/unit/%.c,$(B)/tests/%,$(wildcard tests/unit/test_*.c))
SUPPORT := $(call objects,tests/unit/support)

# Programs that the test scripts use.
TOOLS := $(patsubst tests/tools/%.c,$(B)/tools/%,$(wildcard tests/tools/*.c))

tests: programs $(UNITS) $(TOOLS)
	@:

$(TOOLS): $(B)/tools/%: $(B)/tests/tools/%.o $(LIBS)
	@mkdir -p $(@D)
	@echo "  LINK $@"
	@$(LINK) $(PKG_LIBS)

$(B)/tests/%: $(B)/tests/unit/%.o $(SUPPORT) $(LIBS)
	@mkdir -p $(@D)
	@echo "  LINK $@"
	@$(LINK) $(PKG_LIBS) -lcmocka

.SECONDARY: $(patsubst %.c,$(B)/%.o,$(wildcard tests/unit/test_*.c tests/fuzz/*.c))

unit-%: $(B)/tests/test_%
	@tests/run --unit $<

test:
	@$(MAKE) MODE=san tests
	@MODE=san BUILD=$(abspath $(BUILD)) tests/run $(TESTS)

# Many rounds of what unit-random_* does in a few seconds: ROUNDS, from SEED on.
property: export ROUNDS ?= 5000
property: export SEED ?= 1
property: $(patsubst tests/unit/%.c,$(B)/tests/%,$(wildcard tests/unit/test_random_*.c))
	@for test in $^; do $$test || exit 1; done

check-layers: $(LIBS)
	@tests/check-layers . $(B)

# Looks for inputs that break a parser. Wants clang; run one as build/fuzz/fuzzers/NAME FOLDER.
FUZZERS := $(patsubst tests/fuzz/%.c,$(B)/fuzzers/%,$(wildcard tests/fuzz/*.c))
ifeq ($(MODE),fuzz)
fuzz: $(FUZZERS)
$(FUZZERS): $(B)/fuzzers/%: $(B)/tests/fuzz/%.o $(LIBS)
	@mkdir -p $(@D)
	@echo "  LINK $@"
	@$(LINK) -fsanitize=fuzzer $(PKG_LIBS)
else
fuzz:
	@$(MAKE) MODE=fuzz fuzz
endif

# --- installing ---------------------------------------------------------------------------------

PROGRAMME_FILES := $(shell find programmes -type f 2>/dev/null)
INSTALL := install -D -m 644

# What an admin edits in $(SYSCONFDIR)/mentord is never written over.
install: programs
	for program in $(PROGRAMS); do \
		install -D -m 755 $$program "$(DESTDIR)$(PREFIX)/bin/$${program##*/}"; done
	for file in $(PROGRAMME_FILES); do $(INSTALL) "$$file" "$(DESTDIR)$(DATADIR)/$$file"; done
	for page in $(wildcard docs/man/*.[158]); do \
		$(INSTALL) $$page "$(DESTDIR)$(MANDIR)/man$${page##*.}/$${page##*/}"; done
	for unit in $(wildcard systemd/*.service systemd/*.timer); do \
		$(INSTALL) $$unit "$(DESTDIR)$(UNITDIR)/$${unit##*/}"; \
		sed -i 's|@PREFIX@|$(PREFIX)|g; s|@SYSCONFDIR@|$(SYSCONFDIR)|g' \
			"$(DESTDIR)$(UNITDIR)/$${unit##*/}"; done
	for sample in $(wildcard docs/samples/*); do \
		kept="$(DESTDIR)$(SYSCONFDIR)/mentord/$${sample##*/}"; \
		[ -e "$$kept" ] || $(INSTALL) $$sample "$$kept"; done

uninstall:
	rm -f $(addprefix "$(DESTDIR)$(PREFIX)"/bin/,mentord mentorctl)
	rm -f $(foreach page,$(notdir $(wildcard docs/man/*.[158])), \
		"$(DESTDIR)$(MANDIR)/man$(patsubst .%,%,$(suffix $(page)))/$(page)")
	rm -f $(addprefix "$(DESTDIR)$(UNITDIR)"/,$(notdir $(wildcard systemd/*.service systemd/*.timer)))
	rm -rf "$(DESTDIR)$(DATADIR)"

# --- the rest -----------------------------------------------------------------------------------

format:
	clang-format -i $(wildcard $(addsuffix /*.[ch],$(FOLDERS) tests/unit tests/unit/support tests/fuzz))

clean:
	rm -rf $(BUILD)

-include $(shell find $(B) -name '*.d' 2>/dev/null)
