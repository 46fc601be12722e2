# SPDX-License-Identifier: Apache-2.0
# The processing system of Zynq-7000; the keys are explained in zynq_ultra_ps_e.tcl.
set ps {
    vlnv         xilinx.com:ip:processing_system7
    rule         xilinx.com:bd_rule:processing_system7
    rule_config  {make_external {FIXED_IO, DDR} apply_board_preset 1 Master Disable Slave Disable}
    properties   {
        CONFIG.PCW_EN_CLK0_PORT 1
        CONFIG.PCW_EN_RST0_PORT 1
        CONFIG.PCW_USE_M_AXI_GP0 1
        CONFIG.PCW_USE_S_AXI_HP0 1
        CONFIG.PCW_USE_FABRIC_INTERRUPT 1
        CONFIG.PCW_IRQ_F2P_INTR 1
    }
    clock_mhz    CONFIG.PCW_FPGA0_PERIPHERAL_FREQMHZ
    actual_mhz   CONFIG.PCW_ACT_FPGA0_PERIPHERAL_FREQMHZ
    memory_bits  CONFIG.PCW_S_AXI_HP0_DATA_WIDTH
    clock        FCLK_CLK0
    reset        FCLK_RESET0_N
    clocked      {M_AXI_GP0_ACLK S_AXI_HP0_ACLK}
    control      M_AXI_GP0
    memory       S_AXI_HP0
    interrupt    IRQ_F2P
    space        Data
    control_base 0x43C00000
}
