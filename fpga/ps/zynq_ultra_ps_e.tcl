# SPDX-License-Identifier: Apache-2.0
# The processing system of Zynq UltraScale+: which of its ports the accelerator uses, and how they are switched on.
#   properties   fixed settings, on top of the board's preset
#   clock_mhz    setting for the clock of the programmable logic, which is asked for
#   actual_mhz   the frequency that its dividers make of that
#   memory_bits  setting for the width of the memory port
#   clocked      clock inputs of the ports used
set ps {
    vlnv         xilinx.com:ip:zynq_ultra_ps_e
    rule         xilinx.com:bd_rule:zynq_ultra_ps_e
    rule_config  {apply_board_preset 1}
    properties   {
        CONFIG.PSU__FPGA_PL0_ENABLE 1
        CONFIG.PSU__USE__M_AXI_GP0 1
        CONFIG.PSU__MAXIGP0__DATA_WIDTH 32
        CONFIG.PSU__USE__M_AXI_GP1 0
        CONFIG.PSU__USE__M_AXI_GP2 0
        CONFIG.PSU__USE__S_AXI_GP2 1
        CONFIG.PSU__USE__IRQ0 1
    }
    clock_mhz    CONFIG.PSU__CRL_APB__PL0_REF_CTRL__FREQMHZ
    actual_mhz   CONFIG.PSU__CRL_APB__PL0_REF_CTRL__ACT_FREQMHZ
    memory_bits  CONFIG.PSU__SAXIGP2__DATA_WIDTH
    clock        pl_clk0
    reset        pl_resetn0
    clocked      {maxihpm0_fpd_aclk saxihp0_fpd_aclk}
    control      M_AXI_HPM0_FPD
    memory       S_AXI_HP0_FPD
    interrupt    pl_ps_irq0
    space        Data
    control_base 0xA0000000
}
