# SPDX-License-Identifier: Apache-2.0
# The one door to everything. `make` lists the targets; `make -n TARGET` shows what a target does.

include .make/variables.mk

## Variables, given as NAME=value after the target; which target reads which is in .make/variables.mk. Not read from the environment but for JAVA, MVN.
CONFIG      = kv260#       hardware configuration, a name or a file; `classify` and `verilate` without MODEL take tiny, targets with a BOARD that of the board
MODEL       =#             float weights, a safetensors file; without it the built-in demo
HEADS       =#             attention heads of MODEL, if its files do not say
IMAGE_SIZE  =#             pixels to run MODEL at, one side or HEIGHTxWIDTH, if not those that it was trained with or if its files do not say
CALIBRATION =#             folder of images that the quantizer looks at; without it drawn pictures do
IMAGE       =#             image to run, or several ("my\ cat.jpg dog.jpg"), or a folder
IMAGES      =#             labelled images: a folder, a tar file, or with ENGINE=spark a parquet file or a folder of them
LABELS      =#             their classes, a line FILE,LABEL for each image, or the development kit of ImageNet; if not given labels.csv in IMAGES, or else IMAGES has a folder for each class
PREPROCESS  =#             how IMAGE or IMAGES come to size: resize-crop, crop or a text of preprocessing.md; what MODEL asks for if not given
EXIF_ROTATION = no#        yes: images are turned as their EXIF orientation says; timm and torchvision do not
WAVE        =#             waveform that verilate writes, a file that ends in .fst, of the cycles FROM to TO
FROM        =#             its first cycle, as mismatches count them; 0 if not given
TO          =#             its last; 20000 if not given
BITS        =#             bits of weights/activations/attention; if not given 8/8/4, or 8/8/8 if the CONFIG of the network has attention: multiply
WITH        =#             a part of the quantizer to switch on, such as downstream-exponents, or several
BIT_TABLE   =#             bits of weights by layer, a file as search writes it
LAYERS      =#             kinds of layers, e.g. fc2=8s2:4,blocks.0.qkv=4: bits of the weights, and after s their sparsity
PRUNING     =#             how weights of sparse layers are chosen: compensated, wanda or magnitude
ENGINE      = local#       what evaluates, searches, ablates, explores and fuzzes: local, or spark, Apache Spark, with the same result
MASTER      =#             where Spark runs: local[2], spark://host:7077, yarn or k8s://https://host:443
PARTITIONS  =#             tasks of Spark; if not given a task has 16 pieces of work or fewer, such as images
ON_BAD_IMAGE =#            what evaluate does with an image that cannot be decoded: stop or skip; stop if not given
LIMIT       =#             the most images that ablation evaluates; 300 if not given
SOME        =#             the most images that ablation calibrates with; 50 if not given
FULL        = no#          yes: ablation leaves out all subsets, not one part at a time
KINDS       =#             kinds of layers that search may choose beside 8, e.g. 4,8s2:4,8s3:4; 4 if not given
BUDGET      =#             weight bytes that search may use, as a share of those with 8 bits; 0.7 if not given
BUDGET_CYCLES =#           cycles on CONFIG (kv260-shift if not given) that it may use instead, as a share of those with 8 bits
CONFIGS     = kv260,kv260-shift,zcu104# configurations of bench
MODELS      = deit-tiny,deit-small,deit-base# networks of bench
DRAM        = standard,harder# memory models of bench
BATCH       = 1#           images run one behind the other
ARCH        = deit-tiny#   network whose weights do not matter
WEIGHT_BITS =#             bits of the weights inside its blocks: 8, 4 or mixed; 8 if not given, bench takes several and all if not given
FAMILY      =#             device family that synth maps to if CONFIG has no board: xc7 or xcup; xc7 if not given
BOARD       = kv260#       kv260, zcu104 or pynq-z2
N           =#             how much of a long check: faults that mutate plants, networks that witness draws, runs that chaos disturbs; 200 if not given; pairs that fuzz tries, 20
SEED        =#             decides what is random in a long check; 1 if not given
ONLY        =#             the fault of mutate that is tried again, alone, by the name that its report has
RETRY       = no#          yes: mutate tries the faults again that nothing noticed, for tests have changed
SECONDS     =#             processor time that fuzz-files gives to each kind of file; 60 if not given
KIND        =#             the only kind of file that fuzz-files looks at, by the name that its report has
KEEP        = no#          yes: what fuzz-files found becomes the corpora of the tests
FORMAT      = c99#         what export writes: c99, source that computes the logits, or npz, NumPy arrays
UNIT        = p2vit#       module that ooc synthesises, such as MatMulUnit
CASE        =#             the line of one case for fuzz to try instead, as its report has it
JOBS        = 4#           jobs of Vivado
SERVER      = localhost:3121# hardware server of program
JAVA       ?= $(if $(JAVA_HOME),$(JAVA_HOME)/bin/java,java)# Java to run with, by default that of JAVA_HOME
MVN        ?= mvn -B -ntp# Maven to build with

TARGETS   := help doctor classify rtl verilate export board-test host-test driver-check test check-fast evaluate spark-demo ablation search pareto lint synth fuzz formal mutate witness chaos fuzz-files bench \
    bench-quant nightly nightly-tests coverage verification-report results reports estimate energy timeline explore ip project ooc bitstream program firmware kria-app fpga-check dist format clean
number    := \#
VARIABLES := $(shell sed -n 's/^\([A-Z_]*\) *?\{0,1\}=.*$(number).*/\1/p' Makefile)
ifeq ($(filter CONFIG,$(TOLD)),)
ip project ooc bitstream: CONFIG = $(BOARD)
classify verilate: CONFIG = $(if $(MODEL),kv260,tiny)
endif
$(strip $(check))

space := $(subst ,, )
blank := $(shell printf '\037')
# quoted,TEXT and arg,NAME: one word for the shell. plain,TEXT,CHARACTER: part of a file's name, the character in place of all that means something.
quoted   = '$(subst ','\'',$(1))'
arg      = $(call quoted,$($(1)))
plain    = $(shell printf %s $(call quoted,$(1)) | LC_ALL=C tr -c 'A-Za-z0-9._,-' '$(2)')
# option,--NAME,VARIABLE: the option if the variable has a value.
option   = $(if $($(2)),$(1) $(call arg,$(2)))
# args,NAME: one word if there is such a file, else files with blanks between them; "\ " is a blank in a name, * is the shell's.
args     = $(if $(shell [ ! -e $(call arg,$(1)) ] || echo one),$(call arg,$(1)),$(subst *,'*',$(foreach one,$(subst \ ,$(blank),$($(1))),$(call quoted,$(subst $(blank), ,$(one))))))
# yes,NAME,OPTION: the option if the variable is yes.
yes      = $(if $(filter-out yes no,$($(1))),$(error $(1)=$($(1)): write yes or no),$(if $(filter yes,$($(1))),$(2)))

P2VIT    = $(call quoted,$(JAVA)) -jar $(APP)
APP     := testbench/target/p2vit.jar
# The same on Spark, whose jars Maven puts beside it; a cluster is sent ours.
SPARK   := spark/target/spark
SPARK_APP := spark/target/lib
ON_SPARK = $(call quoted,$(JAVA)) -Dlog4j2.configurationFile=org/p2vit/spark/log4j2.properties \
    $(if $(filter local%,$(MASTER)),,-Dspark.jars="$$(echo $(SPARK_APP)/*.jar | tr ' ' ,)") -cp '$(SPARK_APP)/*:$(SPARK)/*' org.p2vit.cli.Main
AT_ENGINE = $(if $(filter spark,$(ENGINE)),$(ON_SPARK),$(P2VIT))
ENGINE_JARS = $(if $(filter spark,$(ENGINE)),$(SPARK)/.complete)
MODULES := $(patsubst %/pom.xml,%,$(wildcard */pom.xml))
APP_SOURCES := $(shell find pom.xml */pom.xml */src/main)
CACHE   := target/cache
COVERAGE := target/coverage
COVERED  := tiny testbench/src/test/resources/tiny-multiply.yaml
DISTURBED := tiny,testbench/src/test/resources/tiny-multiply.yaml
MUTATED := tiny,testbench/src/test/resources/tiny-multiply.yaml,testbench/src/test/resources/tiny-scalable.yaml
MUTATE_PATH := target/tests.classpath
CORPORA := testbench/src/test/resources/org/p2vit/testbench/untrusted
DRIVER_TOOLS = gcc python3 jpeglib.h dtc clang libclang_rt.fuzzer cppcheck arm-linux-gnueabihf-gcc aarch64-linux-gnu-gcc
NOT_FAST = cosim,synth,tools,slow,data,nightly
# What `nightly` runs: the long checks with as much as a night holds.
NIGHTLY  = nightly-tests 'fuzz N=200' formal 'mutate N=1000' coverage 'chaos N=2000' 'witness N=500' 'fuzz-files SECONDS=600'

## Names. Files are called by .make/name, so that those of one name in different folders are kept apart.
# told_values,VARIABLES: the values of those that were given, for names of reports that say what a run was told.
named       = $(if $(1),$(shell .make/name $(call quoted,$(1))))
told_values = $(subst $(space),,$(foreach name,$(filter $(TOLD),$(1)),-$(call plain,$($(name)),-)))
CONFIG_NAME = $(patsubst %.yaml,%,$(call plain,$(notdir $(subst $(space),_,$(CONFIG))),_))
ARCH_NAME   = $(call plain,$(ARCH),-)
MODEL_NAME := $(if $(HEADS),heads-$(call plain,$(HEADS),-)-)$(if $(IMAGE_SIZE),at-$(call plain,$(IMAGE_SIZE),-)-)$(or $(call named,$(MODEL)),demo)
TABLE_NAME := $(addprefix -,$(patsubst $(MODEL_NAME)-%,%,$(call named,$(BIT_TABLE))))
# Without images a network is quantized otherwise.
UNSEEN     := $(if $(MODEL),$(if $(CALIBRATION),,-without-images))
NETWORK     = $(MODEL_NAME)$(UNSEEN)$(call told_values,BITS)$(TABLE_NAME)$(call told_values,LAYERS PRUNING)$(call told_values,WITH)
MEASURED    = $(MODEL_NAME)$(UNSEEN)$(or $(call told_values,BITS),$(if $(told_hardware),-$(CONFIG_NAME)),-8-8-4)$(TABLE_NAME)$(call told_values,LAYERS PRUNING)$(call told_values,WITH)
REPORTS    := target/reports
RTL         = rtl-out/$(CONFIG_NAME)
BUNDLE      = target/bundles/$(CONFIG_NAME)-$(NETWORK).p2vit
EXPORT      = target/export/$(CONFIG_NAME)-$(NETWORK).$(patsubst c99,c,$(call plain,$(FORMAT),-))
BOARD_TEST  = target/board-test/$(CONFIG_NAME)-$(NETWORK).img
HOST        = target/host/$(CONFIG_NAME)
EVALUATION  = $(REPORTS)/evaluate-$(MEASURED)
SEARCH      = $(REPORTS)/search-$(MODEL_NAME)
ABLATION    = $(REPORTS)/ablation-$(MODEL_NAME)$(call told_values,LAYERS)
PARETO      = $(REPORTS)/pareto-$(MODEL_NAME)
EXPLORATION = $(REPORTS)/explore-$(ARCH_NAME)$(if $(told_hardware),-$(CONFIG_NAME))$(WEIGHTS_NAME)
BENCH       = $(REPORTS)/bench$(call told_values,CONFIGS MODELS DRAM)$(WEIGHTS_NAME)$(BATCH_NAME)
WEIGHTS_NAME = $(if $(WEIGHT_BITS),-weights-$(call plain,$(WEIGHT_BITS),-))
BATCH_NAME  = $(if $(filter-out 1,$(BATCH)),-batch-$(call plain,$(BATCH),-))
EVALUATIONS = $(wildcard $(REPORTS)/evaluate-$(MODEL_NAME)-*.json)

# verify,REPORT,OPTIONS: formatting first, then the tests; the closing line comes after a failure too.
define verify
rm -rf $(MODULES:=/target/surefire-reports)
$(MVN) -Pspark spotless:check
$(MVN) verify $(2); status=$$?; .make/test-summary $(REPORTS)/$(1).json && exit $$status
endef

## Options that several commands share.
hardware   = --config $(call arg,CONFIG)
told_hardware = $(if $(filter CONFIG,$(TOLD)),$(hardware))
stated     = $(call option,--heads,HEADS) $(call option,--image-size,IMAGE_SIZE)
model      = --model $(call arg,MODEL) $(stated) $(call option,--calibration,CALIBRATION)
precision  = $(call option,--bits,BITS) $(call option,--bit-table,BIT_TABLE) $(call option,--layers,LAYERS) $(call option,--pruning,PRUNING) $(foreach one,$(WITH),--with $(call quoted,$(one)))
labelled   = --images $(call arg,IMAGES) $(call option,--labels,LABELS) \
    $(call option,--preprocess,PREPROCESS) $(call yes,EXIF_ROTATION,--exif-rotation)
# What every report says of its origin: the sources and the line of make. The command line finds both in its environment.
origins    := $(filter-out $(READS_ALWAYS),$(filter $(TOLD),$(VARIABLES)))
export P2VIT_MAKE   := make $(GOALS)$(if $(origins), $(foreach name,$(origins),$(name)=$($(name))))
export P2VIT_COMMIT := $(shell git describe --always --abbrev=12 --dirty=-changed 2>/dev/null || echo unknown)
commit     = $(call quoted,$(P2VIT_COMMIT))
engine     = --engine $(call arg,ENGINE) $(call option,--master,MASTER) $(call option,--partitions,PARTITIONS)
arch       = --arch $(call arg,ARCH) $(call option,--weights,WEIGHT_BITS)
# quantize: MODEL, if there is one, to BUNDLE; network: the options that then name it.
define quantize
$(if $(MODEL),$(P2VIT) quantize $(model) $(call yes,EXIF_ROTATION,--exif-rotation) $(hardware) $(precision) --cache $(CACHE) --output $(BUNDLE) \
    --json $(REPORTS)/quantize-$(CONFIG_NAME)-$(NETWORK).json)
endef
network    = $(if $(MODEL),--bundle $(BUNDLE) --model $(call arg,MODEL) $(stated),--cache $(CACHE)) $(if $(IMAGE)$(1),--image $(if $(IMAGE),$(call args,IMAGE),$(1))) \
    $(call option,--preprocess,PREPROCESS) $(call yes,EXIF_ROTATION,--exif-rotation)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: $(TARGETS) board-is-there

help: ## list the targets and variables
	@.make/help $(foreach target,$(TARGETS),'$(target)=$(call all,$(target))') <Makefile

doctor: ## compare the installed tools with the table in .tools
	@.make/tools doctor

classify: $(APP) ## say what IMAGE shows, on the simulated accelerator; without MODEL and IMAGE the demo network looks at doc/sign.jpg
	.make/tools require verilator g++ make
	$(quantize)
	$(P2VIT) classify $(hardware) $(call network,doc/sign.jpg) --json $(REPORTS)/classify-$(CONFIG_NAME)$(if $(MODEL),-$(NETWORK)).json

rtl: $(APP) ## emit Verilog, manifest and register map to rtl-out/CONFIG
	@.make/unless-fresh $(RTL) $(APP) $(call arg,CONFIG) \
	    $(P2VIT) rtl $(hardware) --output $(RTL) --json $(REPORTS)/rtl-$(CONFIG_NAME).json

verilate: $(APP) ## run images through the Verilog and compare every word with the golden model
	.make/tools require verilator g++ make $(if $(WAVE),zlib.h)
	$(quantize)
	$(P2VIT) simulate $(hardware) $(network) $(call option,--wave,WAVE) $(call option,--from,FROM) $(call option,--to,TO) \
	    --json $(REPORTS)/verilate-$(CONFIG_NAME)$(if $(MODEL),-$(NETWORK)).json

export: $(APP) ## write the integer network of MODEL for other programs, as FORMAT, to target/export; without MODEL the demo
	$(quantize)
	$(P2VIT) export --format $(call arg,FORMAT) $(if $(MODEL),--bundle $(BUNDLE),--cache $(CACHE)) --output $(EXPORT) \
	    --json $(REPORTS)/export-$(CONFIG_NAME)-$(NETWORK).json

board-test: $(APP) ## write program, images and expected logits to one file that a board replays
	$(quantize)
	$(P2VIT) board-test $(hardware) $(network) --output $(BOARD_TEST) \
	    --json $(REPORTS)/board-test-$(CONFIG_NAME)-$(NETWORK).json

host-test: board-test rtl ## replay board-test with the C and the Python driver on the simulated accelerator
	.make/tools require verilator g++ make gcc python3
	$(MAKE) -C fpga/linux PLATFORM=simulated CC=gcc REGISTERS=../../$(RTL) BUILD=../../$(HOST)
	$(P2VIT) device $(hardware) --json $(REPORTS)/host-test-$(CONFIG_NAME)-$(NETWORK).json -- \
	    $(HOST)/p2vit-run $(BOARD_TEST)
	PYTHONPATH=$(RTL) $(P2VIT) device $(hardware) -- python3 -B fpga/pynq/p2vit_run.py $(BOARD_TEST)

driver-check: ## compile and analyse the drivers for every target, and provoke their errors on the simulated accelerator
	.make/tools require java mvn verilator g++ make $(DRIVER_TOOLS)
	$(MVN) -q -pl testbench -am test -Dtest='*Driver*' -Dsurefire.failIfNoSpecifiedTests=false

test: ## run every test but those for the night, co-simulation and synthesis included
	.make/tools require java mvn verilator g++ make yosys z3 tclsh iverilog zlib.h $(DRIVER_TOOLS)
	$(call verify,test,-Pspark -Dtest.excludedGroups=nightly)

check-fast: ## run the tests that need no external tool, no data and little time
	.make/tools require java mvn
	$(call verify,check-fast,-Dtest.excludedGroups=$(NOT_FAST))

fuzz: $(APP) $(ENGINE_JARS) ## try N random pairs of configuration and network, every word compared; goes on where it was interrupted
	$(if $(filter spark,$(ENGINE)),,.make/tools require verilator g++ make yosys)
	$(AT_ENGINE) fuzz $(engine) $(call option,--pairs,N) $(call option,--case,CASE) $(call option,--seed,SEED) --json $(REPORTS)/fuzz$(if $(CASE),-case).json

evaluate: $(APP) $(ENGINE_JARS) ## top-1, agreement and SQNR of MODEL on IMAGES, beside float and other ways to quantize; goes on where it was interrupted
	$(AT_ENGINE) evaluate $(engine) $(call option,--on-bad-image,ON_BAD_IMAGE) $(model) $(labelled) $(told_hardware) $(precision) --cache $(CACHE) $(addprefix --search ,$(wildcard $(SEARCH).json)) \
	    --html $(EVALUATION).html --json $(REPORTS)/evaluate.json
	cp $(REPORTS)/evaluate.json $(EVALUATION).json

spark-demo: $(APP) $(SPARK)/.complete ## evaluate on a real Spark cluster: a master and two workers that this starts on one machine
	.make/spark-demo spark/target $(call quoted,$(JAVA)) $(ON_SPARK) evaluate --engine spark $(model) $(labelled) $(told_hardware) $(precision) \
	    --cache $(CACHE) --json $(REPORTS)/spark-demo.json

ablation: $(APP) $(ENGINE_JARS) ## leave out parts of the quantizer and measure what each is worth; goes on where it was interrupted
	$(AT_ENGINE) ablation $(engine) $(model) $(labelled) $(told_hardware) $(call option,--bits,BITS) $(call option,--layers,LAYERS) $(call option,--limit,LIMIT) \
	    $(call option,--calibration-images,SOME) $(call yes,FULL,--full) --cache $(CACHE) \
	    --html $(ABLATION).html --json $(ABLATION).json

search: $(APP) $(ENGINE_JARS) ## choose kinds of MODEL's layers, KINDS, within BUDGET of the 8-bit weight bytes or BUDGET_CYCLES of the cycles
	$(AT_ENGINE) search $(engine) $(model) $(call yes,EXIF_ROTATION,--exif-rotation) $(told_hardware) $(call option,--bits,BITS) $(call option,--kinds,KINDS) $(call option,--budget,BUDGET) \
	    $(call option,--budget-cycles,BUDGET_CYCLES) --cache $(CACHE) \
	    --bit-table target/bit-tables/$(MODEL_NAME)-mixed.json --html $(SEARCH).html --json $(SEARCH).json

pareto: $(APP) ## draw accuracy against cycles and bytes of MODEL with all bits that evaluate and search have reported
	$(P2VIT) pareto --evaluations $(or $(EVALUATIONS),$(error no report of an evaluation of $(MODEL); run make evaluate MODEL=… first)) \
	    $(addprefix --search ,$(wildcard $(SEARCH).json)) --output $(PARETO).svg --json $(PARETO).json

lint: rtl ## check the emitted Verilog of CONFIG with Verilator's lint
	.make/tools require verilator
	$(P2VIT) lint $(RTL)/*.v --json $(REPORTS)/lint-$(CONFIG_NAME).json

synth: rtl ## synthesise CONFIG with yosys; resources and delays per unit, limits of the board; refuse latches and loops
	.make/tools require yosys
	$(P2VIT) synth $(RTL)/*.v --inside Engine $(hardware) $(call option,--family,FAMILY) --json $(REPORTS)/synth-$(CONFIG_NAME).json

formal: $(APP) ## prove properties of cells, buses and formulas; refuse a proof whose cover is not reached or whose mutant passes
	.make/tools require yosys z3
	$(P2VIT) formal $(call option,--seed,SEED) --json $(REPORTS)/formal.json

mutate: $(APP) ## plant N faults in the Verilog, one at a time, and see which of them no inference and no test notices; goes on where it was
	.make/tools require java mvn verilator g++ make yosys
	$(MVN) -q -pl testbench -am test-compile dependency:build-classpath -Dmdep.includeScope=test -Dmdep.outputFile=$(MUTATE_PATH)
	P2VIT_CACHE=$${P2VIT_CACHE:-testbench/target/verilated} $(call quoted,$(JAVA)) -Dbasedir=testbench \
	    -cp "testbench/target/test-classes:testbench/target/classes:$$(cat testbench/$(MUTATE_PATH))" org.p2vit.cli.Main mutate \
	    --configs $(or $(if $(filter CONFIG,$(TOLD)),$(call arg,CONFIG)),$(MUTATED)) $(call option,--count,N) $(call option,--only,ONLY) \
	    $(call yes,RETRY,--retry) $(call option,--seed,SEED) --json $(REPORTS)/mutate$(call told_values,CONFIG ONLY).json

chaos: $(APP) ## disturb whole inferences by errors, silence, resets, damage, stray writes; refuse an end that is not defined or a next run that differs
	.make/tools require verilator g++ make
	$(P2VIT) chaos --configs $(DISTURBED) $(call option,--injections,N) $(call option,--seed,SEED) --cache $(CACHE) --json $(REPORTS)/chaos.json

bench: $(APP) ## simulate whole networks; cycles, utilisation and throughput beside predictions and published figures
	.make/tools require verilator g++ make
	$(P2VIT) bench --configs $(call arg,CONFIGS) --models $(call arg,MODELS) --memories $(call arg,DRAM) \
	    $(call option,--weights,WEIGHT_BITS) --images $(call arg,BATCH) --json $(BENCH).json

bench-quant: $(APP) ## int8 products beside ONNX Runtime's, and golden DeiT-Tiny images per second, measured with JMH
	.make/tools require java mvn
	mkdir -p target/jmh
	$(MVN) -q -pl quant-golden -Pbenchmark -Dbenchmark.report=$(call quoted,$(CURDIR)/target/jmh/bench-quant.json) process-test-classes
	$(P2VIT) bench-quant --jmh target/jmh/bench-quant.json --json $(REPORTS)/bench-quant.json

nightly-tests: ## run the tests that take too long for every day
	.make/tools require java mvn verilator g++ make yosys gcc python3 chromium
	$(call verify,nightly-tests,-Pspark -Dtest.groups=nightly)

nightly: $(APP) ## run every long check, one after the other, then write testbench/doc/verification.md; hours
	.make/nightly $(NIGHTLY)

witness: ## compare every word of N random networks with a second implementation of the numeric contract, written from its document
	.make/tools require java mvn
	mkdir -p $(REPORTS)
	$(MVN) -q -pl quant-golden -Pwitness -Dwitness.networks=$(if $(N),$(call arg,N),200) -Dwitness.seed=$(if $(SEED),$(call arg,SEED),1) -Dwitness.commit=$(commit) \
	    -Dwitness.report=$(call quoted,$(CURDIR)/$(REPORTS)/witness.json) process-test-classes

coverage: $(APP) ## count what the co-simulations cover of the Verilog, and the tests of the golden kernels; hours
	.make/tools require java mvn verilator g++ make
	rm -rf $(COVERAGE)/log
	$(foreach config,$(COVERED),$(P2VIT) rtl --config $(config) --output $(COVERAGE)/rtl/$(basename $(notdir $(config))) &&) true
	P2VIT_COVERAGE=$(call quoted,$(CURDIR)/$(COVERAGE)/log) $(MVN) -pl testbench -am test -Dtest.groups=cosim \
	    -Dtest.excludedGroups=slow,data,tools,synth -Dsurefire.failIfNoSpecifiedTests=false
	$(MVN) -pl quant-golden -Pcoverage test -Dtest.excludedGroups=slow,data
	$(MVN) -pl quant-golden -Pmutation test-compile org.pitest:pitest-maven:mutationCoverage
	$(P2VIT) coverage --log $(COVERAGE)/log --kernels quant-golden/target --html $(REPORTS)/coverage.html \
	    --json $(REPORTS)/coverage.json $(foreach config,$(COVERED),$(COVERAGE)/rtl/$(basename $(notdir $(config)))/p2vit.v)

fuzz-files: ## fuzz every reader of a file from strangers for SECONDS of processor time, and the C driver's; goes on from the last corpora
	.make/tools require java mvn clang libclang_rt.fuzzer
	mkdir -p $(REPORTS)
	$(MVN) -q -pl testbench -am -Pfuzz-files -Dfuzz.seconds=$(if $(SECONDS),$(call arg,SECONDS),60) -Dfuzz.kind=$(if $(KIND),$(call arg,KIND),all) -Dfuzz.commit=$(commit) \
	    -Dfuzz.folder=$(call quoted,$(CURDIR)/target/fuzz-files) $(call yes,KEEP,-Dfuzz.kept=$(call quoted,$(CURDIR)/$(CORPORA))) \
	    -Dfuzz.report=$(call quoted,$(CURDIR)/$(REPORTS)/fuzz-files$(if $(KIND),-$(call plain,$(KIND),-)).json) process-test-classes

verification-report: $(APP) ## write testbench/doc/verification.md from the reports of the long checks
	$(P2VIT) verification-report --reports $(REPORTS) --output testbench/doc/verification.md

results: $(APP) ## put the figures of new reports into doc/results.json, and its tables into doc/results.md and README.md
	$(P2VIT) results --reports $(REPORTS) --data doc/results.json --page doc/results.md --page README.md

reports: $(APP) ## list all reports on one page, target/reports/index.html: when, of which commit, how
	$(P2VIT) reports --reports $(REPORTS) --output $(REPORTS)/index.html

estimate: $(APP) ## predict cycles, bandwidth and utilisation of each layer of ARCH on CONFIG without simulation
	$(P2VIT) estimate $(hardware) $(arch) --images $(call arg,BATCH) \
	    --json $(REPORTS)/estimate-$(CONFIG_NAME)-$(ARCH_NAME)$(WEIGHTS_NAME)$(BATCH_NAME).json

energy: $(APP) ## estimate the energy of an inference of ARCH on CONFIG from counted operations; nothing is measured
	$(P2VIT) energy $(hardware) $(arch) --json $(REPORTS)/energy-$(CONFIG_NAME)-$(ARCH_NAME)$(WEIGHTS_NAME).json

timeline: $(APP) ## draw which unit is busy and which waits during an inference of ARCH on CONFIG
	.make/tools require verilator g++ make
	$(P2VIT) timeline $(hardware) $(arch) --output $(REPORTS)/timeline-$(CONFIG_NAME)-$(ARCH_NAME).svg \
	    --json $(REPORTS)/timeline-$(CONFIG_NAME)-$(ARCH_NAME).json

explore: $(APP) $(ENGINE_JARS) ## predict cycles and resources of every array shape for ARCH, like CONFIG otherwise; draw those that no other beats
	$(AT_ENGINE) explore $(engine) $(arch) --like $(call arg,CONFIG) --output $(EXPLORATION).svg --json $(EXPLORATION).json

board-is-there:
	@fpga/run check $(call arg,BOARD)

ip: board-is-there rtl ## package CONFIG (that of BOARD if not given) for Vivado's IP catalog, in fpga/build/BOARD/ip
	fpga/run ip $(call arg,BOARD) $(CONFIG_NAME)

project: ip ## make the Vivado project of BOARD anew, to look at it
	fpga/run project $(call arg,BOARD) $(CONFIG_NAME)

ooc: board-is-there rtl ## synthesise, place and route one UNIT of CONFIG alone for BOARD
	fpga/run ooc $(call arg,BOARD) $(CONFIG_NAME) $(call arg,UNIT)

bitstream: ip ## bitstream, hardware handoff and reports of BOARD; missed timing is a failure
	fpga/run bitstream $(call arg,BOARD) $(CONFIG_NAME) $(call arg,JOBS)

program: board-is-there ## load the bitstream of BOARD over JTAG
	fpga/run program $(call arg,BOARD) $(call arg,SERVER)

firmware: ## what Linux on BOARD needs to load the bitstream: device tree overlay, image for bootgen, steps
	.make/tools require dtc
	fpga/run firmware $(call arg,BOARD)

kria-app: firmware ## the same; on a KV260 it is an application for xmutil

fpga-check: ## check without Vivado what a board needs: scripts, constraints, emitted files, netlists
	.make/tools require java mvn verilator g++ make yosys tclsh iverilog $(DRIVER_TOOLS)
	$(call verify,fpga-check,-Dtest.groups=fpga)

dist: ## pack the command line into an archive that runs without Maven, dist/target/p2vit-VERSION.zip
	.make/tools require java mvn
	$(MVN) -q -pl dist -am -Dmaven.test.skip=true package
	@for archive in dist/target/*.zip; do echo "$$archive"; done

format: ## format the Java sources
	.make/tools require java mvn
	$(MVN) -q -Pspark spotless:apply

clean: ## remove everything that was built or generated, and nothing else
	rm -rf target $(MODULES:=/target)
	@.make/clean rtl-out fpga/build

# The application and its libraries; Maven leaves an unchanged jar's date alone, hence touch.
$(APP): $(APP_SOURCES)
	.make/tools require java mvn
	$(MVN) -q -pl testbench -am -Dmaven.test.skip=true package
	touch $@

$(SPARK)/.complete: $(APP)
	$(MVN) -q -Pspark,spark-jars -Dmaven.test.skip=true package
	mkdir -p $(SPARK) && touch $@
