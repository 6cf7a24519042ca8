/// Which modules a robot has behind links of their own, and where.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "hardware/board_link.hpp"
#include "runtime/module_catalogue.hpp"

namespace deckhand {

/// One module's link. Its generation, serial number and firmware are the module's to tell.
struct module_link {
  module_type type = module_type::temperature;
  std::string place;  ///< a device such as "/dev/ot_module_tempdeck0", or "tcp://host:port"
  link_opener open_link;
};

/// "KIND=URL": KIND is temperature, magnetic, thermocycler or heater-shaker, URL serial:///dev/... or tcp://host:port. The error
/// is a sentence about the text.
tl::expected<module_link, std::string> read_module_link(std::string_view text);

/// The modules whose ports an OT-2's system has named in this directory, by name: ot_module_tempdeck*, ot_module_magdeck*,
/// ot_module_thermocycler*, ot_module_heatershaker*. None where the directory cannot be read.
std::vector<module_link> find_module_links(const std::filesystem::path& directory);

}  // namespace deckhand
