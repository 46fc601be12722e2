# SPDX-License-Identifier: Apache-2.0
# The one door to everything. `make` lists the targets; `make -n TARGET` shows what a target does.

## Variables, given as NAME=value after the target:
CONFIG      = kv260#       hardware configuration; `verilate` without MODEL takes tiny
MODEL       =#             float weights, a safetensors file; without it the built-in demo
CALIBRATION =#             folder of images that the quantizer looks at (with MODEL)
IMAGES      =#             folder of labelled images of evaluate and ablation
BATCH       = 1#           images that bench and estimate run one behind the other
LABELS      =#             their classes, a line FILE,LABEL for each image; $(IMAGES)/labels.csv if not given
BITS        = 8/8/4#       bits of weights/activations/attention of evaluate and search
WITH        =#             the part of the quantizer that evaluate switches on, such as downstream-exponents
BIT_TABLE   =#             bits of weights by layer, as search writes them, for evaluate, verilate and board-test
LIMIT       =#             the most images that ablation evaluates
SOME        =#             the most images that ablation calibrates with
FULL        =#             yes: ablation leaves out all subsets, not one part at a time
BUDGET      = 0.7#         weight bytes that search may use, as a share of those with 8 bits
BUDGET_CYCLES =#           cycles on CONFIG that it may use instead, as a share of those with 8 bits
IMAGE       =#             image to run (with MODEL), or several, or a folder
FAMILY      = xc7#         device family that synth maps to if CONFIG has no board: xc7 or xcup
PREPROCESS  =#             how IMAGE or IMAGES come to size: resize-crop or crop; what MODEL asks for if not given
CONFIGS     = kv260,kv260-w4,zcu104,zcu104-w4# configurations of bench
MODELS      = deit-tiny,deit-small,deit-base# networks of bench
DRAM        = standard,harder# memory models of bench
WEIGHT_BITS =#             bits of the weights inside blocks in bench, estimate, energy and explore: 8, 4 or mixed; bench takes several
ARCH        = deit-tiny#   network of estimate, energy, timeline and explore
BOARD       = kv260#       board of ip, project, ooc, bitstream and program: kv260, zcu104 or pynq-z2
UNIT        = p2vit#       module that ooc synthesises, such as MatMulUnit
JOBS        = 4#           jobs of Vivado
SERVER      = localhost:3121# hardware server of program
JAVA        = $(if $(JAVA_HOME),$(JAVA_HOME)/bin/java,java)# the Java to run with

MVN     := mvn -B -ntp
APP     := testbench/target/p2vit.jar
P2VIT    = $(JAVA) -jar $(APP)
REPORTS := target/reports
MODEL_NAME = $(if $(MODEL),$(basename $(notdir $(MODEL))),demo)
NETWORK    = $(if $(BIT_TABLE),$(basename $(notdir $(BIT_TABLE))),$(MODEL_NAME))
CACHE      = target/cache
BUNDLE     = target/bundles/$(NETWORK).p2vit
BOARD_TEST = target/board-test/$(CONFIG)-$(NETWORK).img
HOST       = target/host/$(CONFIG)
DRIVER_TOOLS = gcc python3 clang cppcheck arm-linux-gnueabihf-gcc aarch64-linux-gnu-gcc
NOT_FAST   = cosim,synth,tools,slow,data
APP_SOURCES    := $(shell find pom.xml */pom.xml */src/main)

ip project ooc bitstream: CONFIG = $(BOARD)
verilate: CONFIG = $(if $(MODEL),kv260,tiny)

# verify,REPORT,OPTIONS: formatting first, then the tests; the closing line comes after a failure too.
define verify
rm -rf */target/surefire-reports
$(MVN) spotless:check
$(MVN) verify $(2); status=$$?; .make/test-summary $(REPORTS)/$(1).json && exit $$status
endef

# quantize: MODEL, if there is one, to BUNDLE; own_network: the options that then name it.
define quantize
$(if $(MODEL),$(P2VIT) quantize --model $(MODEL) --calibration $(CALIBRATION) --cache $(CACHE) $(if $(BIT_TABLE),--bit-table $(BIT_TABLE)) \
    --output $(BUNDLE) --json $(REPORTS)/quantize-$(NETWORK).json)
endef
# Reports stand side by side, those of evaluate for pareto: their names say what a run was told.
# given,VARIABLES: the values of those that do not have what this file says.
given = $(subst $(space),,$(foreach variable,$(1),$(if $(filter-out file,$(origin $(variable))),-$(subst /,-,$($(variable))))))
space := $(subst ,, )
WEIGHTS_NAME = $(addprefix -weights-,$(WEIGHT_BITS))
BATCH_NAME   = $(addprefix -batch-,$(filter-out 1,$(BATCH)))
EVALUATION = $(REPORTS)/evaluate-$(MODEL_NAME)-$(subst /,-,$(BITS))$(if $(BIT_TABLE),-with-$(NETWORK))$(addprefix -,$(WITH))
SEARCH     = $(REPORTS)/search-$(MODEL_NAME)
ABLATION   = $(REPORTS)/ablation-$(MODEL_NAME)
EXPLORATION = $(REPORTS)/explore-$(ARCH)$(call given,CONFIG)$(WEIGHTS_NAME)
BENCH      = $(REPORTS)/bench$(call given,CONFIGS MODELS DRAM)$(WEIGHTS_NAME)$(BATCH_NAME)
own_network = $(if $(MODEL),--bundle $(BUNDLE) --model $(MODEL) --image $(IMAGE) $(if $(PREPROCESS),--preprocess $(PREPROCESS)))

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help doctor rtl verilate evaluate ablation search pareto test check-fast lint synth bench bench-quant estimate timeline explore format clean

help: ## list the targets and variables
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' Makefile
	@echo
	@awk -F ' *=|# +' '/^[A-Z_]+ *=.*#/ { printf "  %-16s %s\n", $$1, $$NF }' Makefile

doctor: ## compare the installed tools with the table in .tools
	@.make/tools doctor

rtl: $(APP) ## emit Verilog, manifest and register map to rtl-out/CONFIG
	$(P2VIT) rtl --config $(CONFIG) --output rtl-out/$(CONFIG) --json $(REPORTS)/rtl-$(CONFIG).json

verilate: $(APP) ## run images through the Verilog and compare every word with the golden model
	.make/tools require verilator g++ make
	$(quantize)
	$(P2VIT) simulate --config $(CONFIG) --cache $(CACHE) $(own_network) \
	    --json $(REPORTS)/verilate-$(CONFIG)$(if $(MODEL),-$(NETWORK)).json

.PHONY: board-test host-test driver-check
board-test: $(APP) ## write program, images and expected logits to one file that a board replays
	$(quantize)
	$(P2VIT) board-test --config $(CONFIG) --cache $(CACHE) $(own_network) --output $(BOARD_TEST) \
	    --json $(REPORTS)/board-test-$(CONFIG)-$(NETWORK).json

host-test: board-test rtl ## replay board-test with the C and the Python driver on the simulated accelerator
	.make/tools require verilator g++ make gcc python3
	$(MAKE) -C fpga/linux PLATFORM=simulated CC=gcc REGISTERS=$(CURDIR)/rtl-out/$(CONFIG) BUILD=$(CURDIR)/$(HOST)
	$(P2VIT) device --config $(CONFIG) --json $(REPORTS)/host-test-$(CONFIG)-$(NETWORK).json -- \
	    $(HOST)/p2vit-run $(BOARD_TEST)
	PYTHONPATH=rtl-out/$(CONFIG) $(P2VIT) device --config $(CONFIG) -- python3 -B fpga/pynq/p2vit_run.py $(BOARD_TEST)

driver-check: ## compile and analyse the drivers for every target, and provoke their errors on the simulated accelerator
	.make/tools require java mvn verilator g++ make $(DRIVER_TOOLS)
	$(MVN) -q -pl testbench -am test -Dtest='*Driver*' -Dsurefire.failIfNoSpecifiedTests=false

test: ## run every test, co-simulation and synthesis included
	.make/tools require java mvn verilator g++ make yosys tclsh iverilog zlib.h $(DRIVER_TOOLS)
	$(call verify,test)

check-fast: ## run the tests that need no external tool, no data and little time
	.make/tools require java mvn
	$(call verify,check-fast,-Dtest.excludedGroups=$(NOT_FAST))

evaluate: $(APP) ## top-1, agreement and SQNR of MODEL on IMAGES, beside float and other ways to quantize
	$(P2VIT) evaluate --model $(MODEL) --calibration $(CALIBRATION) --images $(IMAGES) \
	    --labels $(or $(LABELS),$(IMAGES)/labels.csv) --bits $(BITS) $(if $(BIT_TABLE),--bit-table $(BIT_TABLE)) \
	    $(addprefix --with ,$(WITH)) $(if $(PREPROCESS),--preprocess $(PREPROCESS)) --cache $(CACHE) $(addprefix --search ,$(wildcard $(SEARCH).json)) \
	    --html $(EVALUATION).html --json $(REPORTS)/evaluate.json
	cp $(REPORTS)/evaluate.json $(EVALUATION).json

ablation: $(APP) ## leave out parts of the quantizer and measure what each is worth; goes on where it was interrupted
	$(P2VIT) ablation --model $(MODEL) --calibration $(CALIBRATION) --images $(IMAGES) \
	    --labels $(or $(LABELS),$(IMAGES)/labels.csv) --bits $(BITS) $(if $(PREPROCESS),--preprocess $(PREPROCESS)) \
	    $(if $(LIMIT),--limit $(LIMIT)) $(if $(SOME),--calibration-images $(SOME)) $(if $(FULL),--full) --cache $(CACHE) \
	    --html $(ABLATION).html --json $(ABLATION).json

search: $(APP) ## choose the layers of MODEL that get 4-bit weights, within BUDGET of the 8-bit weight bytes or BUDGET_CYCLES of the cycles
	$(P2VIT) search --model $(MODEL) --calibration $(CALIBRATION) --bits $(BITS) --cache $(CACHE) \
	    $(if $(BUDGET_CYCLES),--budget-cycles $(BUDGET_CYCLES) --config $(CONFIG),--budget $(BUDGET)) \
	    --bit-table target/bit-tables/$(MODEL_NAME)-mixed.json --html $(SEARCH).html --json $(SEARCH).json

pareto: $(APP) ## draw accuracy against cycles and bytes of MODEL with all bits that evaluate and search have reported
	$(P2VIT) pareto --evaluations $(wildcard $(REPORTS)/evaluate-$(MODEL_NAME)-*.json) \
	    $(addprefix --search ,$(wildcard $(SEARCH).json)) \
	    --output $(REPORTS)/pareto-$(MODEL_NAME).svg --json $(REPORTS)/pareto-$(MODEL_NAME).json

lint: rtl ## check the emitted Verilog of CONFIG with Verilator's lint
	.make/tools require verilator
	$(P2VIT) lint rtl-out/$(CONFIG)/*.v --json $(REPORTS)/lint-$(CONFIG).json

synth: rtl ## synthesise CONFIG with yosys; resources and delays per unit, limits of the board; refuse latches and loops
	.make/tools require yosys
	$(P2VIT) synth rtl-out/$(CONFIG)/*.v --inside Engine --config $(CONFIG) --family $(FAMILY) --json $(REPORTS)/synth-$(CONFIG).json

bench: $(APP) ## simulate whole networks; cycles, utilisation and throughput beside predictions and published figures
	.make/tools require verilator g++ make
	$(P2VIT) bench --configs $(CONFIGS) --models $(MODELS) --memories $(DRAM) $(addprefix --weights ,$(WEIGHT_BITS)) \
	    --images $(BATCH) --json $(BENCH).json

bench-quant: ## int8 products beside ONNX Runtime's, and golden DeiT-Tiny images per second, measured with JMH
	.make/tools require java mvn
	mkdir -p $(REPORTS)
	$(MVN) -q -pl quant-golden -Pbenchmark -Dbenchmark.report=$(abspath $(REPORTS))/bench-quant.json process-test-classes

estimate: $(APP) ## predict cycles, bandwidth and utilisation of each layer of ARCH on CONFIG without simulation
	$(P2VIT) estimate --config $(CONFIG) --arch $(ARCH) $(addprefix --weights ,$(WEIGHT_BITS)) --images $(BATCH) \
	    --json $(REPORTS)/estimate-$(CONFIG)-$(ARCH)$(WEIGHTS_NAME)$(BATCH_NAME).json

.PHONY: energy
energy: $(APP) ## estimate the energy of an inference of ARCH on CONFIG from counted operations; nothing is measured
	$(P2VIT) energy --config $(CONFIG) --arch $(ARCH) $(addprefix --weights ,$(WEIGHT_BITS)) \
	    --json $(REPORTS)/energy-$(CONFIG)-$(ARCH)$(WEIGHTS_NAME).json

timeline: $(APP) ## draw which unit is busy and which waits during an inference of ARCH on CONFIG
	.make/tools require verilator g++ make
	$(P2VIT) timeline --config $(CONFIG) --arch $(ARCH) --output $(REPORTS)/timeline-$(CONFIG)-$(ARCH).svg \
	    --json $(REPORTS)/timeline-$(CONFIG)-$(ARCH).json

explore: $(APP) ## predict cycles and resources of every array shape for ARCH, like CONFIG otherwise; draw those that no other beats
	$(P2VIT) explore --arch $(ARCH) --like $(CONFIG) $(addprefix --weights ,$(WEIGHT_BITS)) --output $(EXPLORATION).svg --json $(EXPLORATION).json

.PHONY: ip project ooc bitstream program fpga-check
ip: ## package CONFIG (that of BOARD if not given) for Vivado's IP catalog, in fpga/build/BOARD/ip
	@fpga/run check $(BOARD)
	@$(MAKE) --no-print-directory rtl CONFIG=$(CONFIG)
	fpga/run ip $(BOARD) $(CONFIG)

project: ip ## make the Vivado project of BOARD anew, to look at it
	fpga/run project $(BOARD) $(CONFIG)

ooc: ## synthesise, place and route one UNIT of CONFIG alone for BOARD
	@fpga/run check $(BOARD)
	@$(MAKE) --no-print-directory rtl CONFIG=$(CONFIG)
	fpga/run ooc $(BOARD) $(CONFIG) $(UNIT)

bitstream: ip ## bitstream, hardware handoff and reports of BOARD; missed timing is a failure
	fpga/run bitstream $(BOARD) $(CONFIG) $(JOBS)

program: ## load the bitstream of BOARD over JTAG
	@fpga/run check $(BOARD)
	fpga/run program $(BOARD) $(SERVER)

fpga-check: ## check without Vivado what a board needs: scripts, constraints, emitted files, netlists
	.make/tools require java mvn verilator g++ make yosys tclsh iverilog $(DRIVER_TOOLS)
	$(call verify,fpga-check,-Dtest.groups=fpga)

format: ## format the Java sources
	.make/tools require java mvn
	$(MVN) -q spotless:apply

clean: ## remove everything that was built or generated
	rm -rf target */target rtl-out/*/ fpga/build

# The application and its libraries; Maven leaves an unchanged jar's date alone, hence touch.
$(APP): $(APP_SOURCES)
	.make/tools require java mvn
	$(MVN) -q -Dmaven.test.skip=true package
	touch $@
