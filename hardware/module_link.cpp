#include "hardware/module_link.hpp"

#include <algorithm>
#include <array>

namespace deckhand {
namespace {

struct kind_words {
  module_type type;
  std::string_view kind;
  std::string_view port_name;  ///< how the names of its ports begin
};
constexpr std::array<kind_words, 4> all_kinds{{{module_type::temperature, "temperature", "ot_module_tempdeck"},
                                               {module_type::magnetic, "magnetic", "ot_module_magdeck"},
                                               {module_type::thermocycler, "thermocycler", "ot_module_thermocycler"},
                                               {module_type::heater_shaker, "heater-shaker", "ot_module_heatershaker"}}};

constexpr std::string_view serial_scheme = "serial://";

}  // namespace

tl::expected<module_link, std::string> read_module_link(std::string_view text) {
  const auto wrong = [&](const char* what) {
    return tl::unexpected{std::string{what} + ", unlike \"" + std::string{text} + "\""};
  };
  const auto equals = std::min(text.find('='), text.size());
  const auto kind = std::ranges::find(all_kinds, text.substr(0, equals), &kind_words::kind);
  if (equals == text.size()) return wrong("a module is KIND=URL");
  if (kind == all_kinds.end()) return wrong("a module's kind is temperature, magnetic, thermocycler or heater-shaker");
  const auto url = text.substr(equals + 1);
  auto open_link = read_link_url(url);
  if (!open_link) return wrong("a module's place is serial:///dev/... or tcp://host:port");
  const auto place = url.starts_with(serial_scheme) ? url.substr(serial_scheme.size()) : url;
  return module_link{kind->type, std::string{place}, std::move(*open_link)};
}

std::vector<module_link> find_module_links(const std::filesystem::path& directory) {
  std::vector<module_link> found;
  std::error_code error;
  for (std::filesystem::directory_iterator at{directory, error}, end; !error && at != end; at.increment(error)) {
    const auto name = at->path().filename().string();
    const auto kind = std::ranges::find_if(all_kinds, [&](const auto& each) { return name.starts_with(each.port_name); });
    if (kind != all_kinds.end()) found.push_back({kind->type, at->path().string(), serial_link(at->path().string())});
  }
  std::ranges::sort(found, {}, &module_link::place);
  return found;
}

}  // namespace deckhand
