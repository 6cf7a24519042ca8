/// The table that campaigns of faults print.
#pragma once

#include <cstddef>
#include <map>
#include <string>

#include "hardware/emulated_device.hpp"

namespace deckhand::testing {

/// A row: the fault, at how many places it happened, and how many runs ended how.
void print_campaign_row(device_fault_kind kind, std::size_t places, const std::map<std::string, int>& endings);

}  // namespace deckhand::testing
