# SPDX-License-Identifier: Apache-2.0
# The emitted accelerator as an IP of the catalog: component.xml with interfaces, address map and registers.

# Packages into a folder; project is one for scratch.
proc p2vit::package {board ip folder project} {
    create_project p2vit_ip $project -part [dict get $board part] -force
    add_files -norecurse [dict get $ip verilog]
    add_files -fileset constrs_1 -norecurse [dict get $ip constraint]
    set_property used_in {synthesis implementation out_of_context} [get_files [dict get $ip constraint]]
    set_property top [dict get $ip top] [current_fileset]
    update_compile_order -fileset sources_1
    ipx::package_project -root_dir $folder -vendor [dict get $ip vendor] -library [dict get $ip library] \
        -taxonomy /UserIP -import_files -set_current true -force
    set core [ipx::current_core]
    set_property name [dict get $ip name] $core
    set_property version [dict get $ip version] $core
    set_property display_name "p2vit [dict get $ip config]" $core
    set_property description [dict get $ip description] $core
    set_property supported_families {zynq Production zynquplus Production} $core
    # The block design gives the clock's frequency.
    set_property ipi_drc {ignore_freq_hz true} $core
    require_interfaces $core $ip
    address_map $core $ip
    ipx::create_xgui_files $core
    ipx::update_checksums $core
    ipx::check_integrity $core
    ipx::save_core $core
    close_project
    require_component [file join $folder component.xml] [file tail [dict get $ip constraint]]
}

# What the packager wrote. Its clock must be for synthesis alone: in a system it would stand beside the clock that is really there.
proc p2vit::require_component {component constraint} {
    if {![file exists $component]} {
        stop "the packager wrote no component.xml; see the log"
    }
    set channel [open $component]
    set text [read $channel]
    close $channel
    foreach file [split [string map [list </spirit:file> \x1e] $text] \x1e] {
        if {[string first $constraint $file] >= 0 && [string first USED_IN_out_of_context $file] < 0} {
            stop "the packager forgot that $constraint is for use out of context only, so it would make a second clock; see $component"
        }
    }
}

# The Verilog says by attributes what each port is; nothing here repairs what was not understood.
proc p2vit::require_interfaces {core ip} {
    foreach name [list [dict get $ip control_bus] [dict get $ip memory_bus] aclk aresetn interrupt] {
        if {[llength [ipx::get_bus_interfaces $name -of_objects $core]] != 1} {
            stop "the packager did not infer interface $name from the attributes of [dict get $ip verilog]"
        }
    }
}

# Registers of the control interface, and the range that the memory interface reaches.
proc p2vit::address_map {core ip} {
    set bus [dict get $ip control_bus]
    set map [ipx::get_memory_maps $bus -of_objects $core]
    if {$map eq ""} {
        set map [ipx::add_memory_map $bus $core]
        set_property slave_memory_map_ref $bus [ipx::get_bus_interfaces $bus -of_objects $core]
    }
    set block [ipx::get_address_blocks reg0 -of_objects $map]
    if {$block eq ""} {
        set block [ipx::add_address_block reg0 $map]
    }
    set_property usage register $block
    set_property width 32 $block
    set_property range [dict get $ip register_bytes] $block
    foreach register [dict get $ip registers] {
        add_register $block $register
    }
    set bus [dict get $ip memory_bus]
    set space [ipx::get_address_spaces $bus -of_objects $core]
    if {$space eq ""} {
        set space [ipx::add_address_space $bus $core]
        set_property master_address_space_ref $bus [ipx::get_bus_interfaces $bus -of_objects $core]
    }
    set_property range [expr {1 << [dict get $ip address_bits]}] $space
}

proc p2vit::add_register {block register} {
    set added [ipx::add_register [dict get $register name] $block]
    set_property address_offset [dict get $register offset] $added
    set_property size 32 $added
    set_property access [dict get $register access] $added
    set_property description [dict get $register description] $added
    foreach field [dict get $register fields] {
        set bits [ipx::add_field [dict get $field name] $added]
        set_property bit_offset [dict get $field low] $bits
        set_property bit_width [dict get $field width] $bits
        set_property access [dict get $field access] $bits
        set_property description [dict get $field description] $bits
    }
}
