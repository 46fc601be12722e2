# SPDX-License-Identifier: Apache-2.0
# Which variables the targets read, and the check that nothing else was given; the Makefile includes it first.

## What each target reads; one that is not here reads nothing.
READS.rtl        = CONFIG
READS.lint       = CONFIG
READS.synth      = CONFIG FAMILY
PICTURES         = IMAGE PREPROCESS EXIF_ROTATION
READS.classify   = CONFIG MODEL $(PICTURES)
READS.verilate   = $(READS.classify) WAVE FROM TO
READS.export     = MODEL FORMAT
READS.board-test = $(READS.classify)
READS.host-test  = $(READS.classify)
READS.fuzz       = N SEED CASE ENGINE MASTER PARTITIONS
READS.evaluate   = MODEL HEADS IMAGE_SIZE CALIBRATION IMAGES LABELS PREPROCESS EXIF_ROTATION CONFIG BITS WITH BIT_TABLE LAYERS PRUNING ENGINE MASTER PARTITIONS ON_BAD_IMAGE
READS.spark-demo = MODEL HEADS IMAGE_SIZE CALIBRATION IMAGES LABELS PREPROCESS EXIF_ROTATION CONFIG BITS WITH BIT_TABLE LAYERS PRUNING
READS.ablation   = MODEL HEADS IMAGE_SIZE CALIBRATION IMAGES LABELS PREPROCESS EXIF_ROTATION CONFIG BITS LAYERS LIMIT SOME FULL ENGINE MASTER PARTITIONS
READS.search     = MODEL HEADS IMAGE_SIZE CALIBRATION EXIF_ROTATION CONFIG BITS KINDS BUDGET BUDGET_CYCLES ENGINE MASTER PARTITIONS
READS.pareto     = MODEL HEADS IMAGE_SIZE
READS.chaos      = N SEED
READS.bench      = CONFIGS MODELS DRAM WEIGHT_BITS BATCH
READS.estimate   = CONFIG ARCH WEIGHT_BITS BATCH
READS.energy     = CONFIG ARCH WEIGHT_BITS
READS.explore    = CONFIG ARCH WEIGHT_BITS ENGINE MASTER PARTITIONS
READS.mutate     = N SEED CONFIG ONLY RETRY
READS.timeline   = CONFIG ARCH
READS.witness    = N SEED
READS.fuzz-files = SECONDS KIND KEEP
READS.ip         = BOARD CONFIG
READS.project    = BOARD CONFIG
READS.ooc        = BOARD CONFIG UNIT
READS.bitstream  = BOARD CONFIG JOBS
READS.program    = BOARD SERVER
READS.firmware   = BOARD
READS.kria-app   = BOARD
READS_ALWAYS     = JAVA MVN

## What it reads besides if there is a MODEL.
OF_MODEL = HEADS IMAGE_SIZE CALIBRATION BITS WITH BIT_TABLE LAYERS PRUNING
MODEL_READS.classify   = $(OF_MODEL)
MODEL_READS.verilate   = $(OF_MODEL)
MODEL_READS.export     = CONFIG EXIF_ROTATION $(OF_MODEL)
MODEL_READS.board-test = $(OF_MODEL)
MODEL_READS.host-test  = $(OF_MODEL)

## What it cannot do without.
NEEDS.classify   = $(if $(MODEL),IMAGE)
NEEDS.verilate   = $(NEEDS.classify)
NEEDS.board-test = $(NEEDS.classify)
NEEDS.host-test  = $(NEEDS.classify)
NEEDS.evaluate   = MODEL IMAGES
NEEDS.spark-demo = MODEL IMAGES
NEEDS.ablation   = MODEL CALIBRATION IMAGES
NEEDS.search     = MODEL CALIBRATION
NEEDS.pareto     = MODEL
FOLDERS          = CALIBRATION IMAGES

TOLD  := $(foreach name,$(.VARIABLES),$(if $(filter command,$(origin $(name))),$(name)))
# A value is taken as it was typed: $(…) in it is no call of a function of make.
$(foreach name,$(TOLD),$(eval override $(name) := $$(value $(name))))
# Read before the Makefile gives each of them its default.
FROM_ENVIRONMENT := $(foreach name,$(.VARIABLES),$(if $(filter environment,$(origin $(name))),$(name)))
GOALS := $(filter-out help,$(MAKECMDGOALS))

# all,TARGET: everything that it can read; reads,TARGET: as things are. readers,NAME: the targets that can read it.
all     = $(strip $(READS.$(1)) $(MODEL_READS.$(1)))
reads   = $(READS.$(1)) $(if $(MODEL),$(MODEL_READS.$(1)))
readers = $(strip $(foreach target,$(TARGETS),$(if $(filter $(1),$(call all,$(target))),$(target))))
example = $(1)=$(if $(filter $(1),$(FOLDERS)),folder,file)

# check_NAME,VARIABLE or TARGET: nothing, or the error.
check_name  = $(if $(filter $(1),$(VARIABLES)),,$(error there is no variable $(1); `make help` lists those that there are))
check_value = $(if $(strip $(value $(1))),,$(error $(1) is empty; give it a value or leave it out))
check_use   = $(if $(filter $(1),$(READS_ALWAYS) $(foreach goal,$(GOALS),$(call reads,$(goal)))),,$(error make $(GOALS): \
    $(if $(filter $(1),$(foreach goal,$(GOALS),$(MODEL_READS.$(goal)))),$(1) is read only with $(call example,MODEL),$(1) is not read; \
    $(if $(call readers,$(1)),it is for $(call readers,$(1)))$(if $(call all,$(GOALS)),; this target reads $(call all,$(GOALS))))))
check_goal  = $(if $(call missing,$(1)),$(error make $(1): give $(call missing,$(1))))
missing     = $(strip $(foreach name,$(NEEDS.$(1)),$(if $($(name)),,$(call example,$(name)))))
check_environment = $(if $(filter $(1),$(TOLD)),,$(error $(1) is set in the environment, where make does not look; write \
    make $(GOALS) $(1)=value, or unset it))

# The whole check, expanded by the Makefile when all is defined. A target that does not exist is make's to refuse.
define check
$(foreach name,$(TOLD),$(call check_name,$(name))$(call check_value,$(name)))
$(if $(GOALS),$(if $(filter-out $(TARGETS),$(GOALS)),,$(foreach name,$(TOLD),$(call check_use,$(name)))))
$(foreach goal,$(GOALS),$(call check_goal,$(goal)))
$(foreach name,$(filter $(FROM_ENVIRONMENT),$(foreach goal,$(GOALS),$(call all,$(goal)))),$(call check_environment,$(name)))
endef
