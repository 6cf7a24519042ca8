// The faults of devices, as text.

#include <algorithm>
#include <array>
#include <optional>

#include "hardware/emulated_device.hpp"
#include "runtime/number_text.hpp"

namespace deckhand {
namespace {

constexpr std::array<std::string_view, 9> kind_names{"lost-ack",   "garbage", "alarm", "limit", "silence",
                                                     "disconnect", "slow",    "error", "async"};

// What stands behind the last `mark`, cut off; nothing where there is none.
std::optional<std::string_view> cut_behind(std::string_view& text, char mark) {
  const auto at = text.rfind(mark);
  if (at == std::string_view::npos) return std::nullopt;
  const auto rest = text.substr(at + 1);
  text = text.substr(0, at);
  return rest;
}

}  // namespace

std::string_view to_string(device_fault_kind kind) { return kind_names[static_cast<std::size_t>(kind)]; }

tl::expected<device_fault, std::string> read_device_fault(std::string_view text) {
  const auto refused = [whole = std::string{text}](const char* why) { return tl::unexpected{"\"" + whole + "\" " + why}; };
  device_fault fault;
  if (const auto seconds = cut_behind(text, ':')) fault.duration_s = number_in<double>(*seconds).value_or(-1);
  if (!(fault.duration_s >= 0)) return refused("has no number of seconds behind the colon.");
  if (const auto count = cut_behind(text, '#')) fault.count = number_in<std::size_t>(*count).value_or(0);
  if (fault.count == 0) return refused("has no count from 1 on behind the #.");
  const auto at = text.find('@');
  if (at != std::string_view::npos) fault.at = text.substr(at + 1);
  const auto kind = std::ranges::find(kind_names, text.substr(0, at));
  if (kind == kind_names.end())
    return refused("is no fault: there are lost-ack, garbage, alarm, limit, silence, disconnect, slow, error and async.");
  fault.kind = static_cast<device_fault_kind>(kind - kind_names.begin());
  return fault;
}

bool can_have(const emulated_device& device, device_fault_kind kind) {
  constexpr std::array of_devices{device_fault_kind::alarm, device_fault_kind::limit, device_fault_kind::error,
                                  device_fault_kind::async};
  return !std::ranges::count(of_devices, kind) || std::ranges::count(device.own_faults(), kind);
}

}  // namespace deckhand
