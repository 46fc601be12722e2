# SPDX-License-Identifier: Apache-2.0
# Everything the design meets is inside the chip: no pins, and the clock comes from the processing system.
set_property BITSTREAM.GENERAL.COMPRESS TRUE [current_design]
