# SPDX-License-Identifier: Apache-2.0
# Commands of Vivado that the scripts use, with the options they may have: synth_design, launch_runs, wait_on_runs, assign_bd_address and
# write_hw_platform from the manual UG835, the others from use in published projects; a first run in Vivado has to confirm them.
# A command is  name {flags} {options with a value} least-arguments most-arguments.

set commands {
    version                  {short}                                        {}                                           0 0
    create_project           {force in_memory ip rtl_kernel}                {part}                                       1 2
    close_project            {delete}                                       {}                                           0 0
    current_project          {}                                             {}                                           0 1
    current_fileset          {simset constrset srcset blockset}             {}                                           0 1
    set_param                {}                                             {}                                           2 2
    xhub::get_xstores        {}                                             {}                                           0 1
    get_board_parts          {regexp nocase latest_file_version latest_hw_revision} {filter}                             0 9
    add_files                {norecurse copy_to scan_for_includes}          {fileset of_objects}                         0 1
    get_files                {regexp nocase all compile_order}              {filter of_objects}                          0 9
    update_compile_order     {force_gui}                                    {fileset}                                    0 0
    update_ip_catalog        {rebuild}                                      {add_ip delete_ip disable_ip enable_ip repo_path} 0 0
    set_property             {}                                             {dict name}                                  1 3
    get_property             {min max}                                      {}                                           2 2
    read_verilog             {sv}                                           {library}                                    1 1
    read_xdc                 {unmanaged no_add}                             {cells ref mode}                             1 1
    synth_design             {rtl lint assert no_lc sfcu no_timing_driven no_srlextract keep_equivalent_registers debug_log}
        {name part constrset top include_dirs generic define verilog_define vhdl_define flatten_hierarchy gated_clock_conversion
         directive bufg shreg_min_size mode fsm_extraction srl_style resource_sharing cascade_dsp control_set_opt_threshold
         incremental_mode max_bram max_uram max_dsp max_bram_cascade_height max_uram_cascade_height global_retiming}    0 0
    opt_design               {retarget propconst sweep bram_power_opt remap aggressive_remap resynth_area resynth_seq_area muxf_remap debug_log}
        {directive hier_fanout_limit}                                                                                      0 0
    place_design             {no_timing_driven unplace post_place_opt no_psip sll_align_opt no_bufg_opt timing_summary ultrathreads}
        {directive}                                                                                                        0 0
    phys_opt_design          {fanout_opt placement_opt routing_opt slr_crossing_opt rewire insert_negative_edge_ffs critical_cell_opt
         dsp_register_opt bram_register_opt uram_register_opt bram_enable_opt shift_register_opt hold_fix aggressive_hold_fix
         retime critical_pin_opt equ_drivers_opt tns_cleanup lut_opt casc_opt cell_group_opt}
        {directive slack_threshold force_replication_on_nets interconnect_retime path_groups}                              0 0
    route_design             {unroute release_memory preserve auto_delay timing_summary finalize ultrathreads no_timing_driven tns_cleanup}
        {nets physical_nets pins pin directive delay max_delay min_delay eco}                                              0 0
    write_checkpoint         {force logic_function_stripped encrypt incremental_synth}        {cell key}                  1 1
    report_timing_summary    {no_pr_attribute no_detailed_paths unique_pins path_only datasheet report_unconstrained no_header append
         input_pins return_string no_reused_label}
        {check_timing_verbose delay_type setup_only max_paths nworst from to through slack_lesser_than significant_digits
         cells file name rpx}                                                                                              0 0
    check_timing             {no_header loop_limit append return_string cells no_pr_attribute verbose}
        {file name override_defaults include_signal exclude}                                                               0 0
    report_utilization       {append return_string hierarchical hierarchical_percentages packthru evaluate_pblock exclude_child_pblocks
         exclude_non_assigned report_unfiltered_cells no_primitives}
        {file pblocks cells slr spreadsheet_file spreadsheet_table spreadsheet_depth hierarchical_depth hierarchical_min_primitive_count name}
                                                                                                                           0 0
    report_power             {no_propagation append return_string vid verbose advisory}
        {hier hierarchical_depth file name format xpe l rpx}                                                               0 0
    get_timing_paths         {no_report_unconstrained unique_pins setup hold user_ignored sort_by_slack routable_nets}
        {from rise_from fall_from to rise_to fall_to through rise_through fall_through delay_type max_paths nworst
         slack_lesser_than slack_greater_than group cell filter regexp nocase}                                             0 0
    create_bd_design         {boundary_type bdsource cell}                                    {dir}                       1 1
    create_bd_cell           {reference}                                                      {vlnv type reference region} 1 1
    apply_bd_automation      {}                                                               {rule config dict opts}     0 9
    create_bd_port           {}                                                               {dir type from to}          1 1
    get_bd_ports             {regexp hierarchical nocase}                                     {filter of_objects}         0 9
    get_bd_cells             {regexp hierarchical nocase}                                     {filter of_objects}         0 9
    get_bd_pins              {regexp hierarchical nocase}                                     {filter of_objects}         0 9
    get_bd_intf_pins         {regexp hierarchical nocase}                                     {filter of_objects}         0 9
    connect_bd_net           {}                                                               {net net_object_list}       2 9
    connect_bd_intf_net      {auxiliary}                                                      {intf_net boundary_type}    2 2
    get_bd_addr_spaces       {regexp nocase}                                                  {filter of_objects}         0 9
    get_bd_addr_segs         {regexp excluded addressed unaddressed addressables nocase}      {filter of_objects}         0 9
    assign_bd_address        {boundary master_boundary external force}
        {target_address_space dict import_from_file export_to_file export_gui_to_file offset range base_high with_locktype with_name} 0 9
    validate_bd_design       {force design include_pfm}                                       {}                          0 1
    save_bd_design           {}                                                               {}                          0 1
    make_wrapper             {top testbench inst_template import force}                       {files fileset}             0 0
    launch_runs              {scripts_only next_step email_all force}
        {jobs lsf sge cluster_configuration dir to_step host remote_cmd email_to pre_launch_script post_launch_script custom_script} 1 9
    wait_on_runs             {}                                                               {timeout exit_condition}    1 9
    get_runs                 {regexp nocase}                                                  {filter of_objects}         0 9
    open_run                 {}                                                               {name pr_config}            1 1
    close_design             {}                                                               {}                          0 0
    write_hw_platform        {fixed force include_bit include_sim_content minimal hw hw_emu static}  {rp rm}              0 1
    open_hw_manager          {}                                                               {}                          0 0
    close_hw_manager         {}                                                               {}                          0 0
    connect_hw_server        {allow_non_jtag}                                                 {url cs_url}                0 0
    open_hw_target           {xvc auto_close}                                                 {jtag_mode xvc_url}         0 1
    get_hw_devices           {regexp nocase}                                                  {filter of_objects}         0 9
    current_hw_device        {}                                                               {}                          0 1
    program_hw_devices       {force append}                                                   {key clear_svf_file svf_file disable_eos_check skip_program_keys} 0 9
    ipx::package_project     {import_files force module generated_files}
        {root_dir vendor library taxonomy set_current name version archive_source_project}                                 0 0
    ipx::current_core        {}                                                               {}                          0 1
    ipx::get_bus_interfaces  {}                                                               {of_objects filter}         0 1
    ipx::get_memory_maps     {}                                                               {of_objects filter}         0 1
    ipx::add_memory_map      {}                                                               {}                          2 2
    ipx::get_address_blocks  {}                                                               {of_objects filter}         0 1
    ipx::add_address_block   {}                                                               {}                          2 2
    ipx::get_address_spaces  {}                                                               {of_objects filter}         0 1
    ipx::add_address_space   {}                                                               {}                          2 2
    ipx::add_register        {}                                                               {}                          2 2
    ipx::add_field           {}                                                               {}                          2 2
    ipx::create_xgui_files   {}                                                               {}                          1 1
    ipx::update_checksums    {}                                                               {}                          1 1
    ipx::check_integrity     {}                                                               {}                          1 1
    ipx::save_core           {}                                                               {}                          1 1
}

# Properties that scripts may set or ask for, by the kind of object.
set properties {
    project       {board_part board_connections ip_repo_paths}
    fileset       {top}
    file          {used_in}
    run           {PROGRESS STATUS DIRECTORY}
    timing_path   {SLACK}
    hw_device     {PROGRAM.FILE}
    core          {name version display_name description supported_families ipi_drc}
    bus_interface {slave_memory_map_ref master_address_space_ref}
    xstore        {LOCAL_ROOT_DIR}
    address_block {usage width range}
    address_space {range}
    register      {address_offset size access description}
    field         {bit_offset bit_width access description}
}

# Block design cells by VLNV: what they can be set to, their pins and interfaces. A port marked with a property is there only when
# that is 1. Inputs have to be driven. A clock has a setting, the property that tells what became of it, and the frequency in MHz that is
# divided by a whole number; width is that of the port for registers, which have 32 bits.
set cells {
    xilinx.com:ip:zynq_ultra_ps_e {
        properties {PSU__FPGA_PL0_ENABLE PSU__USE__M_AXI_GP0 PSU__USE__M_AXI_GP1 PSU__USE__M_AXI_GP2 PSU__USE__S_AXI_GP2
                    PSU__USE__IRQ0 PSU__CRL_APB__PL0_REF_CTRL__FREQMHZ PSU__SAXIGP2__DATA_WIDTH PSU__MAXIGP0__DATA_WIDTH
                    PSU__TTC0__PERIPHERAL__ENABLE PSU__TTC0__WAVEOUT__ENABLE PSU__TTC0__WAVEOUT__IO}
        defaults   {PSU__FPGA_PL0_ENABLE 1 PSU__USE__M_AXI_GP0 1 PSU__USE__M_AXI_GP1 1 PSU__MAXIGP0__DATA_WIDTH 128}
        clock      {PSU__CRL_APB__PL0_REF_CTRL__FREQMHZ PSU__CRL_APB__PL0_REF_CTRL__ACT_FREQMHZ 1499.985}
        width      PSU__MAXIGP0__DATA_WIDTH
        in         {maxihpm0_fpd_aclk PSU__USE__M_AXI_GP0 maxihpm1_fpd_aclk PSU__USE__M_AXI_GP1 maxihpm0_lpd_aclk PSU__USE__M_AXI_GP2
                    saxihp0_fpd_aclk PSU__USE__S_AXI_GP2 pl_ps_irq0 PSU__USE__IRQ0}
        out        {pl_clk0 PSU__FPGA_PL0_ENABLE pl_resetn0 PSU__FPGA_PL0_ENABLE emio_ttc0_wave_o PSU__TTC0__WAVEOUT__ENABLE}
        master     {M_AXI_HPM0_FPD PSU__USE__M_AXI_GP0}
        slave      {S_AXI_HP0_FPD PSU__USE__S_AXI_GP2}
        rule       xilinx.com:bd_rule:zynq_ultra_ps_e
    }
    xilinx.com:ip:processing_system7 {
        properties {PCW_EN_CLK0_PORT PCW_EN_RST0_PORT PCW_USE_M_AXI_GP0 PCW_USE_S_AXI_HP0 PCW_USE_FABRIC_INTERRUPT PCW_IRQ_F2P_INTR
                    PCW_FPGA0_PERIPHERAL_FREQMHZ PCW_S_AXI_HP0_DATA_WIDTH}
        defaults   {PCW_EN_CLK0_PORT 1 PCW_EN_RST0_PORT 1 PCW_USE_M_AXI_GP0 1}
        clock      {PCW_FPGA0_PERIPHERAL_FREQMHZ PCW_ACT_FPGA0_PERIPHERAL_FREQMHZ 1000}
        in         {M_AXI_GP0_ACLK PCW_USE_M_AXI_GP0 S_AXI_HP0_ACLK PCW_USE_S_AXI_HP0 IRQ_F2P PCW_IRQ_F2P_INTR}
        out        {FCLK_CLK0 PCW_EN_CLK0_PORT FCLK_RESET0_N PCW_EN_RST0_PORT}
        master     {M_AXI_GP0 PCW_USE_M_AXI_GP0}
        slave      {S_AXI_HP0 PCW_USE_S_AXI_HP0}
        rule       xilinx.com:bd_rule:processing_system7
    }
    xilinx.com:ip:smartconnect {
        properties {NUM_SI NUM_MI NUM_CLKS}
        defaults   {always 1}
        in         {aclk always aresetn always}
        out        {}
        master     {M00_AXI always}
        slave      {S00_AXI always}
    }
    xilinx.com:ip:xlslice {
        properties {DIN_WIDTH DIN_FROM DIN_TO DOUT_WIDTH}
        defaults   {always 1}
        in         {Din always}
        out        {Dout always}
        master     {}
        slave      {}
    }
    xilinx.com:ip:proc_sys_reset {
        properties {}
        defaults   {always 1}
        in         {slowest_sync_clk always ext_reset_in always}
        out        {peripheral_aresetn always interconnect_aresetn always peripheral_reset always}
        master     {}
        slave      {}
    }
}

# An IP that was packaged from the emitted Verilog.
set packaged_cell {
    properties {}
    defaults   {always 1}
    in         {aclk always aresetn always}
    out        {interrupt always}
    master     {m_axi_gmem always}
    slave      {s_axi_ctrl always}
}
