# SPDX-License-Identifier: Apache-2.0
# The version of Tcl, for .make/tools: tclsh has no option that says it.
puts $tcl_patchLevel
